/** SPF as `bounce-triage check` tells it: what is wrong, and the record as it would have to read. */
import { describe, expect, test } from 'vitest';
import { createResolver } from '../../src/dns/index.ts';
import { checkSpf } from '../../src/dns/spf/check.ts';
import { checkIn, NO_BACKGROUND, recordThen, rowOf, told } from '../support/dns-check.ts';
import { startDnsServer } from '../support/dns-server.ts';

const IP = '192.0.2.10';
const spf = (text: string) => ({ TXT: [text] });

describe('the record', () => {
  test('a correct one passes, and the way to the address is named', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 include:_spf.example.net mx -all'),
        '_spf.example.net': spf('v=spf1 ip4:198.51.100.0/24 include:eu.example.net ~all'),
        'eu.example.net': spf('v=spf1 ip4:192.0.2.0/28 ?all'),
      },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-record')).toBe(
      'good: One record, well formed: "v=spf1 include:_spf.example.net mx -all".',
    );
    expect(told(report, 'spf-lookups')).toBe('good: 3 of 10 look-ups, 1 of 2 that lead nowhere.');
    expect(told(report, 'spf-ip')).toBe(
      'good: 192.0.2.10 passes, through `include:_spf.example.net` → `include:eu.example.net` → `ip4:192.0.2.0/28`.',
    );
  });

  test('none: the whole record to publish', async () => {
    const report = await checkIn(
      { 'example.com': { A: ['192.0.2.1'], TXT: ['google-site-verification=1'] } },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-record')).toBe('bad: example.com has no SPF record among its TXT records.');
    expect(recordThen(report, 'spf-record')).toBe('v=spf1 ip4:192.0.2.10 ~all');
    expect(report.cause).toEqual({
      kind: 'found',
      row: 'spf-record',
      sentence: 'example.com has no SPF record among its TXT records.',
    });
  });

  test('one that only looks like SPF', async () => {
    const report = await checkIn({ 'example.com': spf('spf1 mx -all') }, { domain: 'example.com' });
    expect(told(report, 'spf-record')).toContain("doesn't begin with exactly `v=spf1`");
    expect(rowOf(report, 'spf-record')).toMatchObject({ change: { record: { before: 'spf1 mx -all' } } });
  });

  test('two: merged into one', async () => {
    const report = await checkIn(
      {
        'example.com': { TXT: ['v=spf1 mx include:a.example -all', 'v=spf1 include:b.example mx ~all'] },
        'a.example': spf('v=spf1 ip4:198.51.100.0/24 -all'),
        'b.example': spf('v=spf1 ip4:192.0.2.0/24 -all'),
      },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-record')).toBe(
      'bad: example.com has 2 SPF records. Receivers then take none of them (permerror, RFC 7208 §4.5).',
    );
    expect(recordThen(report, 'spf-record')).toBe('v=spf1 mx include:a.example include:b.example -all');
  });

  test.each([
    ['v=spf1 ip:192.0.2.10 -all', '`ip:192.0.2.10` is not a term of SPF; meant is probably `ip4:`'],
    [
      'v=spf1 192.0.2.10 -all',
      '`192.0.2.10` is not a term of SPF; an address needs `ip4:` or `ip6:` in front',
    ],
    ['v=spf1 ip4:2001:db8::1 -all', '`ip4:2001:db8::1` must be `ip6:`, for the address is IPv6'],
    ['v=spf1 ip4:192.0.2.300 -all', '`ip4:192.0.2.300` has no valid address behind the colon'],
    ['v=spf1 ip4:192.0.2.0/40 -all', '`ip4:192.0.2.0/40` has a wrong prefix length: it goes from /0 to /32'],
    [
      'v=spf1 include: example.net -all',
      'a blank stands behind `include:`: it must be `include:example.net`',
    ],
    ['v=spf1 include -all', '`include` must be `include:` and a domain'],
    [
      'v=spf1 inlcude:example.net -all',
      '`inlcude:example.net` is not a term of SPF; meant is probably `include:`',
    ],
    [
      'v=spf1 include:_spf.example.net, -all',
      '`include:_spf.example.net,` has a comma at its end: terms are parted by blanks alone',
    ],
    ['v=spf1 a:mail_host -all', '`mail_host` is not a domain'],
    ['v=spf1 mx -all:example.com', '`-all:example.com` may have nothing behind "all"'],
  ])('a mistake is told in plain words: %s', async (record, fault) => {
    const report = await checkIn({ 'example.com': spf(record) }, { domain: 'example.com' });
    expect(told(report, 'spf-record')).toBe(
      `bad: The SPF record of example.com has a mistake: ${fault}. Receivers then take none of it (permerror).`,
    );
  });

  test('a mistake that receivers pass over is one all the same', async () => {
    const report = await checkIn(
      { 'example.com': spf('v=spf1 include=a.example ~all') },
      { domain: 'example.com' },
    );
    expect(told(report, 'spf-record')).toBe(
      'bad: The SPF record of example.com has a mistake: `include=a.example` must be written with a colon: `include:a.example`. Receivers pass over it.',
    );
  });

  test('a mistake that only the standard knows is told too', async () => {
    const report = await checkIn(
      { 'example.com': spf('v=spf1 exists:%{z}.example.net -all') },
      { domain: 'example.com' },
    );
    expect(told(report, 'spf-record')).toMatch(/^bad: The SPF record of example\.com has a mistake: .*z/i);
  });

  test('the same record to copy is told once, with the mistake that it mends', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 include:_spf.example.net, -all'),
        '_spf.example.net': spf('v=spf1 ip4:192.0.2.0/28 -all'),
      },
      { domain: 'example.com', ip: IP },
    );
    expect(rowOf(report, 'spf-record')).toMatchObject({
      change: { record: { after: 'v=spf1 include:_spf.example.net -all' } },
    });
    expect(rowOf(report, 'spf-lookups')).toMatchObject({
      found:
        '`include:_spf.example.net,` points to `_spf.example.net,`, which does not exist. Receivers then take none of the record (permerror).',
      change: null,
      follows: 'spf',
    });
  });

  test('+all protects nothing', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 include:+all.example mx +all'),
        '+all.example': spf('v=spf1 ip4:198.51.100.0/24 -all'),
      },
      { domain: 'example.com' },
    );
    expect(told(report, 'spf-record')).toContain('the whole world may send as example.com');
    expect(recordThen(report, 'spf-record')).toBe('v=spf1 include:+all.example mx ~all');
  });

  test('one made to hurt: thousands of look-ups are counted and not made, and the report stays small', async () => {
    const names = Array.from({ length: 2500 }, (_, i) => `a:h${i}.example.com`).join(' ');
    const started = await startDnsServer({ 'example.com': spf(`v=spf1 ${names} -all`) });
    const { resolve } = createResolver({ servers: [started.server] });
    const checked = await checkSpf(
      { domain: 'example.com', sender: 'example.com', ip: IP, helo: null },
      NO_BACKGROUND,
      resolve,
    );
    await started.close();
    expect(checked.rows[1]).toMatchObject({ found: expect.stringContaining('needs 2500 DNS look-ups') });
    expect(started.asked.length).toBeLessThan(150);
    expect(JSON.stringify(checked.rows).length).toBeLessThan(100_000);
  });

  test('one of 4 KB comes over TCP and is read whole', async () => {
    const networks = Array.from({ length: 220 }, (_, i) => `ip4:198.51.100.${i}`).join(' ');
    const report = await checkIn(
      { 'example.com': spf(`v=spf1 ${networks} ip4:${IP} -all`) },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-ip')).toBe('good: 192.0.2.10 passes, through `ip4:192.0.2.10`.');
  });
});

