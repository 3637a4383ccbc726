/** Reverse DNS, HELO, mail hosts, TLS policies and blocklists as `bounce-triage check` tells them. */
import { describe, expect, test } from 'vitest';
import { checkIn, LISTS, recordThen, rowOf, told } from '../support/dns-check.ts';

const IP = '192.0.2.10';
const PTR = '10.2.0.192.in-addr.arpa';

describe('reverse DNS', () => {
  test('that leads back', async () => {
    const report = await checkIn(
      { [PTR]: { PTR: ['mail.example.com'] }, 'mail.example.com': { A: [IP] } },
      { ip: IP },
    );
    expect(told(report, 'ptr')).toBe(
      'good: 192.0.2.10 is mail.example.com, and mail.example.com leads back to it.',
    );
    expect(report.cause.kind).toBe('none');
  });

  test('of an IPv6 address', async () => {
    const name = `5.2.0.0.${'0.'.repeat(16)}0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa`;
    const report = await checkIn(
      { [name]: { PTR: ['mail.example.com'] }, 'mail.example.com': { AAAA: ['2001:db8::25'] } },
      { ip: '2001:db8::25' },
    );
    expect(told(report, 'ptr')).toMatch(/^good: 2001:db8::25 is mail\.example\.com/);
  });

  test('missing: whom to ask, and for which name, where one that leads to the address is known', async () => {
    const zone = { 'mx1.example.com': { A: [IP] } };
    const input = { domain: 'example.com', ip: IP, control: 'ptr' } as const;
    const report = await checkIn(zone, { ...input, helo: 'mx1.example.com' });
    expect(told(report, 'ptr')).toBe(
      'bad: 192.0.2.10 has no reverse DNS: 10.2.0.192.in-addr.arpa does not exist.',
    );
    expect(rowOf(report, 'ptr')).toMatchObject({
      verify: ['dig +short -x 192.0.2.10'],
      change: { record: { name: PTR, type: 'PTR', before: null, after: 'mx1.example.com' } },
    });
    expect(report.cause).toMatchObject({ kind: 'found', row: 'ptr' });
    const byMx = { 'example.com': { MX: ['10 in.example.net'] }, 'in.example.net': { A: [IP] } };
    expect(recordThen(await checkIn(byMx, input), 'ptr')).toBe('in.example.net');
    const usual = { 'smtp.example.com': { A: [IP] } };
    expect(recordThen(await checkIn(usual, input), 'ptr')).toBe('smtp.example.com');
  });

  test.each([
    ['it does not exist', {}],
    ['it is another machine', { 'mail.example.com': { A: ['192.0.2.99'] } }],
    ['DNS does not tell', { 'mail.example.com': 'SERVFAIL' }],
  ] as const)('missing, and no name of the machine is known (%s): no record to copy', async (_, zone) => {
    const report = await checkIn(zone, { domain: 'example.com', ip: IP, helo: 'mail.example.com' });
    expect(rowOf(report, 'ptr')).toMatchObject({
      change: { record: null, text: expect.stringContaining('the full name of the machine that sends') },
    });
  });

  test('not confirmed: a host that serves something else stays as it is', async () => {
    const zone = { [PTR]: { PTR: ['mta.esp.example'] }, 'mta.esp.example': { A: ['203.0.113.99'] } };
    const unknown = await checkIn(zone, { domain: 'example.com', ip: IP });
    expect(rowOf(unknown, 'ptr')).toMatchObject({
      mark: 'bad',
      change: {
        record: null,
        text: expect.stringMatching(/^Leave mta\.esp\.example as it is: it serves 203\./),
      },
    });
    const known = await checkIn(
      { ...zone, 'mail.example.com': { A: [IP] } },
      { domain: 'example.com', ip: IP },
    );
    expect(rowOf(known, 'ptr')).toMatchObject({
      change: { record: { name: PTR, type: 'PTR', before: 'mta.esp.example', after: 'mail.example.com' } },
    });
  });

  test("not confirmed, and nothing stands at the name: an address may be put there where it is the sender's", async () => {
    const own = await checkIn({ [PTR]: { PTR: ['out.example.com'] } }, { domain: 'example.com', ip: IP });
    expect(rowOf(own, 'ptr')).toMatchObject({
      change: { record: { name: 'out.example.com', type: 'A', before: null, after: IP } },
    });
    const theirs = await checkIn({ [PTR]: { PTR: ['out.isp.example'] } }, { domain: 'example.com', ip: IP });
    expect(recordThen(theirs, 'ptr')).toBeUndefined();
    const alias = { 'out.example.com': { CNAME: ['gone.example.com'] } };
    const taken = await checkIn(
      { [PTR]: { PTR: ['out.example.com'] }, ...alias },
      { domain: 'example.com', ip: IP },
    );
    expect(recordThen(taken, 'ptr')).toBeUndefined();
  });

  test('an inside view of the network says nothing of what others see', async () => {
    const zone = { [PTR]: { PTR: ['mail.example.com'] }, 'mail.example.com': { A: ['10.0.0.5'] } };
    const report = await checkIn(zone, { ip: IP, helo: 'mail.example.com' });
    const why =
      /^unknown: mail\.example\.com leads to 10\.0\.0\.5 for our DNS server, which is a private address/;
    expect(told(report, 'ptr')).toMatch(why);
    expect(told(report, 'helo')).toMatch(why);
  });

  test('not confirmed: its name leads elsewhere, or nowhere', async () => {
    const elsewhere = await checkIn(
      { [PTR]: { PTR: ['mail.example.com'] }, 'mail.example.com': { A: ['192.0.2.99'] } },
      { ip: IP },
    );
    expect(told(elsewhere, 'ptr')).toBe(
      'bad: 192.0.2.10 is mail.example.com, but mail.example.com leads to 192.0.2.99: the reverse DNS is not confirmed.',
    );
    const nowhere = await checkIn({ [PTR]: { PTR: ['mail.example.com'] } }, { ip: IP });
    expect(told(nowhere, 'ptr')).toContain('but mail.example.com leads nowhere');
  });

  test.each([
    'static-192-0-2-10.isp.example',
    'host-c000020a.isp.example',
    'p010.002.000.192.dsl.isp.example',
  ])('made of the address (%s): well, with a word about it; the cause where reverse DNS was refused', async (host) => {
    const zone = { [PTR]: { PTR: [host] }, [host]: { A: [IP] } };
    const report = await checkIn(zone, { ip: IP });
    expect(told(report, 'ptr')).toMatch(/^good: .* The name is made of the address/);
    const refused = await checkIn(zone, { ip: IP, control: 'ptr' });
    expect(refused.cause).toMatchObject({ kind: 'found', row: 'ptr' });
  });

  test('that DNS says nothing about', async () => {
    expect(told(await checkIn({ [PTR]: 'TIMEOUT' }, { ip: IP }), 'ptr')).toMatch(/^unknown: the DNS server/);
    const half = await checkIn({ [PTR]: { PTR: ['a.example'] }, 'a.example': 'SERVFAIL' }, { ip: IP });
    expect(told(half, 'ptr')).toMatch(/^unknown: the DNS server/);
  });
});

