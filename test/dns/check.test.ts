/** A check as a whole: what may be asked, what is named as the cause, and what changed since the last time. */
import { describe, expect, test } from 'vitest';
import { compareReports } from '../../src/dns/index.ts';
import { checkIn, LISTS, outcomeIn, rowOf, told } from '../support/dns-check.ts';
import { type Fault, startDnsServer, type Zone } from '../support/dns-server.ts';

const faultsOf = async (input: Parameters<typeof outcomeIn>[1]) => {
  const outcome = await outcomeIn({}, input);
  return 'faults' in outcome ? outcome.faults : [];
};

describe('what is asked', () => {
  test.each([
    [{}, 'There is nothing to check: name a domain, an IP address or a recipient.'],
    [
      { domain: '550' },
      '"550" is not a domain name. One is like example.com. What a code means says `/smtp`, in a terminal `bounce-triage explain`.',
    ],
    [
      { domain: '5.1.1' },
      '"5.1.1" is not a domain name. One is like example.com. What a code means says `/smtp`, in a terminal `bounce-triage explain`.',
    ],
    [{ domain: 'example' }, '"example" is a single word: a domain on the Internet is like example.com.'],
    [{ domain: '192.0.2.1' }, '"192.0.2.1" is an IP address, not a domain.'],
    [{ domain: 'exa mple.com' }, '"exa mple.com" is not a domain name. One is like example.com.'],
    [
      { domain: 'a..com' },
      '"a..com" is not a domain name: the name has an empty part (two dots in a row). One is like example.com.',
    ],
    [
      { domain: `${'a'.repeat(64)}.com` },
      `"${'a'.repeat(64)}.com" is not a domain name: a part of the name is longer than 63 characters.`,
    ],
    [{ domain: '; rm -rf /' }, '"; rm -rf /" is not a domain name. One is like example.com.'],
    [{ ip: '192.0.2.999' }, '"192.0.2.999" is not an IP address. One is like 192.0.2.10 or 2001:db8::10.'],
    [{ ip: '010.1.2.3' }, '"010.1.2.3" is not an IP address. One is like 192.0.2.10 or 2001:db8::10.'],
    [
      { domain: 'example.com', selectors: ['-s'] },
      '"-s" is not a DKIM selector. It is `s=` in the DKIM-Signature header, like s1.',
    ],
    [{ ip: '192.0.2.1', selectors: ['s1'] }, '"s1": whose selector is it? Write it as s1:example.com.'],
  ])('%j is refused', async (input, fault) => {
    expect(await faultsOf(input)).toEqual([fault]);
  });

  test.each([
    ['Example.COM.', 'example.com'],
    ['sales@example.com', 'example.com'],
    ['https://example.com/contact?x=1', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ])('%s is %s', async (typed, domain) => {
    expect((await checkIn({}, { domain: typed })).subject.domain).toBe(domain);
  });

  test('selectors in each way of writing', async () => {
    const { subject } = await checkIn(
      {},
      { domain: 'example.com', selectors: ['S1', 'k1:esp.example', 'pm._domainkey.example.org.'] },
    );
    expect(subject.selectors).toEqual([
      { selector: 's1', domain: 'example.com' },
      { selector: 'k1', domain: 'esp.example' },
      { selector: 'pm', domain: 'example.org' },
    ]);
  });

  test.each([
    ['10.1.2.3', 'a private address, used inside a network only'],
    ['127.0.0.1', "a machine's own loopback address"],
    ['::1', "a machine's own loopback address"],
    ['169.254.1.1', 'a link-local address, used on one cable only'],
    ['100.64.0.1', 'an address behind the NAT of an access provider'],
    ['fd00::25', 'a private address, used inside a network only'],
    ['224.0.0.1', 'a multicast address'],
    ['0.0.0.0', 'the address that stands for "none"'],
    ['240.0.0.1', 'a reserved address'],
  ])('%s: it is said that nobody outside sees it, and no list is asked', async (ip, kind) => {
    const report = await checkIn({}, { domain: 'example.com', ip }, { lists: ['spamcop'] });
    expect(told(report, 'subject-ip')).toBe(
      `unknown: ${ip} is ${kind}: servers on the Internet see another one. Take the address from a bounce, or from the topmost \`Received:\` line that the receiving server wrote`,
    );
    expect(report.rows.map(({ topic }) => topic)).not.toContain('ptr');
    expect(report.rows.map(({ topic }) => topic)).not.toContain('blocklist');
  });

  test('an IPv4 address in IPv6 clothes is the IPv4 address', async () => {
    expect((await checkIn({}, { ip: '::ffff:192.0.2.10' })).subject.ip).toBe('192.0.2.10');
  });
});

describe('the cause', () => {
  const zone: Zone = {
    'example.com': { MX: ['10 mail.example.com'], TXT: ['v=spf1 -all'] },
    'mail.example.com': { A: ['192.0.2.10'] },
    '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
  };
  const input = { domain: 'example.com', ip: '192.0.2.10' };

  test('is what breaks most', async () => {
    expect((await checkIn(zone, input)).cause).toMatchObject({ kind: 'found', row: 'spf-ip' });
    expect((await checkIn({}, input)).cause).toMatchObject({ kind: 'found', row: 'domain' });
  });

  test('is what the bounce speaks of, where that is wrong', async () => {
    expect((await checkIn(zone, { ...input, control: 'ptr' })).cause).toMatchObject({ row: 'ptr' });
  });

  test('stays open where that could not be checked', async () => {
    const report = await checkIn(
      { ...zone, '10.2.0.192.in-addr.arpa': 'SERVFAIL' },
      { ...input, control: 'ptr' },
    );
    expect(report.cause.kind).toBe('unclear');
    expect(report.cause.sentence).toMatch(
      /^What the bounce speaks of could not be checked: Reverse DNS of 192\.0\.2\.10, because the DNS server .* Besides, this is wrong: 192\.0\.2\.10 does not pass SPF/,
    );
  });

  test('is none where all is well', async () => {
    const report = await checkIn(
      { '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] }, 'mail.example.com': { A: ['192.0.2.10'] } },
      { ip: '192.0.2.10', bounced: true },
    );
    expect(report.cause).toEqual({
      kind: 'none',
      sentence:
        'Nothing is wrong in DNS now. Either it was changed since, or the fault is in the mail itself: a signature broken on the way, a forwarder, another sending address.',
    });
  });

  test('is open, and said once why, where the DNS server knows no Internet', async () => {
    const asked = { domain: 'example.com', ip: '192.0.2.10' };
    const nothing = await checkIn({}, asked, { blind: true });
    expect(nothing.cause).toMatchObject({
      kind: 'unclear',
      sentence: expect.stringMatching(
        /^Nothing could be checked: the DNS server .* doesn't know the Internet/,
      ),
    });
    const own = {
      'corp.example': { MX: ['10 mail.corp.example'], TXT: ['v=spf1 ip4:192.0.2.10 -all'] },
      'mail.corp.example': { A: ['192.0.2.10'] },
    };
    expect(
      (await checkIn(own, { domain: 'corp.example', ip: '192.0.2.10' }, { blind: true })).cause.sentence,
    ).toMatch(
      /^Nothing wrong was found, but \d of \d checks could not be made, because the DNS server .* doesn't know the Internet/,
    );
  });

  test('speaks of no bounce where nobody had one', async () => {
    const report = await checkIn(
      { '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] }, 'mail.example.com': { A: ['192.0.2.10'] } },
      { ip: '192.0.2.10' },
    );
    expect(report.subject.bounced).toBe(false);
    expect(report.cause.sentence).toBe(
      'Nothing is wrong in DNS now. If mail is refused all the same, the fault is in the mail itself: a signature broken on the way, a forwarder, another sending address.',
    );
  });
});

describe('before and after', () => {
  const input = { ip: '192.0.2.10' };
  const mended: Zone = {
    '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
    'mail.example.com': { A: ['192.0.2.10'] },
  };

  test('what was mended, with the records', async () => {
    const comparison = compareReports(await checkIn({}, input), await checkIn(mended, input));
    expect(comparison).toEqual({
      rows: [
        {
          id: 'ptr',
          label: 'Reverse DNS of 192.0.2.10',
          kind: 'mended',
          before: '192.0.2.10 has no reverse DNS: 10.2.0.192.in-addr.arpa does not exist.',
          after: '192.0.2.10 is mail.example.com, and mail.example.com leads back to it.',
        },
      ],
      records: [{ name: '10.2.0.192.in-addr.arpa', type: 'PTR', before: [], after: ['mail.example.com'] }],
      sentence: 'Fixed: Reverse DNS of 192.0.2.10. Nothing is wrong now.',
      passes: true,
    });
  });

  test('what broke', async () => {
    const { sentence } = compareReports(await checkIn(mended, input), await checkIn({}, input));
    expect(sentence).toBe('Broken since: Reverse DNS of 192.0.2.10. 1 wrong now.');
  });

  test('nothing, and DNS that says nothing is not a record that went', async () => {
    const before = await checkIn(mended, input);
    expect(compareReports(before, await checkIn(mended, input))).toEqual({
      rows: [],
      records: [],
      sentence: 'Nothing changed in DNS. Nothing is wrong now.',
      passes: false,
    });
    const silent = compareReports(before, await checkIn({ '10.2.0.192.in-addr.arpa': 'SERVFAIL' }, input));
    expect(silent.records).toEqual([]);
    expect(silent.rows).toMatchObject([
      { kind: 'unchecked', after: expect.stringContaining('could not find out') },
    ]);
    expect(silent.sentence).toBe('Nothing could be checked now, so nothing can be compared.');
  });
});

describe('what could not be checked is not called unchanged, nor right', () => {
  const input = { ip: '192.0.2.10' };
  const good: Zone = {
    '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
    'mail.example.com': { A: ['192.0.2.10'] },
  };
  const dead: Zone = { '10.2.0.192.in-addr.arpa': 'SERVFAIL' };
  const sentenceOf = async (before: Zone, after: Zone): Promise<string> =>
    compareReports(await checkIn(before, input), await checkIn(after, input)).sentence;

  test('DNS was dead both times, or is now', async () => {
    const nothing = 'Nothing could be checked now, so nothing can be compared.';
    expect(await sentenceOf(dead, dead)).toBe(nothing);
    expect(await sentenceOf(good, dead)).toBe(nothing);
  });

  test('DNS was dead then', async () => {
    expect(await sentenceOf(dead, good)).toBe(
      'Nothing could be checked then, so nothing can be compared. Nothing is wrong now.',
    );
    expect(await sentenceOf(dead, {})).toBe(
      'Nothing could be checked then, so nothing can be compared. 1 wrong now.',
    );
  });

  test('one of two is not known', async () => {
    const asked = { ip: '192.0.2.10', helo: 'mail.example.com' };
    const report = await checkIn({ ...good, '10.2.0.192.in-addr.arpa': 'SERVFAIL' }, asked);
    expect(compareReports(report, report).sentence).toBe(
      'No change was seen in DNS. What could be checked now is in order. 1 of 2 could not be checked.',
    );
  });

  const asked = { domain: 'example.com', ip: '192.0.2.10', selectors: ['s1'] };
  const KEY = { TXT: ['v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='] };
  const domain = (spf: string | Fault): Zone => ({
    ...good,
    'example.com': {
      MX: ['10 mail.example.com'],
      TXT: typeof spf === 'string' && spf.startsWith('v') ? [spf] : (spf as Fault),
    },
    '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
    's1._domainkey.example.com': KEY,
  });
  const compared = async (before: Zone, after: Zone) =>
    compareReports(await checkIn(before, asked), await checkIn(after, asked));

  test('what was wrong and can no longer be looked at is not mended, even where its row has gone', async () => {
    const { passes, sentence } = await compared(domain('v=spf1 -all'), domain('SERVFAIL'));
    expect(passes).toBe(false);
    expect(sentence).toBe(
      'Could not be checked again: SPF record of example.com, SPF for 192.0.2.10. What could be checked now is in order. 1 of 6 could not be checked.',
    );
  });

  test('what was not known then and is in order now was not mended', async () => {
    const { passes, sentence } = await compared(domain('SERVFAIL'), domain('v=spf1 ip4:192.0.2.10 -all'));
    expect(passes).toBe(false);
    expect(sentence).toBe('Could be checked at last: SPF record of example.com. Nothing is wrong now.');
  });

  test('a record that is there at last, and leads to what DNS does not tell', async () => {
    const { passes } = await compared(domain('EMPTY'), {
      ...domain('v=spf1 include:gone.example -all'),
      'gone.example': 'SERVFAIL',
    });
    expect(passes).toBe(false);
  });

  test('what was wrong is mended; what was right and is not known now is said', async () => {
    const { passes, sentence } = await compared(domain('v=spf1 -all'), {
      ...domain('v=spf1 ip4:192.0.2.10 -all'),
      's1._domainkey.example.com': 'TIMEOUT',
    });
    expect(passes).toBe(true);
    expect(sentence).toBe(
      'Fixed: SPF for 192.0.2.10. Could not be checked again: DKIM key s1 of example.com. What could be checked now is in order. 1 of 8 could not be checked.',
    );
  });
});

describe('what the bounce names and nobody could look at is not in order', () => {
  const zone: Zone = {
    'example.com': { MX: ['10 mail.example.com'], TXT: ['v=spf1 ip4:192.0.2.10 -all'] },
    'mail.example.com': { A: ['192.0.2.10'] },
    '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
    '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
    ...LISTS,
  };
  test.each([
    [{ ip: '192.0.2.10', control: 'spf' }, 'SPF, because the domain of the envelope is not known'],
    [
      { domain: 'example.com', control: 'spf' },
      'SPF for the sending address, because the IP address that sent',
    ],
    [
      { domain: 'example.com', ip: '10.0.0.1', control: 'spf' },
      'SPF for the sending address, because 10.0.0.1 is a private address',
    ],
    [{ ip: '192.0.2.10', control: 'dkim' }, "DKIM signature, because the mail's own signature is not known"],
    [{ ip: '192.0.2.10', control: 'dmarc' }, 'SPF, because the domain of the envelope'],
    [{ domain: 'example.com', control: 'ptr' }, 'Reverse DNS, because the IP address that sent is not known'],
    [
      { domain: 'example.com', control: 'tls' },
      "TLS of the recipient, because the recipient's domain is not known",
    ],
    [{ domain: 'example.com', blocklist: 'spamcop' }, 'SpamCop (bl.spamcop.net), because the IP address'],
    [{ ip: '192.0.2.10', blocklist: 'surbl' }, 'SURBL (multi.surbl.org), because the domain in the From'],
  ] as const)('%j', async (input, what) => {
    const { cause } = await checkIn(zone, input);
    expect(cause.kind).toBe('unclear');
    expect(cause.sentence).toContain(`What the bounce speaks of could not be checked: ${what}`);
  });

  test('a list that was asked about the address need not be asked about the domain', async () => {
    const { cause } = await checkIn(zone, { ip: '192.0.2.10', blocklist: 'spamhaus' });
    expect(cause.kind).toBe('none');
  });
});

test('a check again asks DNS anew, within the TTL too', async () => {
  const { createChecks, createResolver } = await import('../../src/dns/index.ts');
  const dns = await startDnsServer({}, { ttl: 3600 });
  const { check } = createChecks({
    resolver: createResolver({ servers: [dns.server] }),
    catalog: { blocklists: new Map(), providers: new Map(), senders: new Map() },
    lists: [],
  });
  const input = { ip: '192.0.2.10' };
  await check(input);
  dns.serve({
    '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
    'mail.example.com': { A: ['192.0.2.10'] },
  });
  expect(await check(input)).toMatchObject({ report: { rows: [{ mark: 'bad' }] } });
  const again = await check(input, true);
  expect(again).toMatchObject({ report: { rows: [{ mark: 'good' }] } });
  await dns.close();
});

test('no question is asked twice in one check', async () => {
  const zone: Zone = {
    'example.com': {
      TXT: ['v=spf1 a mx include:example.com -all'],
      MX: ['10 example.com'],
      A: ['192.0.2.1'],
    },
  };
  const { createChecks, createResolver } = await import('../../src/dns/index.ts');
  const dns = await startDnsServer(zone, { ttl: 0 });
  const { check } = createChecks({
    resolver: createResolver({ servers: [dns.server] }),
    catalog: { blocklists: new Map(), providers: new Map(), senders: new Map() },
    lists: [],
  });
  const outcome = await check({ domain: 'example.com', ip: '192.0.2.10', recipient: 'example.com' });
  await dns.close();
  expect(new Set(dns.asked).size).toBe(dns.asked.length);
  expect('report' in outcome && rowOf(outcome.report, 'spf-lookups').mark).toBe('bad');
});