describe('the limits', () => {
  const eleven = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`s${i}.example.net`, spf('v=spf1 ip4:198.51.100.1 -all')]),
    );
  const includes = (count: number) =>
    Array.from({ length: count }, (_, i) => `include:s${i}.example.net`).join(' ');

  test('ten look-ups are well', async () => {
    const report = await checkIn(
      { ...eleven(10), 'example.com': spf(`v=spf1 ${includes(10)} -all`) },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toBe('good: 10 of 10 look-ups, 0 of 2 that lead nowhere.');
    expect(told(report, 'spf-ip')).toMatch(/^bad: .*\(fail: not allowed, by `-all`\)/);
  });

  test('eleven are too many; what costs is named', async () => {
    const report = await checkIn(
      { ...eleven(11), 'example.com': spf(`v=spf1 ${includes(11)} -all`) },
      { domain: 'example.com', ip: IP, control: 'spf' },
    );
    expect(told(report, 'spf-lookups')).toContain('needs 11 DNS look-ups; SPF allows 10');
    expect(rowOf(report, 'spf-lookups')).toMatchObject({
      change: { text: expect.stringContaining('`include:s0.example.net` 1') },
    });
    expect(told(report, 'spf-ip')).toMatch(/^bad: .*permerror/);
    expect(report.cause).toMatchObject({ row: 'spf-lookups' });
  });

  test('eleven with an `a` and an `mx`: their addresses take their place', async () => {
    const report = await checkIn(
      {
        ...eleven(9),
        'example.com': {
          ...spf(`v=spf1 a mx ${includes(9)} -all`),
          A: ['192.0.2.1'],
          AAAA: ['2001:db8::1'],
          MX: ['10 mail.example.com'],
        },
        'mail.example.com': { A: ['192.0.2.2'] },
      },
      { domain: 'example.com', ip: IP },
    );
    expect(recordThen(report, 'spf-lookups')).toBe(
      `v=spf1 ip4:192.0.2.10 ip4:192.0.2.1 ip6:2001:db8::1 ip4:192.0.2.2 ${includes(9)} -all`,
    );
  });

  test('an address that is reached before the limit passes all the same, and the record is still bad', async () => {
    const report = await checkIn(
      { ...eleven(11), 'example.com': spf(`v=spf1 ip4:${IP} ${includes(11)} -all`) },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toMatch(/^bad/);
    expect(told(report, 'spf-ip')).toMatch(/^good/);
  });

  test('an include that leads in a circle', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 include:a.example -all'),
        'a.example': spf('v=spf1 include:b.example -all'),
        'b.example': spf('v=spf1 include:a.example -all'),
      },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toContain('`include:a.example` leads back to a.example');
    expect(rowOf(report, 'spf-lookups')).toMatchObject({
      change: { text: expect.stringContaining('Tell whoever runs b.example') },
    });
  });

  test('an include of a domain without a record is taken out', async () => {
    const report = await checkIn(
      { 'example.com': spf('v=spf1 include:gone.example mx -all') },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toContain(
      '`include:gone.example` points to gone.example, which does not exist',
    );
    expect(recordThen(report, 'spf-lookups')).toBe('v=spf1 ip4:192.0.2.10 mx -all');
  });

  test('an include of an alias: what is missing is where it leads', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 include:alias.example ip4:192.0.2.10 -all'),
        'alias.example': { CNAME: ['gone.example'] },
      },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toContain(
      '`include:alias.example` points to alias.example, which is an alias of gone.example, which does not exist',
    );
  });

  test('three look-ups that lead nowhere are too many', async () => {
    const report = await checkIn(
      { 'example.com': spf('v=spf1 a:x.example a:y.example exists:z.example ip4:192.0.2.10 -all') },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toBe(
      'bad: 3 look-ups of the record lead nowhere; SPF allows 2 (permerror). They are `a:x.example`, `a:y.example`, `exists:z.example`.',
    );
    expect(recordThen(report, 'spf-lookups')).toBe('v=spf1 ip4:192.0.2.10 -all');
  });
});