describe('the HELO name', () => {
  const zone = { 'mail.example.com': { A: [IP] }, 'alias.example.com': { CNAME: ['gone.example'] } };
  test.each([
    [
      'alias.example.com',
      'bad: Our server greets as alias.example.com, which is an alias of gone.example, which does not exist in DNS.',
    ],
    ['mail.example.com', 'good: mail.example.com leads to 192.0.2.10.'],
    ['other.example.com', 'bad: Our server greets as other.example.com, which does not exist in DNS.'],
    ['localhost', 'bad: Our server greets as "localhost", which is not a name on the Internet.'],
    [
      'mail01.corp.local',
      'bad: Our server greets as "mail01.corp.local", which is not a name on the Internet.',
    ],
    ['[192.0.2.10]', 'bad: Our server greets as "[192.0.2.10]", which is not a name on the Internet.'],
  ])('%s', async (helo, words) => {
    expect(told(await checkIn(zone, { ip: IP, helo }), 'helo').startsWith(words)).toBe(true);
  });

  test('that has nothing yet gets an address only under a domain of the sender', async () => {
    const input = { domain: 'example.com', ip: IP };
    expect(recordThen(await checkIn(zone, { ...input, helo: 'out.example.com' }), 'helo')).toBe(IP);
    expect(recordThen(await checkIn(zone, { ...input, helo: 'out.isp.example' }), 'helo')).toBeUndefined();
    const six = { 'out.example.com': { AAAA: ['2001:db8::1'] } };
    expect(recordThen(await checkIn(six, { ...input, helo: 'out.example.com' }), 'helo')).toBeUndefined();
  });

  test('of another machine', async () => {
    const report = await checkIn(
      { 'mail.example.com': { A: ['192.0.2.99'] } },
      { ip: IP, helo: 'mail.example.com' },
    );
    expect(told(report, 'helo')).toBe(
      'bad: Our server greets as mail.example.com, which leads to 192.0.2.99 and not to 192.0.2.10.',
    );
  });
});

