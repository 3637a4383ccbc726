/** The SPF record that is suggested for each kind of mistake, ready to paste; and where none is, what is said instead. */
import { describe, expect, test } from 'vitest';
import { checkIn, recordThen, rowOf } from '../support/dns-check.ts';
import type { Zone } from '../support/dns-server.ts';

const IP = '192.0.2.10';
const spf = (...texts: string[]) => ({ TXT: texts });

/** Platforms, each of which costs as many look-ups as its real record. */
const PLATFORMS: Zone = {
  '_spf.google.com': spf('v=spf1 include:_n1.google.com include:_n2.google.com include:_n3.google.com ~all'),
  '_n1.google.com': spf('v=spf1 ip4:203.0.113.0/27 ~all'),
  '_n2.google.com': spf('v=spf1 ip6:2001:db8:4000::/36 ~all'),
  '_n3.google.com': spf('v=spf1 ip4:203.0.113.32/27 ~all'),
  'spf.protection.outlook.com': spf('v=spf1 ip4:203.0.113.64/26 -all'),
  'sendgrid.net': spf('v=spf1 ip4:203.0.113.128/26 ~all'),
  'mailgun.org': spf('v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org ~all'),
  '_spf.mailgun.org': spf('v=spf1 ip4:198.51.100.32/28 ~all'),
  '_spf.eu.mailgun.org': spf('v=spf1 ip4:198.51.100.48/28 ~all'),
  'amazonses.com': spf('v=spf1 ip4:198.51.100.0/27 -all'),
  'spf.mtasv.net': spf('v=spf1 ip4:198.51.100.80/28 -all'),
  '130.113.0.203.in-addr.arpa': { PTR: ['o1.ptr1.sendgrid.net'] },
  'o1.ptr1.sendgrid.net': { A: ['203.0.113.130'] },
};
const OWN: Zone = {
  'mail.example.com': { A: ['192.0.2.20'] },
  'web.example.com': { A: ['192.0.2.90'] },
  '_spf.example.com': spf('v=spf1 ip4:192.0.2.48/30 ~all'),
};

type Change = {
  readonly text: string;
  readonly record: { readonly name: string; readonly after: string } | null;
};

/** @returns the change of the first row that is wrong with the SPF record */
async function changeOf(
  records: readonly string[],
  ip: string | null = IP,
  more: Zone = {},
): Promise<Change> {
  const zone = {
    ...PLATFORMS,
    ...OWN,
    'example.com': { TXT: records, MX: ['10 mail.example.com'], A: ['192.0.2.80'] },
    ...more,
  };
  const report = await checkIn(zone, { domain: 'example.com', ip });
  const row = report.rows.find((one) => one.topic === 'spf' && one.mark === 'bad');
  if (row?.mark !== 'bad' || row.change === null) throw new Error('Nothing is suggested.');
  return row.change;
}

