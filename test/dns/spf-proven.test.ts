/**
 * Whatever an SPF record looks like, the record that is suggested takes no sender away and lets nobody in but the one
 * asked about: zones are made up, and judged by an implementation that had no part in the suggestion.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer, RecordType, Resolve } from '../../src/dns/answer.ts';
import { checkSpf } from '../../src/dns/spf/check.ts';
import { catalogSenders, NO_BACKGROUND } from '../support/dns-check.ts';
import type { Zone } from '../support/dns-server.ts';
import { judge } from '../support/spf-reference.ts';

const DOMAIN = 'corp.example';
const spf = (text: string) => ({ TXT: [text] });
const hosts = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

const ZONE: Zone = {
  '_spf.google.com': spf('v=spf1 include:_n1.google.com include:_n2.google.com include:_n3.google.com ~all'),
  '_n1.google.com': spf('v=spf1 ip4:203.0.113.0/27 ~all'),
  '_n2.google.com': spf('v=spf1 ip6:2001:db8:4000::/36 ~all'),
  '_n3.google.com': spf('v=spf1 ip4:203.0.113.32/27 -all'),
  'sendgrid.net': spf('v=spf1 ip4:203.0.113.128/26 ~all'),
  'mailgun.org': spf('v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org ~all'),
  '_spf.mailgun.org': spf('v=spf1 ip4:198.51.100.32/28 ~all'),
  '_spf.eu.mailgun.org': spf('v=spf1 ip4:198.51.100.48/28 ~all'),
  '_spf.salesforce.com': spf('v=spf1 exists:%{i}._spf.mta.salesforce.com -all'),
  '198.51.100.70._spf.mta.salesforce.com': { A: ['127.0.0.2'] },
  'amazonses.com': spf('v=spf1 ip4:198.51.100.0/27 -all'),
  'spf.mtasv.net': spf('v=spf1 ip4:198.51.100.80/28 -all'),
  '_own.corp.example': spf('v=spf1 ip4:192.0.2.32/30 a:web.corp.example -all'),
  '_end.corp.example': spf('v=spf1 ip4:192.0.2.48/30 ~all'),
  'web.corp.example': { A: ['192.0.2.90'] },
  'mail.corp.example': { A: ['192.0.2.20'], AAAA: ['2001:db8:20::20'] },
  'many.corp.example': { MX: hosts(11).map((i) => `10 m${i}.corp.example`) },
  ...Object.fromEntries(hosts(11).map((i) => [`m${i}.corp.example`, { A: [`192.0.2.${100 + i}`] }])),
  '192.0.2.77._allow.corp.example': { A: ['127.0.0.2'] },
  '78.2.0.192.in-addr.arpa': { PTR: ['host.corp.example'] },
  'host.corp.example': { A: ['192.0.2.78'] },
  'nospf.example': { TXT: ['hello'] },
};

/** Terms, and which of the addresses that are tried they fit. */
const TERMS: Readonly<Record<string, readonly string[]>> = {
  'ip4:192.0.2.10': ['192.0.2.10'],
  'ip4:198.51.100.128/25': ['198.51.100.128', '198.51.100.200', '198.51.100.255'],
  'ip6:2001:db8:1::/48': ['2001:db8:1::', '2001:db8:1:ffff::1'],
  a: ['192.0.2.80'],
  mx: ['192.0.2.20', '2001:db8:20::20'],
  'mx/30': ['192.0.2.20', '192.0.2.23', '2001:db8:20::20'],
  'a:web.corp.example': ['192.0.2.90'],
  'mx:many.corp.example': ['192.0.2.101', '192.0.2.111'],
  'a:gone.corp.example': [],
  'mx:gone.corp.example': [],
  'exists:gone.corp.example': [],
  'include:gone.example': [],
  'include:nospf.example': [],
  'include:_spf.google.com': ['203.0.113.0', '203.0.113.31', '203.0.113.63', '2001:db8:4000::1'],
  'include:sendgrid.net': ['203.0.113.128', '203.0.113.191'],
  'include:mailgun.org': ['198.51.100.32', '198.51.100.63'],
  'include:_spf.salesforce.com': ['198.51.100.70'],
  'include:amazonses.com': ['198.51.100.0', '198.51.100.31'],
  'include:spf.mtasv.net': ['198.51.100.80', '198.51.100.95'],
  'include:_own.corp.example': ['192.0.2.32', '192.0.2.35', '192.0.2.90'],
  'exists:%{i}._allow.corp.example': ['192.0.2.77'],
  ptr: ['192.0.2.78'],
  '-ip4:198.51.100.200': ['198.51.100.200'],
  '?include:amazonses.com': ['198.51.100.0', '198.51.100.31'],
  '~ip4:192.0.2.10': ['192.0.2.10'],
  'redirect=_end.corp.example': ['192.0.2.48', '192.0.2.51'],
};
const OUTSIDE = [
  '192.0.2.9',
  '192.0.2.11',
  '198.51.100.127',
  '203.0.113.64',
  '203.0.113.192',
  '8.8.8.8',
  '2001:db8:2::1',
  '192.0.2.36',
  '192.0.2.52',
  '192.0.2.112',
];
const ADDRESSES = [...new Set([...Object.values(TERMS).flat(), '198.51.100.200', ...OUTSIDE])];