describe('the sending address', () => {
  test.each([
    ['-all', 'fail: not allowed'],
    ['~all', 'softfail: probably not allowed'],
    ['?all', 'neutral: nothing said'],
  ])('is not in a record that ends with %s: the exact record to publish', async (end, meaning) => {
    const report = await checkIn(
      { 'example.com': spf(`v=spf1 ip4:198.51.100.0/24 ${end}`) },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-ip')).toBe(
      `bad: 192.0.2.10 does not pass SPF for example.com (${meaning}, by \`${end}\`).`,
    );
    expect(rowOf(report, 'spf-ip')).toMatchObject({
      change: {
        text: `Add \`ip4:192.0.2.10\` to the TXT record of example.com, which now is "v=spf1 ip4:198.51.100.0/24 ${end}", so that it reads "v=spf1 ip4:192.0.2.10 ip4:198.51.100.0/24 ${end}". Do so only if 192.0.2.10 is a server of yours.`,
      },
    });
    // The change is one that works.
    const mended = await checkIn(
      { 'example.com': spf(recordThen(report, 'spf-ip') ?? '') },
      { domain: 'example.com', ip: IP },
    );
    expect(told(mended, 'spf-ip')).toBe('good: 192.0.2.10 passes, through `ip4:192.0.2.10`.');
  });

  test('IPv6', async () => {
    const zone = { 'example.com': spf('v=spf1 ip6:2001:db8:1::/48 -all') };
    const inside = await checkIn(zone, { domain: 'example.com', ip: '2001:DB8:1:0:0:0:0:25' });
    expect(told(inside, 'spf-ip')).toBe('good: 2001:db8:1::25 passes, through `ip6:2001:db8:1::/48`.');
    const outside = await checkIn(zone, { domain: 'example.com', ip: '2001:db8:2::25' });
    expect(recordThen(outside, 'spf-ip')).toBe('v=spf1 ip6:2001:db8:2::25 ip6:2001:db8:1::/48 -all');
  });

  test('belongs to a sending platform, as its reverse DNS shows: that one is included', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 mx -all'),
        '10.2.0.192.in-addr.arpa': { PTR: ['o1.sendgrid.net'] },
        'o1.sendgrid.net': { A: [IP] },
        'sendgrid.net': spf('v=spf1 ip4:192.0.2.0/28 ~all'),
      },
      { domain: 'example.com', ip: IP },
    );
    expect(recordThen(report, 'spf-ip')).toBe('v=spf1 include:sendgrid.net mx -all');
  });

  test('is judged by a record behind a redirect, and by macros', async () => {
    const report = await checkIn(
      {
        'example.com': spf('v=spf1 redirect=_spf.example.net'),
        '_spf.example.net': spf('v=spf1 exists:%{ir}.allowed.example.net -all'),
        '10.2.0.192.allowed.example.net': { A: ['127.0.0.2'] },
      },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-ip')).toBe(
      'good: 192.0.2.10 passes, through `redirect=_spf.example.net` → `exists:%{ir}.allowed.example.net`.',
    );
    expect(told(report, 'spf-lookups')).toBe('good: 2 of 10 look-ups, 0 of 2 that lead nowhere.');
  });

  test('not known: only the record is judged', async () => {
    const report = await checkIn({ 'example.com': spf('v=spf1 mx -all') }, { domain: 'example.com' });
    expect(report.rows.map(({ id }) => id)).not.toContain('spf-ip');
  });
});