describe('written wrongly: the same record, written rightly', () => {
  const RIGHT = 'v=spf1 ip4:192.0.2.10 include:_spf.google.com -all';
  test.each([
    ['a semicolon behind the version', 'v=spf1; ip4:192.0.2.10 include:_spf.google.com -all'],
    ['no blank behind the version', 'v=spf1ip4:192.0.2.10 include:_spf.google.com -all'],
    ['blanks in the version', 'v = spf1 ip4:192.0.2.10 include:_spf.google.com -all'],
    ['half a version', 'spf1 ip4:192.0.2.10 include:_spf.google.com -all'],
    ['quotation marks', '"v=spf1 ip4:192.0.2.10 include:_spf.google.com -all"'],
    ['no equals sign', 'vspf1 ip4:192.0.2.10 include:_spf.google.com -all'],
    ['another version', 'v=spf2 ip4:192.0.2.10 include:_spf.google.com -all'],
    ['two colons', 'v=spf1 ip4::192.0.2.10 include::_spf.google.com -all'],
    ['a port', 'v=spf1 ip4:192.0.2.10:25 include:_spf.google.com -all'],
    ['a word between terms', 'v=spf1 ip4:192.0.2.10 and include:_spf.google.com -all'],
    ['curly quotation marks', '“v=spf1 ip4:192.0.2.10 include:_spf.google.com -all”'],
    ['two quoted strings', '"v=spf1 ip4:192.0.2.10 inclu" "de:_spf.google.com -all"'],
    ['commas', 'v=spf1 ip4:192.0.2.10, include:_spf.google.com, -all'],
    ['semicolons', 'v=spf1 ip4:192.0.2.10; include:_spf.google.com; -all;'],
    ['ip: for ip4:', 'v=spf1 ip:192.0.2.10 include:_spf.google.com -all'],
    ['ipv4: for ip4:', 'v=spf1 ipv4:192.0.2.10 include:_spf.google.com -all'],
    ['an address alone', 'v=spf1 192.0.2.10 include:_spf.google.com -all'],
    ['an address behind a:', 'v=spf1 a:192.0.2.10 include:_spf.google.com -all'],
    ['an equals sign', 'v=spf1 ip4=192.0.2.10 include=_spf.google.com -all'],
    ['a prefix that is too long', 'v=spf1 ip4:192.0.2.10/33 include:_spf.google.com -all'],
    ['a blank behind the colon', 'v=spf1 ip4: 192.0.2.10 include: _spf.google.com -all'],
    ['a blank behind the sign', 'v=spf1 ip4:192.0.2.10 include:_spf.google.com - all'],
    ['no blank between two terms', 'v=spf1 ip4:192.0.2.10include:_spf.google.com-all'],
    ['two strings glued', 'v=spf1 ip4:192.0.2.10 include:_spf.google.com~include:gone.example -all'],
    ['a mistyped name', 'v=spf1 ip4:192.0.2.10 inlcude:_spf.google.com -all'],
    ['an en dash', 'v=spf1 ip4:192.0.2.10 include:_spf.google.com –all'],
    ['a link', 'v=spf1 ip4:192.0.2.10 include:https://_spf.google.com/ -all'],
    ['something behind all', 'v=spf1 ip4:192.0.2.10 include:_spf.google.com -all:example.com'],
  ])('%s', async (_, text) => {
    const { record } = await changeOf([text]);
    expect(record?.after.replace(' ~include:gone.example', '')).toBe(RIGHT);
  });

  test.each([
    ['v=spf1 ip4:192.0.2.0/255.255.255.0 -all', 'v=spf1 ip4:192.0.2.0/24 -all'],
    ['v=spf1 ip4:192.0.2.* -all', 'v=spf1 ip4:192.0.2.0/24 -all'],
    ['v=spf1 ip4:192.0.2.8-192.0.2.15 -all', 'v=spf1 ip4:192.0.2.8/29 -all'],
    ['v=spf1 ip4:192.0.2.8-15 -all', 'v=spf1 ip4:192.0.2.8/29 -all'],
    ['v=spf1 ip4:192.0.2.9-192.0.2.15 -all', 'v=spf1 ip4:192.0.2.9 ip4:192.0.2.10/31 ip4:192.0.2.12/30 -all'],
    ['v=spf1 ip4:192.000.002.010 -all', 'v=spf1 ip4:192.0.2.10 -all'],
    ['v=spf1 ip4:2001:db8::1 ip4:192.0.2.10 ~all', 'v=spf1 ip6:2001:db8::1 ip4:192.0.2.10 ~all'],
    ['v=spf1 ip4:web.example.com ip4:192.0.2.10 ~all', 'v=spf1 a:web.example.com ip4:192.0.2.10 ~all'],
    ['v=spf1 web.example.com ip4:192.0.2.10 ~all', 'v=spf1 a:web.example.com ip4:192.0.2.10 ~all'],
    ['v=spf1 sendgrid.net ip4:192.0.2.10 ~all', 'v=spf1 include:sendgrid.net ip4:192.0.2.10 ~all'],
    [
      'v=spf1 mx ip4:192.0.2.10 redirect:_spf.example.com',
      'v=spf1 mx ip4:192.0.2.10 redirect=_spf.example.com',
    ],
  ])('%s', async (text, after) => {
    expect((await changeOf([text])).record?.after).toBe(after);
  });

  test.each([
    'v=spf1 ip4:192.0.2.300 -all',
    'v=spf1 ip4:192.0.2 -all',
    'v=spf1 ip4:192.0.2.15-192.0.2.9 -all',
    'v=spf1 ip4:192.0.02.010 -all',
    'v=spf1 foo:bar -all',
    'v=spf1 exclude:a.example -all',
    'v=spf1 ip4:192.0.2.10 /all',
    'v=spf1 ip4:192.0.2.0/24/8 -all',
  ])('where nobody can tell what was meant, none is given: %s', async (text) => {
    const { record, text: words } = await changeOf([text]);
    expect(record).toBeNull();
    expect(words).toContain('Nobody can tell what');
  });
});

