/** DKIM keys and DMARC as `bounce-triage check` tells them. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkIn, recordThen, rowOf, told } from '../support/dns-check.ts';
import type { Zone } from '../support/dns-server.ts';

const rsa = (bits: number, type: 'spki' | 'pkcs1' = 'spki'): string =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type, format: 'der' })
    .toString('base64');
const KEY = rsa(2048);
const key = (text: string): Zone => ({ 's1._domainkey.example.com': { TXT: [text] } });
const S1 = { domain: 'example.com', selectors: ['s1'] };
const ROW = 'dkim:s1.example.com';

describe('a DKIM key', () => {
  test('in use', async () => {
    const report = await checkIn(key(`v=DKIM1; k=rsa; p=${KEY}`), S1);
    expect(told(report, ROW)).toBe('good: RSA key of 2048 bits, in use.');
    expect(rowOf(report, ROW)).toMatchObject({ verify: ['dig +short TXT s1._domainkey.example.com'] });
  });

  test('without the tags that may be left out, in the other shape, of 1024 bits', async () => {
    const report = await checkIn(key(`p=${rsa(1024, 'pkcs1')}`), S1);
    expect(told(report, ROW)).toBe('good: RSA key of 1024 bits, in use. 2048 are better.');
  });

  test('of the newer kind', async () => {
    const bare = generateKeyPairSync('ed25519')
      .publicKey.export({ type: 'spki', format: 'der' })
      .subarray(-32);
    const report = await checkIn(key(`v=DKIM1; k=ed25519; p=${bare.toString('base64')}`), S1);
    expect(told(report, ROW)).toBe('good: Ed25519 key, in use.');
  });

  test('of the newer kind, wrapped as openssl prints it: its last 32 bytes', async () => {
    const whole = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
    const after = `v=DKIM1; k=ed25519; p=${whole.subarray(-32).toString('base64')}`;
    for (const type of ['k=ed25519; ', '']) {
      const report = await checkIn(key(`v=DKIM1; ${type}p=${whole.toString('base64')}`), S1);
      expect(told(report, ROW)).toMatch(/more than the 32 bytes of the/);
      expect(recordThen(report, ROW)).toBe(after);
    }
  });

  test('whose type is not what its data holds', async () => {
    const report = await checkIn(key(`v=DKIM1; k=ed25519; t=s; p=${KEY}`), S1);
    expect(recordThen(report, ROW)).toBe(`v=DKIM1; k=rsa; t=s; p=${KEY}`);
  });

  test.each(['PUBLIC', 'RSA PUBLIC'])('with the lines of a PEM file (%s KEY) around it', async (kind) => {
    const data = kind === 'PUBLIC' ? KEY : rsa(2048, 'pkcs1');
    const pasted = `v=DKIM1; k=rsa; p=-----BEGIN ${kind} KEY----- ${data} -----END ${kind} KEY-----`;
    const report = await checkIn(key(pasted), S1);
    expect(told(report, ROW)).toContain('holds the lines around the key');
    expect(recordThen(report, ROW)).toBe(`v=DKIM1; k=rsa; p=${data}`);
  });

  test('that is the private one has no record to copy', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const der = privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64');
    const pasted = `v=DKIM1; p=-----BEGIN RSA PRIVATE KEY-----${der}-----END RSA PRIVATE KEY-----`;
    const report = await checkIn(key(pasted), S1);
    expect(told(report, ROW)).toContain('holds a private key');
    expect(rowOf(report, ROW)).toMatchObject({ change: { record: null } });
  });

  test('in two records, whichever DNS names first: one record of both', async () => {
    const parts = [`v=DKIM1; k=rsa; p=${KEY.slice(0, 200)}`, KEY.slice(200)];
    for (const texts of [parts, parts.toReversed()]) {
      const report = await checkIn({ 's1._domainkey.example.com': { TXT: texts } }, S1);
      expect(told(report, ROW)).toMatch(/^bad: One key stands in 2 TXT records at s1/);
      expect(recordThen(report, ROW)).toBe(`v=DKIM1; k=rsa; p=${KEY}`);
    }
  });

  test('that is cut off, beside another record: both are spoken of', async () => {
    const texts = [`v=DKIM1; k=rsa; p=${KEY.slice(0, 200)}`, 'google-site-verification=abc'];
    const report = await checkIn({ 's1._domainkey.example.com': { TXT: texts } }, S1);
    expect(told(report, ROW)).toContain('Besides it, 1 more TXT record stands there.');
    expect(rowOf(report, ROW)).toMatchObject({ change: { record: null } });
  });

  test('of 512 bits is too short', async () => {
    const report = await checkIn(key(`v=DKIM1; k=rsa; p=${rsa(512)}`), S1);
    expect(told(report, ROW)).toBe(
      'bad: The RSA key of 512 bits at s1._domainkey.example.com is too short: receivers ignore signatures below 1024 bits.',
    );
  });

  test('revoked', async () => {
    const report = await checkIn(key('v=DKIM1; k=rsa; p='), S1);
    expect(told(report, ROW)).toBe(
      'bad: The key at s1._domainkey.example.com is revoked: its `p=` is empty.',
    );
  });

  test('in test mode: the record without it', async () => {
    const report = await checkIn(key(`v=DKIM1; t=y; p=${KEY}`), S1);
    expect(told(report, ROW)).toContain('is in test mode (`t=y`)');
    expect(recordThen(report, ROW)).toBe(`v=DKIM1; p=${KEY}`);
  });

  test('in test mode, for this very domain alone: the other flag stays', async () => {
    const report = await checkIn(key(`v=DKIM1; t=y:s; p=${KEY}`), S1);
    expect(recordThen(report, ROW)).toBe(`v=DKIM1; t=s; p=${KEY}`);
  });

  test('for SHA-1 alone: no signature counts, and the record without that', async () => {
    const report = await checkIn(key(`v=DKIM1; h=sha1; k=rsa; p=${KEY}`), S1);
    expect(told(report, ROW)).toBe(
      'bad: The record at s1._domainkey.example.com is not a valid key: `h=sha1` allows no SHA-256, and no other signature counts (RFC 8301 §3.1).',
    );
    expect(recordThen(report, ROW)).toBe(`v=DKIM1; k=rsa; p=${KEY}`);
    expect(report.cause).toMatchObject({ kind: 'found' });
  });

  test.each([
    `"v=DKIM1; k=rsa; p=${KEY}"`,
    `v=DKIM1\\; k=rsa\\; p=${KEY}`,
    `k=rsa; v=DKIM1; p=${KEY}`,
    `v=DKIM1 k=rsa; p=${KEY}`,
    `v=DKIM1; k=rsa; p=${KEY}; p=${KEY}`,
  ])('whose record is written wrongly is the same key, written rightly: %s', async (text) => {
    expect(recordThen(await checkIn(key(text), S1), ROW)).toBe(`v=DKIM1; k=rsa; p=${KEY}`);
  });

  test("behind an alias is the platform's to mend: beside a CNAME nothing can stand", async () => {
    const report = await checkIn(
      {
        's1._domainkey.example.com': { CNAME: ['s1.domainkey.u1.platform.example'] },
        's1.domainkey.u1.platform.example': { TXT: [`v=DKIM1; t=y; p=${KEY}`] },
      },
      S1,
    );
    expect(rowOf(report, ROW)).toMatchObject({
      mark: 'bad',
      change: { record: null, text: expect.stringContaining('beside a CNAME no other record can stand') },
    });
  });

  test.each([
    [`"v=DKIM1; p=${KEY}"`, 'it has quotation marks inside the text'],
    [`v=DKIM1\\; p=${KEY}`, 'it has backslashes in front of the semicolons'],
    [`k=rsa; v=DKIM1; p=${KEY}`, '`v=DKIM1` must be its first tag, written exactly so'],
    ['v=DKIM1; k=rsa', 'it has no tag `p=` with the public key'],
    [`v=DKIM1; p=${KEY.slice(0, 200)}`, 'its `p=` is not an rsa key: probably cut off or pasted in part'],
    ['v=DKIM1; p=not base64!', 'its `p=` holds characters that are not base64'],
    [`v=DKIM1; k=ed25519; p=${KEY}`, 'it says `k=ed25519`, but its `p=` holds an RSA key (`k=rsa`)'],
    [
      'v=DKIM1; k=ed25519; p=AAECAwQFBgcICQ==',
      'its `p=` has 10 bytes, where an Ed25519 key has 32 (RFC 8463 §4.2)',
    ],
    [`v=DKIM1; k=dsa; p=${KEY}`, '`k=dsa` is not a key type of DKIM'],
    [`v=DKIM1; s=calendar; p=${KEY}`, '`s=calendar` says that the key is not for mail'],
    [`v=DKIM1; p=${KEY}; p=${KEY}`, 'the tag `p=` is in it twice'],
  ])('that is not a valid record: %s', async (text, fault) => {
    const report = await checkIn(key(text), S1);
    expect(told(report, ROW)).toBe(
      `bad: The record at s1._domainkey.example.com is not a valid key: ${fault}.`,
    );
  });

  test('two keys at one name', async () => {
    const zone = { 's1._domainkey.example.com': { TXT: [`v=DKIM1; p=${KEY}`, `v=DKIM1; p=${rsa(1024)}`] } };
    expect(told(await checkIn(zone, S1), ROW)).toMatch(/^bad: s1\._domainkey\.example\.com has 2 keys/);
  });

  test('missing, also behind an alias', async () => {
    expect(told(await checkIn({}, S1), ROW)).toBe('bad: s1._domainkey.example.com does not exist.');
    const alias = { 's1._domainkey.example.com': { CNAME: ['s1.domainkey.u1.platform.example'] } };
    expect(told(await checkIn(alias, S1), ROW)).toBe(
      'bad: s1._domainkey.example.com is an alias of s1.domainkey.u1.platform.example, which does not exist.',
    );
  });

  test('that DNS says nothing about', async () => {
    const report = await checkIn({ 's1._domainkey.example.com': 'SERVFAIL' }, S1);
    expect(told(report, ROW)).toMatch(/^unknown: the DNS server/);
  });
});

describe('without a selector', () => {
  test("the usual ones of the platforms in the SPF record are tried; an old key that is revoked isn't the mail's", async () => {
    const report = await checkIn(
      {
        'example.com': { TXT: ['v=spf1 include:spf.protection.outlook.com include:sendgrid.net -all'] },
        'selector2._domainkey.example.com': { TXT: [`v=DKIM1; p=${KEY}`] },
        's1._domainkey.example.com': { TXT: ['v=DKIM1; p='] },
      },
      { domain: 'example.com' },
    );
    expect(report.rows.filter(({ topic }) => topic === 'dkim').map(({ label }) => label)).toEqual([
      'DKIM key selector2 of example.com',
    ]);
  });

  test('the platforms that a text names are tried', async () => {
    const report = await checkIn(
      { 'google._domainkey.example.com': { TXT: [`v=DKIM1; p=${KEY}`] } },
      { domain: 'example.com', text: 'Sent with Google Workspace. 550 5.7.26 Unauthenticated email' },
    );
    expect(told(report, 'dkim:google.example.com')).toBe(
      "unknown: the selector is a guess, and whether a mail is signed with it isn't known. RSA key of 2048 bits, in use. The selector is `s=` in the `DKIM-Signature` header of a mail that was sent, its domain is `d=`",
    );
  });

  test('where none has a key it is said how to find the selector', async () => {
    const report = await checkIn(
      { 'example.com': { TXT: ['v=spf1 include:sendgrid.net -all'] } },
      { domain: 'example.com' },
    );
    expect(told(report, 'dkim:example.com')).toBe(
      'unknown: no selector is known. The usual ones of the sending platforms (`s1`, `s2`) have no key in use. The selector is `s=` in the `DKIM-Signature` header of a mail that was sent, its domain is `d=`.',
    );
  });
});

const dmarc = (text: string, at = '_dmarc.example.com'): Zone => ({ [at]: { TXT: [text] } });

describe('a DMARC record', () => {
  test.each(['none', 'quarantine', 'reject'])('with p=%s', async (policy) => {
    const report = await checkIn(dmarc(`v=DMARC1; p=${policy}; rua=mailto:dmarc@example.com`), {
      domain: 'example.com',
    });
    expect(told(report, 'dmarc-record')).toBe(
      `good: Policy \`${policy}\` (p=${policy}, subdomains ${policy}). Alignment: DKIM relaxed, SPF relaxed. Reports go to dmarc@example.com.`,
    );
  });

  test('of the organisational domain holds for its subdomains, with the policy for those', async () => {
    const report = await checkIn(dmarc('v=DMARC1; p=none; sp=reject; adkim=s; aspf=s'), {
      domain: 'a.b.news.example.com',
    });
    expect(told(report, 'dmarc-record')).toBe(
      'good: From example.com, as a.b.news.example.com has no record of its own: for it `reject` holds (p=none, sp=reject). Alignment: DKIM strict, SPF strict. Nobody gets reports (no rua).',
    );
  });

  test('missing: the record to publish', async () => {
    const report = await checkIn({ 'example.com': { A: ['192.0.2.1'] } }, { domain: 'example.com' });
    expect(told(report, 'dmarc-record')).toMatch(/^bad: There is no DMARC record/);
    expect(recordThen(report, 'dmarc-record')).toBe('v=DMARC1; p=none');
  });

  test('at a name without the underscore', async () => {
    const report = await checkIn(dmarc('v=DMARC1; p=reject', 'dmarc.example.com'), { domain: 'example.com' });
    expect(told(report, 'dmarc-record')).toContain('One stands at dmarc.example.com, where nobody looks');
  });

  test('twice', async () => {
    const zone = { '_dmarc.example.com': { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] } };
    expect(told(await checkIn(zone, { domain: 'example.com' }), 'dmarc-record')).toBe(
      'bad: _dmarc.example.com has 2 DMARC records. Receivers then take none of them (RFC 9989 §4.10).',
    );
  });

  test.each([
    ['DMARC1; p=none', 'must begin with exactly `v=DMARC1;`'],
    ['v=DMARC1; p=monitor', '`p=monitor` must be none, quarantine or reject'],
    ['v=DMARC1; adkim=s', 'it has no policy (`p=`)'],
    ['v=DMARC1; p=none; p=reject', 'the tag `p=` is in it twice'],
  ])('that is not valid: %s', async (text, fault) => {
    const report = await checkIn(dmarc(text), { domain: 'example.com' });
    expect(rowOf(report, 'dmarc-record').mark).toBe('bad');
    expect(told(report, 'dmarc-record')).toContain(fault);
  });

  test("with a mistake in the organisational domain's: that one is to be corrected", async () => {
    const report = await checkIn(dmarc('v=DMARC1; p=monitor'), { domain: 'news.example.com' });
    expect(told(report, 'dmarc-record')).toBe(
      'bad: The DMARC record of example.com is not valid: `p=monitor` must be none, quarantine or reject.',
    );
  });

  test.each([
    [
      'v=DMARC1 p=reject; rua=mailto:d@example.com; adkim=s',
      'v=DMARC1; p=reject; rua=mailto:d@example.com; adkim=s',
    ],
    ['DMARC1; p=quarantine; pct=50', 'v=DMARC1; p=quarantine; pct=50'],
    ['"v=DMARC1; p=reject"', 'v=DMARC1; p=reject'],
    [
      'v=DMARC1, p=reject, rua=mailto:a@example.com,mailto:b@example.net',
      'v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@example.net',
    ],
    ['v=dmarc1; P=Reject; sp=none', 'v=DMARC1; p=reject; sp=none'],
    ['p=reject; rua=mailto:d@example.com', 'v=DMARC1; p=reject; rua=mailto:d@example.com'],
    ['p=reject; v=DMARC1; aspf=s', 'v=DMARC1; p=reject; aspf=s'],
    ['v=DMARC1; p=rejct; rua=mailto:d@example.com', 'v=DMARC1; p=reject; rua=mailto:d@example.com'],
    ['v=DMARC1; p=quarentine; adkim=strict', 'v=DMARC1; p=quarantine; adkim=s'],
    ['v=DMARC1; p=reject rua=d@example.com', 'v=DMARC1; p=reject; rua=mailto:d@example.com'],
    ['v=DMARC1; p:reject; pct:100', 'v=DMARC1; p=reject; pct=100'],
    ['v=DMARC1; p=reject; p=reject', 'v=DMARC1; p=reject'],
    [
      'v=DMARC1; p=reject; rua=mailto:a@example.com; rua=mailto:b@example.com',
      'v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@example.com',
    ],
    ['v=DMARC1; adkim=s', 'v=DMARC1; p=none; adkim=s'],
    ['v=DMARC1', 'v=DMARC1; p=none'],
  ])('is corrected and not weakened: %s', async (text, after) => {
    const report = await checkIn(dmarc(text), { domain: 'example.com' });
    expect(recordThen(report, 'dmarc-record')).toBe(after);
    const mended = await checkIn(dmarc(after), { domain: 'example.com' });
    expect(rowOf(mended, 'dmarc-record').mark).toBe('good');
  });

  test.each([
    'v=DMARC1; p=monitor',
    'v=DMARC1; p=none; p=reject',
    'v=DMARC1; p=; sp=reject',
  ])('of which nobody can tell the policy has no record to copy: %s', async (text) => {
    const report = await checkIn(dmarc(text), { domain: 'example.com' });
    expect(rowOf(report, 'dmarc-record')).toMatchObject({ mark: 'bad', change: { record: null } });
  });

  test('that is missing belongs at the organisational domain, without a mailbox that nobody reads', async () => {
    const report = await checkIn({}, { domain: 'news.example.co.uk' });
    expect(rowOf(report, 'dmarc-record')).toMatchObject({
      change: { record: { name: '_dmarc.example.co.uk', before: null, after: 'v=DMARC1; p=none' } },
    });
  });

  test.each([
    ['gmail.com', /belongs to Gmail/],
    ['em12.sendgrid.net', /belongs to SendGrid/],
  ])('of %s is not ours to publish', async (domain, words) => {
    const report = await checkIn({}, { domain });
    expect(rowOf(report, 'dmarc-record')).toMatchObject({
      change: { record: null, text: expect.stringMatching(words) },
    });
  });

  test("behind an alias is that one's to correct", async () => {
    const zone = { '_dmarc.example.com': { CNAME: ['c1.dmarc.example.net'] } };
    for (const more of [{}, dmarc('v=DMARC1 p=none', 'c1.dmarc.example.net')]) {
      const report = await checkIn({ ...zone, ...more }, { domain: 'example.com' });
      expect(rowOf(report, 'dmarc-record')).toMatchObject({
        change: { record: null, text: expect.stringContaining('alias (CNAME) of c1.dmarc.example.net') },
      });
    }
  });

  test('of a name that no address can be under', async () => {
    const report = await checkIn({}, { domain: '_spf.example.com' });
    expect(rowOf(report, 'dmarc-record').mark).not.toBe('good');
  });

  test.each(['_dmarc.example.com', '_dmarc.com'])('that DNS says nothing about (%s)', async (name) => {
    const report = await checkIn({ [name]: 'TIMEOUT' }, { domain: 'example.com' });
    expect(told(report, 'dmarc-record')).toMatch(/^unknown: the DNS server \S+ did not answer/);
  });
});

describe('alignment', () => {
  const zone = (record: string): Zone => ({
    ...dmarc(record),
    'bounces.example.com': { TXT: ['v=spf1 ip4:192.0.2.10 -all'] },
    'esp.example.net': { TXT: ['v=spf1 ip4:192.0.2.10 -all'] },
    's1._domainkey.esp.example.net': { TXT: [`v=DKIM1; p=${KEY}`] },
    's1._domainkey.example.com': { TXT: [`v=DKIM1; p=${KEY}`] },
  });
  const from = { from: 'example.com', ip: '192.0.2.10' };

  test("by SPF of a subdomain, unless the domain's own name is demanded", async () => {
    const input = { ...from, domain: 'bounces.example.com' };
    expect(told(await checkIn(zone('v=DMARC1; p=reject'), input), 'dmarc-alignment')).toBe(
      "good: The envelope's domain bounces.example.com aligns and passes SPF.",
    );
    const strict = await checkIn(zone('v=DMARC1; p=reject; aspf=s'), input);
    expect(told(strict, 'dmarc-alignment')).toBe(
      "bad: Mail from example.com does not pass DMARC by these domains: the envelope's bounces.example.com doesn't align (strict: it must be the very same). No DKIM signature is known. Its policy is `reject`.",
    );
  });

  test('by DKIM, where the envelope is the platform’s', async () => {
    const input = { ...from, domain: 'esp.example.net', selectors: ['s1'] };
    expect(told(await checkIn(zone('v=DMARC1; p=reject'), input), 'dmarc-alignment')).toBe(
      'good: A DKIM signature by example.com aligns.',
    );
  });

  test.each([
    ['domain', 'the envelope (Return-Path) that it was sent with is not known'],
    ['from', 'the domain in From is not known'],
  ] as const)('is not known where a bounce tells one of the two only: %s', async (assumed, why) => {
    const input = { ...from, from: 'bounces.example.com', domain: 'bounces.example.com', assumed };
    const report = await checkIn(zone('v=DMARC1; p=reject'), input);
    expect(told(report, 'dmarc-alignment')).toContain(`unknown: ${why}`);
  });

  test('fails where both are the platform’s: that is the cause', async () => {
    const report = await checkIn(zone('v=DMARC1; p=reject'), {
      ...from,
      domain: 'esp.example.net',
      selectors: ['s1:esp.example.net'],
      control: 'dmarc',
    });
    expect(report.cause).toEqual({
      kind: 'found',
      row: 'dmarc-alignment',
      sentence:
        "Mail from example.com does not pass DMARC by these domains: the envelope's esp.example.net doesn't align; the signature's esp.example.net doesn't align. Its policy is `reject`.",
    });
    expect(rowOf(report, 'dmarc-alignment')).toMatchObject({
      change: { text: expect.stringContaining('sign with DKIM and `d=example.com`') },
    });
  });
});

test('where the signature would align and only its key is missing, that key is what to put in order', async () => {
  const report = await checkIn(
    {
      'esp.example': { TXT: ['v=spf1 ip4:192.0.2.10 -all'], MX: ['10 esp.example'], A: ['192.0.2.10'] },
      '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject'] },
    },
    { domain: 'esp.example', from: 'example.com', ip: '192.0.2.10', selectors: ['k2'], control: 'dmarc' },
  );
  expect(told(report, 'dmarc-alignment')).toContain(
    "the signature's example.com aligns, but its key is missing or wrong",
  );
  expect(rowOf(report, 'dmarc-alignment')).toMatchObject({
    change: { text: 'Put the DKIM key of example.com in order: the mail is signed for that domain already.' },
    verify: ['dig +short TXT _dmarc.example.com', 'dig +short TXT esp.example'],
  });
});

describe('what DNS did not tell leaves the alignment open', () => {
  const zone: Zone = {
    'example.com': { TXT: ['v=spf1 -all'], MX: ['10 example.com'], A: ['192.0.2.1'] },
    '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
    's1._domainkey.example.com': 'SERVFAIL',
    's1._domainkey.esp.example': 'SERVFAIL',
  };
  const input = { domain: 'esp.example', from: 'example.com', ip: '192.0.2.10' };

  test('the key of a signature that would align', async () => {
    const report = await checkIn(zone, { ...input, selectors: ['s1'] });
    expect(told(report, 'dmarc-alignment')).toBe(
      'unknown: a DKIM signature by example.com would align, but its key could not be read',
    );
    const other = await checkIn(zone, { ...input, selectors: ['s1:esp.example'] });
    expect(told(other, 'dmarc-alignment')).toMatch(/^bad: Mail from example\.com does not pass DMARC/);
  });

  test('whether SPF passes', async () => {
    const report = await checkIn(
      { ...zone, 'example.com': { TXT: ['v=spf1 include:gone.example -all'] }, 'gone.example': 'SERVFAIL' },
      { domain: 'example.com', ip: '192.0.2.10' },
    );
    expect(told(report, 'dmarc-alignment')).toBe(
      "unknown: the envelope's domain example.com aligns, but whether it passes SPF could not be checked",
    );
  });
});

test('a key that is published for the usual selector says nothing of a signature', async () => {
  const report = await checkIn(
    {
      'esp.example': { TXT: ['v=spf1 ip4:192.0.2.10 -all'], MX: ['10 esp.example'], A: ['192.0.2.10'] },
      'example.com': { TXT: ['v=spf1 include:_spf.google.com -all'] },
      '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
      'google._domainkey.example.com': { TXT: [`v=DKIM1; p=${KEY}`] },
    },
    {
      domain: 'esp.example',
      from: 'example.com',
      ip: '192.0.2.10',
      text: 'Google Workspace',
      control: 'dkim',
    },
  );
  expect(told(report, 'dmarc-alignment')).toMatch(/^bad: /);
  expect(told(report, 'dkim:google.example.com')).toMatch(
    /^unknown: the selector is a guess, and whether a mail is signed with it isn't known/,
  );
});

test('a key in test mode at the usual selector is no mistake of this mail, and no cause', async () => {
  const report = await checkIn(
    { 'google._domainkey.example.com': { TXT: [`v=DKIM1; t=y; p=${KEY}`] } },
    { from: 'example.com', text: 'Google Workspace', control: 'dkim' },
  );
  expect(told(report, 'dkim:google.example.com')).toMatch(/^unknown: the selector is a guess.*test mode/);
  expect(report.cause.kind).toBe('unclear');
});

describe('alignment by name alone is no pass: without the sending address', () => {
  const within = (record: string): Zone => ({
    'example.com': { TXT: [record], MX: ['10 example.com'], A: ['192.0.2.1'] },
    '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
  });
  const input = { domain: 'example.com', selectors: ['s1'], control: 'dmarc' } as const;

  test.each([
    ['there is no SPF record', 'google-site-verification=x'],
    ['nobody is named in it', 'v=spf1 -all'],
    ['it names only who may not', 'v=spf1 -ip4:192.0.2.10 ?all'],
    ['what it includes is gone', 'v=spf1 include:gone.example -all'],
    ['where it leads nobody is named', 'v=spf1 redirect=_spf.example.com'],
    ['it has a mistake', 'v=spf1 ipv4:192.0.2.10 -all'],
  ])('nothing can pass where the key is missing and %s', async (_, record) => {
    const zone = { ...within(record), '_spf.example.com': { TXT: ['v=spf1 -all'] } };
    const report = await checkIn(zone, input);
    expect(told(report, 'dmarc-alignment')).toMatch(/^bad: .*example\.com aligns but doesn't pass SPF/);
  });

  test.each([
    'v=spf1 ip4:192.0.2.10 include:gone.example -all',
    'v=spf1 mx -all',
    'v=spf1 a:%{i}.x -all',
  ])('somebody passes by %s: it hangs on who sent', async (record) => {
    expect(told(await checkIn(within(record), input), 'dmarc-alignment')).toBe(
      "unknown: the envelope's domain example.com aligns, but whether SPF passes hangs on the sending address, which is not known",
    );
  });

  test('a record that DNS does not tell leaves it open', async () => {
    const zone = { ...within(''), 'example.com': 'SERVFAIL' } as const;
    expect(told(await checkIn(zone, input), 'dmarc-alignment')).toMatch(/^unknown: .*could not be checked$/);
  });
});

test("a domain that sends nothing: every row knows that nothing is to be changed for somebody else's address", async () => {
  const report = await checkIn(
    {
      'parked.example': { TXT: ['v=spf1 -all'], MX: ['0 .'] },
      '_dmarc.parked.example': { TXT: ['v=DMARC1; p=reject'] },
      '66.100.51.198.in-addr.arpa': { PTR: ['dsl-198-51-100-66.pool.isp.example'] },
      'dsl-198-51-100-66.pool.isp.example': { A: ['198.51.100.66'] },
    },
    { domain: 'parked.example', ip: '198.51.100.66' },
  );
  expect(rowOf(report, 'spf-ip')).toMatchObject({
    change: { text: expect.stringContaining('the record says that parked.example sends no mail at all') },
  });
  for (const id of ['domain', 'dmarc-alignment']) {
    expect(rowOf(report, id)).toMatchObject({
      change: {
        text: expect.stringMatching(/^If 198\.51\.100\.66 isn't a server of yours, change nothing\./),
      },
    });
  }
});