describe('a failure of DNS is never told as a missing record', () => {
  test.each([
    ['SERVFAIL', /^unknown: the DNS server \S+ could not find out \(SERVFAIL\)$/],
    ['TIMEOUT', /^unknown: the DNS server \S+ did not answer within 0.15 seconds$/],
    ['REFUSED', /^unknown: the DNS server \S+ refused the question$/],
  ] as const)('%s', async (fault, words) => {
    const report = await checkIn({ 'example.com': fault }, { domain: 'example.com', ip: IP });
    expect(told(report, 'spf-record')).toMatch(words);
    expect(told(report, 'domain')).toMatch(words);
    expect(rowOf(report, 'spf-record').evidence).toEqual([
      { name: 'example.com', type: 'TXT', status: 'failed', records: [], ttl: null },
    ]);
  });

  test('in an included record: neither the look-ups nor the verdict are known', async () => {
    const report = await checkIn(
      { 'example.com': spf('v=spf1 include:slow.example -all'), 'slow.example': 'SERVFAIL' },
      { domain: 'example.com', ip: IP },
    );
    expect(told(report, 'spf-lookups')).toMatch(
      /^unknown: `include:slow\.example` could not be followed: the DNS/,
    );
    expect(told(report, 'spf-ip')).toMatch(
      /^unknown: SPF could not be evaluated for 192\.0\.2\.10: .*SERVFAIL/,
    );
  });

  test('when the budget is over, what is open is told as not checked', async () => {
    const report = await checkIn(
      { 'example.com': spf('v=spf1 mx -all'), '10.2.0.192.in-addr.arpa': 'TIMEOUT' },
      { domain: 'example.com', ip: IP },
      { timeoutMs: 10_000, budgetMs: 700 },
    );
    expect(told(report, 'ptr')).toBe(
      'unknown: DNS had not answered when the 0.7 seconds for one check were over',
    );
    expect(told(report, 'spf-record')).toMatch(/^good/);
  });
});

test.each([
  ['the reverse DNS', { '10.2.0.192.in-addr.arpa': 'SERVFAIL' }],
  [
    'what its name leads to',
    { '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] }, 'mail.example.com': 'REFERRAL' },
  ],
] as const)('a term that rests on reverse DNS is open where DNS does not tell %s', async (_, zone) => {
  const input = { domain: 'example.com', ip: '192.0.2.10' };
  const report = await checkIn({ 'example.com': { TXT: ['v=spf1 ptr:example.com -all'] }, ...zone }, input);
  expect(told(report, 'spf-ip')).toMatch(
    /^unknown: SPF could not be evaluated for 192\.0\.2\.10: the DNS server/,
  );
  const passes = await checkIn(
    { 'example.com': { TXT: ['v=spf1 ip4:192.0.2.10 ptr:example.com -all'] }, ...zone },
    input,
  );
  expect(told(passes, 'spf-ip')).toMatch(/^good: /);
});

test('a second record makes an error for every address: that is known, and told of this one', async () => {
  const report = await checkIn(
    { 'example.com': { TXT: ['v=spf1 ip4:192.0.2.10 -all', 'v=spf1 mx -all'], A: ['192.0.2.10'] } },
    { domain: 'example.com', ip: '192.0.2.10' },
  );
  expect(told(report, 'spf-ip')).toBe(
    'bad: SPF ends with an error for 192.0.2.10 (permerror): example.com has several SPF records.',
  );
  expect(report.cause).toMatchObject({ row: 'spf-record' });
});

test('an address that a redirect beside `all` would let pass: the sentence names it', async () => {
  const report = await checkIn(
    {
      'example.com': { TXT: ['v=spf1 redirect=_spf.example.com ~all'] },
      '_spf.example.com': { TXT: ['v=spf1 ip4:192.0.2.10 -all'] },
    },
    { domain: 'example.com', ip: '192.0.2.10' },
  );
  expect(told(report, 'spf-ip')).toContain('`redirect=_spf.example.com` counts for nothing');
});