describe('a name that leads nowhere', () => {
  test.each([
    ['_spf.gogle.com', '_spf.google.com'],
    ['spf.google.com', '_spf.google.com'],
    ['_spf.google.co', '_spf.google.com'],
    ['spf.protection.outlok.com', 'spf.protection.outlook.com'],
    ['_spf.sendgrid.net', 'sendgrid.net'],
    ['sendgrid.com', 'sendgrid.net'],
    ['amazonses.org', 'amazonses.com'],
    ['_spf.exmaple.com', '_spf.example.com'],
  ])('include:%s is %s, mistyped', async (typed, right) => {
    const { record } = await changeOf([`v=spf1 ip4:${IP} include:${typed} -all`]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} include:${right} -all`);
  });

  test('a mistyped redirect too', async () => {
    const { record } = await changeOf(['v=spf1 redirect=_spf.example.con'], '192.0.2.49');
    expect(record?.after).toBe('v=spf1 redirect=_spf.example.com');
  });

  test.each([
    'v=spf1 redirect=_spf.exampel.org',
    `v=spf1 ip4:${IP} include:spf.brevo.co -all`,
  ])('what looks mistyped is never dropped: %s', async (text) => {
    const { record, text: words } = await changeOf([text]);
    expect(record).toBeNull();
    expect(words).toMatch(/Correct/);
  });

  test('one that is nobody’s goes', async () => {
    const { record, text } = await changeOf([`v=spf1 include:gone.example ip4:${IP} -all`]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} -all`);
    expect(text).toContain('or correct its domain');
  });

  test('an include of itself goes', async () => {
    const { record } = await changeOf([`v=spf1 include:example.com ip4:${IP} -all`]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} -all`);
  });

  test('a mistake in a record of our own is mended where it is', async () => {
    const { record } = await changeOf([`v=spf1 ip4:${IP} include:_spf2.example.com -all`], IP, {
      '_spf2.example.com': spf('v=spf1 ip:192.0.2.52 ~all'),
    });
    expect(record).toMatchObject({ name: '_spf2.example.com', after: 'v=spf1 ip4:192.0.2.52 ~all' });
  });

  test('one in a record of somebody else is that one’s to mend', async () => {
    const { record, text } = await changeOf([`v=spf1 ip4:${IP} include:spf.esp.example -all`], IP, {
      'spf.esp.example': spf('v=spf1 ip:192.0.2.52 ~all'),
    });
    expect(record).toBeNull();
    expect(text).toContain('Tell whoever runs spf.esp.example');
  });
});

describe('+all and what stands behind all', () => {
  test('the sender that lived on it stays, and all terms do', async () => {
    const { record, text } = await changeOf(['v=spf1 include:_spf.google.com +all']);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} include:_spf.google.com ~all`);
    expect(text).toContain('add your other servers and platforms first');
  });

  test('nothing but +all, and no sender known: what to decide', async () => {
    const { record, text } = await changeOf(['v=spf1 +all'], null);
    expect(record).toBeNull();
    expect(text).toContain('Name every server and platform');
  });

  test('the network that is everything is the same', async () => {
    const { record } = await changeOf([`v=spf1 ip4:0.0.0.0/0 ip4:${IP} -all`]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} -all`);
  });

  test('half of the Internet is too', async () => {
    const { record } = await changeOf(['v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 mx -all']);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} mx -all`);
  });

  test('what another includes for us is told, and that one’s to mend', async () => {
    const { record, text } = await changeOf(['v=spf1 include:spf.partner.example -all'], IP, {
      'spf.partner.example': spf('v=spf1 +all'),
    });
    expect(record).toBeNull();
    expect(text).toContain('Tell whoever runs spf.partner.example');
  });

  test.each([
    [`v=spf1 -all ip4:${IP} include:_spf.google.com`, `v=spf1 ip4:${IP} include:_spf.google.com -all`],
    [`v=spf1 mx ~all ip4:${IP} a`, `v=spf1 mx ip4:${IP} a ~all`],
    [`v=spf1 all ip4:${IP}`, `v=spf1 ip4:${IP} ~all`],
  ])('terms behind it count for nothing: %s', async (text, after) => {
    expect((await changeOf([text])).record?.after).toBe(after);
  });

  test('nor does a redirect beside it', async () => {
    const { record } = await changeOf([`v=spf1 ip4:${IP} redirect=_spf.example.com -all`], '192.0.2.49');
    expect(record?.after).toBe(`v=spf1 ip4:${IP} include:_spf.example.com -all`);
  });
});