describe("the recipient's mail hosts", () => {
  const recipient = (zone: Parameters<typeof checkIn>[0]) => checkIn(zone, { recipient: 'example.net' });

  test('there', async () => {
    const report = await recipient({
      'example.net': { MX: ['20 b.example.net', '10 a.example.net'] },
      'a.example.net': { A: ['192.0.2.1'] },
      'b.example.net': { AAAA: ['2001:db8::1'] },
    });
    expect(told(report, 'mx')).toBe('good: example.net takes mail at a.example.net, b.example.net.');
  });

  test.each([
    ['a domain that does not exist', {}, 'bad: The domain example.net does not exist in DNS.'],
    [
      'an alias of what does not exist',
      { 'example.net': { CNAME: ['gone.example'] } },
      'bad: The domain example.net is an alias of gone.example, which does not exist in DNS.',
    ],
    [
      'null MX',
      { 'example.net': { MX: ['0 .'] } },
      'bad: example.net says by a null MX (`0 .`) that it takes no mail at all.',
    ],
    [
      'no MX but an address',
      { 'example.net': { A: ['192.0.2.1'] } },
      'good: example.net has no MX record; mail goes to its address 192.0.2.1 (RFC 5321 §5.1).',
    ],
    [
      'neither',
      { 'example.net': { TXT: ['x'] } },
      'bad: example.net exists but has neither an MX record nor an address: it takes no mail.',
    ],
    [
      'hosts without an address',
      { 'example.net': { MX: ['10 gone.example.net'] } },
      'bad: None of the mail hosts of example.net (gone.example.net) has an address.',
    ],
    [
      'an address where a name must be',
      { 'example.net': { MX: ['10 192.0.2.1'] } },
      'bad: The MX record of example.net holds the IP address 192.0.2.1 where a name must stand (RFC 5321 §5.1).',
    ],
  ])('%s', async (_, zone, words) => {
    expect(told(await recipient(zone), 'mx')).toBe(words);
  });

  test.each(['SERVFAIL', 'TIMEOUT'] as const)('%s', async (fault) => {
    expect(told(await recipient({ 'example.net': fault }), 'mx')).toMatch(/^unknown: the DNS server/);
  });

  test.each([
    ['hosts', { 'example.net': { MX: ['10 mx.example.net'] }, 'mx.example.net': { A: ['10.1.2.3'] } }],
    ['an address', { 'example.net': { A: ['192.168.1.2'] } }],
  ])('%s that only the inside of a network sees', async (_, zone) => {
    expect(told(await recipient(zone), 'mx')).toMatch(/^unknown: .* which is a private address/);
  });

  test('a null MX beside others is none', async () => {
    const report = await recipient({
      'example.net': { MX: ['0 .', '10 a.example.net'] },
      'a.example.net': { A: ['192.0.2.1'] },
    });
    expect(told(report, 'mx')).toBe('good: example.net takes mail at a.example.net.');
  });

  test.each([
    ['null MX', { 'example.com': { MX: ['0 .'] } }],
    ['nothing', { 'example.com': { TXT: ['x'] }, 'mail.example.com': { A: [IP] } }],
  ])('of a sender (%s): which host takes its mail is not for us to say', async (_, zone) => {
    const report = await checkIn(zone, { domain: 'example.com' });
    expect(rowOf(report, 'domain')).toMatchObject({ mark: 'bad', change: { record: null } });
  });

  test('a sender that takes no mail is refused by many', async () => {
    const report = await checkIn({ 'example.com': { MX: ['0 .'] } }, { domain: 'example.com' });
    expect(report.cause).toMatchObject({ row: 'domain', sentence: expect.stringContaining('RFC 7505') });
  });
});