/** Ways to write a record wrongly that leave no doubt of what was meant. */
const MISTAKES: Readonly<Record<string, (record: string) => readonly string[]>> = {
  none: (record) => [record],
  'a semicolon behind the version': (record) => [record.replace('v=spf1', 'v=spf1;')],
  'quotation marks': (record) => [`"${record}"`],
  commas: (record) => [record.replaceAll(' ', ', ').replace('v=spf1,', 'v=spf1')],
  'ip: for ip4:': (record) => [record.replace(/ip4:/g, 'ip:')],
  'no blank between two terms': (record) => [record.replace(/ (?=include:)/, '')],
  'a blank behind the sign': (record) => [record.replace(/ ([-~?])all/, ' $1 all')],
  'a blank behind the colon': (record) => [record.replace('include:', 'include: ')],
  'a mistyped platform': (record) => [
    record.replace('_spf.google.com', '_spf.gogle.com').replace('sendgrid.net', 'sendgird.net'),
  ],
  'all in front': (record) => {
    const all = / ([-~?+]?all)$/.exec(record)?.[1];
    return [all === undefined ? record : record.replace(` ${all}`, '').replace('v=spf1', `v=spf1 ${all}`)];
  },
  'two records': (record) => {
    const [version, ...terms] = record.split(' ');
    const half = Math.ceil(terms.length / 2);
    return [[version, ...terms.slice(0, half)].join(' '), [version, ...terms.slice(half)].join(' ')];
  },
};

const situations = fc.record({
  terms: fc.uniqueArray(fc.constantFrom(...Object.keys(TERMS)), { maxLength: 9 }),
  doubled: fc.boolean(),
  end: fc.constantFrom(' -all', ' -all', ' ~all', ' ?all', '', ' +all'),
  mistake: fc.constantFrom(...Object.keys(MISTAKES)),
  ip: fc.constantFrom(...ADDRESSES),
});

test('a suggested record takes nobody away and lets nobody in but the sender asked about', async () => {
  const senders = await catalogSenders();
  let suggested = 0;
  await fc.assert(
    fc.asyncProperty(situations, async ({ terms, doubled, end, mistake, ip }) => {
      const order = [
        ...terms.filter((term) => !term.includes('=')),
        ...terms.filter((term) => term.includes('=')),
      ];
      const record = ['v=spf1', ...order, ...(doubled ? order.slice(0, 1) : [])].join(' ') + end;
      const zone: Zone = {
        ...ZONE,
        [DOMAIN]: { TXT: MISTAKES[mistake]?.(record) ?? [], A: ['192.0.2.80'], MX: ['10 mail.corp.example'] },
      };
      const { rows } = await checkSpf(
        { domain: DOMAIN, sender: DOMAIN, ip, helo: null },
        { ...NO_BACKGROUND, senders },
        answering(zone),
      );
      for (const row of rows) {
        const change = row.mark === 'bad' ? row.change?.record : null;
        if (!change) continue;
        suggested += 1;
        const after: Zone = {
          ...zone,
          [change.name]: { ...(zone[change.name] as object), TXT: [change.after] },
        };
        const verdicts = Object.fromEntries(
          ADDRESSES.map((one) => [one, judge(after, { ip: one, sender: DOMAIN, helo: '' })]),
        );
        const expected = ADDRESSES.filter((one) =>
          one === ip ? verdicts[one] === 'pass' : passes(order, one),
        );
        expect(
          ADDRESSES.filter((one) => verdicts[one] === 'pass'),
          change.after,
        ).toEqual(expected);
        expect(Object.values(verdicts), change.after).not.toContain('temperror');
        expect(verdicts['8.8.8.8'], change.after).not.toBe('permerror');
        if (passes(order, ip)) expect(verdicts[ip], change.after).toBe('pass');
        else if (!denied(order, ip, end)) expect(verdicts[ip], change.after).toBe('pass');
      }
    }),
    { numRuns: 150 },
  );
  expect(suggested).toBeGreaterThan(60);
});

const signed = /^[-~?]/;
const firstFor = (terms: readonly string[], ip: string): string | undefined =>
  terms.find((term) => TERMS[term]?.includes(ip));
function passes(terms: readonly string[], ip: string): boolean {
  const first = firstFor(terms, ip);
  return first !== undefined && !signed.test(first);
}
/** Whom the record excludes, or any where it says that nobody sends. */
const denied = (terms: readonly string[], ip: string, end: string): boolean =>
  (firstFor(terms, ip)?.startsWith('-') ?? false) ||
  (end === ' -all' && !terms.some((term) => !term.startsWith('-')));

function answering(zone: Zone): Resolve {
  const told = { ttl: 60, authenticated: false, aliases: [] } as const;
  const resolve = async (name: string, type: RecordType): Promise<Answer> => {
    const node = zone[name.toLowerCase()];
    if (node === undefined || typeof node === 'string') return { status: 'no-name', ...told };
    const records = node[type as 'A'];
    if (!Array.isArray(records)) return { status: 'no-data', ...told };
    const data = records.map((text: string) => {
      const [preference, exchange = ''] = text.split(' ');
      return type === 'MX' ? { preference: Number(preference), exchange } : text;
    });
    return { status: 'found', records: data, ...told };
  };
  return resolve as Resolve;
}