describe('two records become one', () => {
  test.each([
    [
      ['v=spf1 ip4:192.0.2.10 -all', 'v=spf1 include:_spf.google.com ~all'],
      'v=spf1 ip4:192.0.2.10 include:_spf.google.com -all',
    ],
    [
      ['v=spf1 ip4:192.0.2.10 +all', 'v=spf1 include:_spf.google.com ?all'],
      'v=spf1 ip4:192.0.2.10 include:_spf.google.com ?all',
    ],
    [['v=spf1 ip4:192.0.2.10 all', 'v=spf1 mx'], 'v=spf1 ip4:192.0.2.10 mx ~all'],
    [['v=spf1 ip:192.0.2.10 -all', 'v=spf1 mx -all'], 'v=spf1 ip4:192.0.2.10 mx -all'],
    [
      ['v=spf1 ip4:192.0.2.10', 'v=spf1 redirect=_spf.example.com'],
      'v=spf1 ip4:192.0.2.10 include:_spf.example.com ~all',
    ],
    [['v=spf1 mx ip4:192.0.2.10 -all', 'v=spf1 mx ip4:192.0.2.10 -all'], 'v=spf1 mx ip4:192.0.2.10 -all'],
    [['v=spf1 mx -all', 'v=spf1 a -all'], 'v=spf1 ip4:192.0.2.10 mx a -all'],
  ])('%j', async (records, after) => {
    const { record, text } = await changeOf(records);
    expect(record?.after).toBe(after);
    expect(text).toMatch(/^Delete all SPF records of example\.com but one/);
  });

  test('unless one would need too many look-ups', async () => {
    const { record, text } = await changeOf([
      'v=spf1 include:_spf.google.com include:mailgun.org -all',
      'v=spf1 include:sendgrid.net include:amazonses.com include:spf.mtasv.net include:spf.protection.outlook.com -all',
    ]);
    expect(record).toBeNull();
    expect(text).toContain('At most 10 are allowed in all');
  });
});