describe('what a recipient demands of TLS', () => {
  const hosts = { 'example.net': { MX: ['10 mx.example.net'] }, 'mx.example.net': { A: ['192.0.2.1'] } };
  const input = { recipient: 'example.net' };

  test('nothing', async () => {
    const report = await checkIn(hosts, input);
    expect(report.rows.map(({ id, mark }) => [id, mark])).toEqual([
      ['mx', 'good'],
      ['mta-sts', 'good'],
      ['dane', 'good'],
      ['tls-rpt', 'good'],
    ]);
  });

  test('records that are not valid', async () => {
    const report = await checkIn(
      {
        ...hosts,
        '_mta-sts.example.net': { TXT: ['v=STSv1; id=not valid'] },
        '_smtp._tls.example.net': { TXT: ['v=TLSRPTv1; rua=tls@example.net'] },
        '_25._tcp.mx.example.net': { TLSA: ['1 1 1 aabb'] },
      },
      input,
    );
    expect(told(report, 'mta-sts')).toMatch(/^bad: The MTA-STS record of example\.net is not valid/);
    expect(told(report, 'tls-rpt')).toMatch(/^bad: The TLS-RPT record of example\.net is not valid/);
    expect(told(report, 'dane')).toContain('usage 1, and RFC 7672 §3.1 allows 2 and 3 alone');
  });

  test('DANE counts only where the resolver vouches for it', async () => {
    const zone = { ...hosts, '_25._tcp.mx.example.net': { TLSA: [`3 1 1 ${'ab'.repeat(32)}`] } };
    expect(told(await checkIn(zone, input), 'dane')).toContain(
      "our resolver doesn't vouch for them by DNSSEC",
    );
    const proven = await checkIn(zone, input, { authenticated: true });
    expect(told(proven, 'dane')).toMatch(/^good: 1 TLSA record\(s\), proven by DNSSEC/);
    const broken = await checkIn({ ...hosts, '_25._tcp.mx.example.net': 'SERVFAIL' }, input);
    expect(told(broken, 'dane')).toContain('Servers that use DANE hold mail back');
  });
});