describe('limits', () => {
  const FULL = 'include:_spf.google.com include:mailgun.org include:amazonses.com include:spf.mtasv.net';
  const eleven = (name: string): Zone => ({
    'example.com': {
      ...spf(`v=spf1 ip4:${IP} mx -all`),
      MX: Array.from({ length: 11 }, (_, i) => `10 ${name}${i}.example.com`),
    },
    ...Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`${name}${i}.example.com`, { A: [`192.0.2.${100 + i}`] }]),
    ),
  });

  test('eleven mail hosts behind mx: their addresses', async () => {
    const { record } = await changeOf([], IP, eleven('m'));
    const addresses = Array.from({ length: 11 }, (_, i) => `ip4:192.0.2.${100 + i}`).join(' ');
    expect(record?.after).toBe(`v=spf1 ip4:${IP} ${addresses} -all`);
  });

  test('eleven look-ups with a: its address', async () => {
    const { record } = await changeOf([`v=spf1 a a:web.example.com ${FULL} -all`]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} ip4:192.0.2.80 ip4:192.0.2.90 ${FULL} -all`);
  });

  test('eleven with a double: without it', async () => {
    const { record } = await changeOf([
      `v=spf1 ip4:${IP} ${FULL} include:sendgrid.net include:amazonses.com -all`,
    ]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} ${FULL} include:sendgrid.net -all`);
  });

  test('eleven with one that another brings along', async () => {
    const { record } = await changeOf([
      `v=spf1 ip4:${IP} ${FULL} include:sendgrid.net include:_n1.google.com -all`,
    ]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} ${FULL} include:sendgrid.net -all`);
  });

  test('eleven with a record of our own: what it holds', async () => {
    const { record } = await changeOf([
      `v=spf1 ip4:${IP} ${FULL} include:sendgrid.net include:_spf.example.com -all`,
    ]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} ${FULL} include:sendgrid.net ip4:192.0.2.48/30 -all`);
  });

  test('twelve with records of our own in one another', async () => {
    const { record } = await changeOf(['v=spf1 include:all.example.com -all'], '203.0.113.130', {
      'all.example.com': spf('v=spf1 include:one.example.com include:two.example.com ~all'),
      'one.example.com': spf('v=spf1 include:_spf.google.com include:mailgun.org ~all'),
      'two.example.com': spf('v=spf1 include:sendgrid.net include:amazonses.com ip4:192.0.2.10 ~all'),
    });
    expect(record?.after).toBe(
      'v=spf1 include:_spf.google.com include:mailgun.org include:sendgrid.net include:amazonses.com ip4:192.0.2.10 -all',
    );
  });

  test('eleven platforms: none is dropped, what costs is named', async () => {
    const { record, text } = await changeOf([
      `v=spf1 ip4:${IP} ${FULL} include:sendgrid.net include:spf.protection.outlook.com -all`,
    ]);
    expect(record).toBeNull();
    expect(text).toContain('`include:_spf.google.com` 4');
  });

  test('a sender whose platform would be the eleventh gets in by its address', async () => {
    const ten = `v=spf1 ${FULL} include:spf.protection.outlook.com -all`;
    const { record, text } = await changeOf([ten], '203.0.113.130');
    expect(record?.after).toBe(`v=spf1 ip4:203.0.113.130 ${FULL} include:spf.protection.outlook.com -all`);
    expect(text).toContain('It is one of the addresses of SendGrid, which may send from another tomorrow');
  });

  test('exists: with macros is not dropped because it is void for this address', async () => {
    const macros = ['a', 'b', 'c'].map((name) => `exists:%{i}._${name}.example.com`).join(' ');
    const { record, text } = await changeOf([`v=spf1 ${macros} ip4:${IP} -all`]);
    expect(record).toBeNull();
    expect(text).toContain('may let other senders pass');
  });

  test('three that lead nowhere for everybody are dropped, those with macros stay', async () => {
    const { record } = await changeOf([
      `v=spf1 a:x.example.com a:y.example.com exists:%{i}._a.example.com ip4:${IP} -all`,
    ]);
    expect(record?.after).toBe(`v=spf1 exists:%{i}._a.example.com ip4:${IP} -all`);
  });

  test('a long record is told to be several strings', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `ip4:198.51.100.${100 + i}`).join(' ');
    const { record, text } = await changeOf([`v=spf1 ${many} -all`]);
    expect(record?.after).toBe(`v=spf1 ip4:${IP} ${many} -all`);
    const strings = [.../"([^"]+)"(?=[ .])/g[Symbol.matchAll](text.slice(text.indexOf('one record:')))].map(
      ([, one]) => one,
    );
    expect(strings.every((one = '') => one.length <= 255)).toBe(true);
    expect(strings.join('')).toBe(record?.after);
  });
});

describe('not ours, or not sure', () => {
  const at = (domain: string, zone: Zone, ip = IP) => checkIn({ ...PLATFORMS, ...zone }, { domain, ip });

  test.each([
    ['sendgrid.net', /belongs to SendGrid/],
    ['em12.sendgrid.net', /belongs to SendGrid/],
    ['gmail.com', /belongs to Gmail/],
    ['contoso.onmicrosoft.com', /belongs to Microsoft/],
  ])('%s is not ours to change', async (domain, words) => {
    const report = await at(domain, { [domain]: spf('v=spf1 ip4:203.0.113.7 ~all') });
    expect(rowOf(report, 'spf-ip')).toMatchObject({
      change: { record: null, text: expect.stringMatching(words) },
    });
  });

  test.each([
    'dsl-192-0-2-10.pool.isp.example',
    'dslb-192-000-002-010.192.000.pools.isp.example',
    'host192-0-2-10.range192-0.isp.example',
    'lfbn-1-12-10.w192-0-2.abo.isp.example',
    'softbank192000002010.isp.example',
    'cpc91-card17-2-0-cust123.27-3.cable.isp.example',
    'host10-2.dynamic.telecom.example',
    'p5c000020a.dip0.t-ipconnect.example',
    'c-192-0-2-10.hsd1.ca.isp.example',
    '192.0.2.10.dyn.user.ono.example',
    'cpe-192-0-2-10.cable.example',
  ])('an address of an access line is added only if it is ours: %s', async (name) => {
    const report = await at('example.com', {
      'example.com': spf('v=spf1 ip4:192.0.2.20 -all'),
      '10.2.0.192.in-addr.arpa': { PTR: [name] },
      [name]: { A: [IP] },
    });
    expect(rowOf(report, 'spf-ip')).toMatchObject({
      change: { record: null, text: expect.stringMatching(/^If 192\.0\.2\.10 is a server of yours, add/) },
    });
  });

  test.each([
    'mail.example.com',
    'static-192-0-2-10.isp.example',
    'vps-192-0-2-10.host.example',
  ])('one that is a server’s gets a record: %s', async (name) => {
    const report = await at('example.com', {
      'example.com': spf('v=spf1 ip4:192.0.2.20 -all'),
      '10.2.0.192.in-addr.arpa': { PTR: [name] },
      [name]: { A: [IP] },
    });
    expect(recordThen(report, 'spf-ip')).toBe('v=spf1 ip4:192.0.2.10 ip4:192.0.2.20 -all');
  });

  test.each([
    'v=spf1 -all',
    'v=spf1 -ip4:192.0.2.10 ip4:192.0.2.0/24 -all',
  ])('what the record itself says about it holds: %s', async (text) => {
    const report = await at('example.com', { 'example.com': spf(text) });
    expect(rowOf(report, 'spf-ip')).toMatchObject({
      change: {
        record: null,
        text: expect.stringContaining("If it isn't, change nothing"),
      },
    });
  });

  test('beside an alias of a platform nothing can stand', async () => {
    const report = await at('bounce.example.com', {
      'bounce.example.com': { CNAME: ['u1.wl.esp.example'] },
      'u1.wl.esp.example': spf('v=spf1 ip4:203.0.113.7 -all'),
    });
    expect(rowOf(report, 'spf-ip')).toMatchObject({
      change: { record: null, text: expect.stringContaining('beside a CNAME no other record can stand') },
    });
  });

  test('an alias of our own is mended where it leads', async () => {
    const report = await at('bounce.example.com', {
      'bounce.example.com': { CNAME: ['spf.example.com'] },
      'spf.example.com': spf('v=spf1 ip4:203.0.113.7 -all'),
    });
    expect(rowOf(report, 'spf-ip')).toMatchObject({
      change: { record: { name: 'spf.example.com', after: 'v=spf1 ip4:192.0.2.10 ip4:203.0.113.7 -all' } },
    });
  });
});