describe('blocklists', () => {
  const lists = ['spamhaus', 'spamcop'];
  const ZEN = '10.2.0.192.zen.spamhaus.org';

  test('not listed', async () => {
    const report = await checkIn(LISTS, { ip: IP }, { lists });
    expect(told(report, 'blocklist:zen.spamhaus.org')).toBe('good: 192.0.2.10 is not on it.');
  });

  test('that do not know what every list holds: their "no" proves nothing', async () => {
    const nothing = await checkIn({}, { ip: IP, domain: 'example.com' }, { lists });
    expect(told(nothing, 'blocklist:zen.spamhaus.org')).toBe(
      'unknown: Spamhaus does not answer our resolver: even 127.0.0.2, which it always holds (RFC 5782 §5), is not on it',
    );
    expect(told(nothing, 'blocklist:dbl.spamhaus.org')).toContain('even dbltest.com, which it always holds');
    const refused = await checkIn(
      { '2.0.0.127.zen.spamhaus.org': { A: ['127.255.255.254'] } },
      { ip: IP },
      { lists },
    );
    expect(told(refused, 'blocklist:zen.spamhaus.org')).toMatch(/^unknown: Spamhaus refused our resolver/);
    const silent = await checkIn({ '2.0.0.127.zen.spamhaus.org': 'SERVFAIL' }, { ip: IP }, { lists });
    expect(told(silent, 'blocklist:zen.spamhaus.org')).toMatch(
      /^unknown: the DNS server .* could not find out/,
    );
  });

  test('that say "listed" of everything', async () => {
    const zone = {
      '1.0.0.127.bl.spamcop.net': { A: ['127.0.0.2'] },
      '10.2.0.192.bl.spamcop.net': { A: ['127.0.0.2'] },
    };
    const report = await checkIn({ ...LISTS, ...zone }, { ip: IP }, { lists });
    expect(told(report, 'blocklist:bl.spamcop.net')).toBe(
      'unknown: SpamCop says "listed" also of what no list holds (127.0.0.1)',
    );
  });

  test.each([
    ['multi.surbl.org', '127.0.0.80', 'bad: example.com is on SURBL (malware; abuse).'],
    ['multi.uribl.com', '127.0.0.10', 'bad: example.com is on URIBL (black; red).'],
    [
      'multi.uribl.com',
      '127.0.0.1',
      'unknown: URIBL refused our resolver (127.0.0.1): it takes no questions through this resolver: set DNS_SERVERS to one of your own',
    ],
    [
      'dbl.spamhaus.org',
      '127.0.1.255',
      'unknown: Spamhaus refused our resolver (127.0.1.255): it takes domains only, no IP addresses',
    ],
  ])('%s has its own codes: %s', async (list, code, words) => {
    const report = await checkIn(
      { ...LISTS, [`example.com.${list}`]: { A: [code] } },
      { domain: 'news.eu.example.com' },
      { lists: ['spamhaus', 'surbl', 'uribl'] },
    );
    expect(told(report, `blocklist:${list}`)).toBe(words);
  });

  test('of domains are asked for what is registered, of the envelope and of From', async () => {
    const report = await checkIn(
      { ...LISTS, 'brand.co.uk.dbl.spamhaus.org': { A: ['127.0.1.4'] } },
      { domain: 'bounce.esp.example', from: 'news.brand.co.uk' },
      { lists },
    );
    expect(told(report, 'blocklist:dbl.spamhaus.org')).toBe(
      'bad: brand.co.uk is on Spamhaus (DBL, a phishing domain).',
    );
    expect(rowOf(report, 'blocklist:dbl.spamhaus.org').label).toBe(
      'Spamhaus (dbl.spamhaus.org) for esp.example and brand.co.uk',
    );
  });

  test.each([
    [
      'a range that sends no mail',
      ['127.0.0.11'],
      /^Nothing has to be stopped: .*submission host.*of your own/,
    ],
    ['the same by its provider', ['127.0.0.10'], /^Nothing has to be stopped: .*submission host/],
    ['spam', ['127.0.0.2'], /^Find and stop the cause first, then ask for removal at https:/],
    ['such a range, and a hacked machine', ['127.0.0.4', '127.0.0.11'], /^Find and stop the cause first/],
  ])('advice is by what the list holds: %s', async (_, codes, advice) => {
    const report = await checkIn({ ...LISTS, [ZEN]: { A: codes } }, { ip: IP }, { lists });
    expect(rowOf(report, 'blocklist:zen.spamhaus.org')).toMatchObject({
      change: { text: expect.stringMatching(advice), record: null },
    });
  });

  test('listed, with what the list says and where to ask for removal', async () => {
    const report = await checkIn(
      { [ZEN]: { A: ['127.0.0.4', '127.0.0.10'], TXT: ['https://www.spamhaus.org/query/ip/192.0.2.10'] } },
      { ip: IP, blocklist: 'spamhaus' },
    );
    expect(told(report, 'blocklist:zen.spamhaus.org')).toBe(
      'bad: 192.0.2.10 is on Spamhaus (XBL, a hacked or infected machine; PBL, a range that its provider says sends no mail directly). It says: "https://www.spamhaus.org/query/ip/192.0.2.10".',
    );
    expect(rowOf(report, 'blocklist:zen.spamhaus.org').link).toBe('https://check.spamhaus.org/');
    expect(report.cause).toMatchObject({ row: 'blocklist:zen.spamhaus.org' });
  });

  test.each([
    [
      '127.255.255.254',
      'it takes no questions through a public resolver: set DNS_SERVERS to a resolver of your own',
    ],
    ['127.255.255.255', 'too many questions came from this resolver'],
    ['127.255.255.252', 'the name of the list is mistyped'],
    ['127.255.255.9', 'it says no reason'],
  ])('%s is a refusal of our resolver, never a listing', async (code, why) => {
    const report = await checkIn({ [ZEN]: { A: [code] } }, { ip: IP }, { lists });
    expect(told(report, 'blocklist:zen.spamhaus.org')).toBe(
      `unknown: Spamhaus refused our resolver (${code}): ${why}`,
    );
  });

  test.each(['127.0.0.1', '127.0.0.7', '203.0.113.7'])('%s is not a listing either', async (code) => {
    const report = await checkIn({ '10.2.0.192.bl.spamcop.net': { A: [code] } }, { ip: IP }, { lists });
    expect(told(report, 'blocklist:bl.spamcop.net')).toBe(
      `unknown: SpamCop answered ${code}, which is not a listing`,
    );
  });

  test('IPv6, by nibbles, where the list takes it', async () => {
    const nibbles = `5.2.0.0.${'0.'.repeat(16)}0.0.0.0.8.b.d.0.1.0.0.2`;
    const report = await checkIn(
      { [`${nibbles}.zen.spamhaus.org`]: { A: ['127.0.0.3'] } },
      { ip: '2001:db8::25' },
      { lists },
    );
    expect(told(report, 'blocklist:zen.spamhaus.org')).toBe(
      'bad: 2001:db8::25 is on Spamhaus (CSS, spam seen from it).',
    );
    expect(told(report, 'blocklist:bl.spamcop.net')).toBe(
      'unknown: the list takes no questions about IPv6 addresses',
    );
  });

  test('that DNS knows nothing of, but the bounce names: the page to look at', async () => {
    const report = await checkIn({}, { ip: IP, blocklist: 'proofpoint' });
    expect(told(report, 'blocklist:proofpoint')).toBe(
      "unknown: Proofpoint Dynamic Reputation can't be asked by DNS: look 192.0.2.10 up at https://ipcheck.proofpoint.com/",
    );
    expect(report.cause.kind).toBe('unclear');
  });

  test('of domains', async () => {
    const report = await checkIn(
      { 'example.com.dbl.spamhaus.org': { A: ['127.0.1.2'] } },
      { domain: 'example.com' },
      { lists },
    );
    expect(told(report, 'blocklist:dbl.spamhaus.org')).toBe(
      'bad: example.com is on Spamhaus (DBL, a domain of low reputation).',
    );
  });

  test.each(['SERVFAIL', 'TIMEOUT'] as const)('%s', async (fault) => {
    const report = await checkIn({ [ZEN]: fault }, { ip: IP }, { lists });
    expect(told(report, 'blocklist:zen.spamhaus.org')).toMatch(/^unknown: the DNS server/);
  });
});

test('an address in the place of a mail host is not looked up as a name', async () => {
  const report = await checkIn({ 'example.com': { MX: ['10 192.0.2.50'] } }, { domain: 'example.com' });
  expect(rowOf(report, 'domain').verify).toEqual(['dig +short MX example.com']);
});
