/**
 * Blocklists (RFC 5782): is the address or the domain on one, or does the list refuse to answer our resolver. A list's
 * "no" counts only where it knows what every list holds, and its "yes" only where it doesn't say that to everything.
 */
import { getDomain } from 'tldts';
import type { Blocklist } from '../catalog/index.ts';
import { type Answer, type Resolve, recordsOf } from './answer.ts';
import { type Ip, inRange, readIp, reversed } from './ip.ts';
import type { Row } from './report.ts';
import { type About, bad, evidenceOf, good, unknown } from './row.ts';

type Zone = NonNullable<Blocklist['zones']>[number];

/** What refusals of Spamhaus and others mean (https://www.spamhaus.org/news/article/788/). */
const REFUSALS: Readonly<Record<string, string>> = {
  '127.255.255.252': 'the name of the list is mistyped',
  '127.255.255.254':
    'it takes no questions through a public resolver: set DNS_SERVERS to a resolver of your own',
  '127.255.255.255': 'too many questions came from this resolver',
};

/** Where every code that lists something is (RFC 5782 §2.1). */
const LISTING = '127.0.0.0/8';
/** Always on a list, and never on one (RFC 5782 §5): of addresses and, where the list names no other, of domains. */
const ALWAYS = '127.0.0.2';
const NEVER = { ip: '127.0.0.1', domain: 'invalid' } as const;

export type ListedSubject = { readonly ip: Ip | null; readonly domains: readonly string[] };
/** What a list is asked about: in its own way of writing, and as people write it. */
type Asked = { readonly labels: string; readonly shown: string };

/** @returns a row for each zone of the lists that takes such a subject */
export async function checkBlocklists(
  { ip, domains }: ListedSubject,
  lists: readonly Blocklist[],
  ask: Resolve,
): Promise<readonly Row[]> {
  const registered = [...new Set(domains.map(registeredDomain))];
  const rows = lists.flatMap((list) => {
    if (!list.zones) return [Promise.resolve(notInDns(list, ip?.text ?? registered[0] ?? ''))];
    return list.zones.flatMap((zone) => {
      if (zone.lists === 'domain') {
        const asked = registered.map((domain) => ({ labels: domain, shown: domain }));
        return asked.length === 0 ? [] : [zoneRow(list, zone, asked, ask)];
      }
      return ip === null ? [] : [ipRow(list, zone, ip, ask)];
    });
  });
  return Promise.all(rows);
}

/** Lists of domains hold what somebody has registered, not each host under it. */
const registeredDomain = (domain: string): string =>
  getDomain(domain, { allowPrivateDomains: true, validateHostname: false }) ?? domain;

/** A list that a bounce may name, and that only its own page tells about. */
const notInDns = ({ id, name, delist }: Blocklist, shown: string): Row =>
  unknown(
    {
      id: `blocklist:${id}`,
      topic: 'blocklist',
      label: `${name} for ${shown}`,
      evidence: [],
      link: delist ?? null,
    },
    `${name} can't be asked by DNS${delist ? `: look ${shown} up at ${delist}` : ''}`,
  );

const aboutZone = (list: Blocklist, { zone }: Zone, shown: string): About => ({
  id: `blocklist:${zone}`,
  topic: 'blocklist',
  label: `${list.name} (${zone}) for ${shown}`,
  evidence: [],
  link: list.delist ?? null,
});

async function ipRow(list: Blocklist, zone: Zone, ip: Ip, ask: Resolve): Promise<Row> {
  if (ip.version === 6 && !zone.ipv6) {
    return unknown(aboutZone(list, zone, ip.text), 'the list takes no questions about IPv6 addresses');
  }
  return zoneRow(list, zone, [{ labels: reversed(ip), shown: ip.text }], ask);
}

async function zoneRow(list: Blocklist, zone: Zone, asked: readonly Asked[], ask: Resolve): Promise<Row> {
  const nameOf = (labels: string): string => `${labels}.${zone.zone}`;
  const isIps = zone.lists === 'ip';
  const names = [
    testName(zone),
    nameOf(isIps ? labelsOf(NEVER.ip) : NEVER.domain),
    ...asked.map(({ labels }) => nameOf(labels)),
  ];
  const answers = await Promise.all(names.map((name) => ask(name, 'A')));
  const [there, nowhere, ...ours] = answers.map((answer) => readAnswer(answer, list, zone));
  const about: About = {
    ...aboutZone(list, zone, asked.map(({ shown }) => shown).join(' and ')),
    evidence: names.flatMap((name, i) => (i === 1 ? [] : [evidenceOf(name, 'A', answers[i] as Answer)])),
    verify: asked.flatMap(({ labels }) => [
      `dig +short A ${nameOf(labels)}`,
      `dig +short TXT ${nameOf(labels)}`,
    ]),
  };
  const at = ours.findIndex((one) => one.kind === 'listed');
  const listed = ours[at];
  const { shown = '', labels = '' } = asked[at] ?? {};
  if (listed?.kind === 'listed') {
    return nowhere?.kind === 'listed' || nowhere?.kind === 'other'
      ? unknown(
          about,
          `${list.name} says "listed" also of what no list holds (${isIps ? NEVER.ip : NEVER.domain})`,
        )
      : listedRow(about, list, { shown, name: nameOf(labels), ...listed }, ask);
  }
  const open = ours.find(({ kind }) => kind !== 'absent');
  const why = open ? openWords(list, open) : doubt(list, zone, there);
  if (why !== null) return unknown(about, why);
  return good(
    about,
    `${asked.map((one) => one.shown).join(' and ')} ${asked.length > 1 ? 'are' : 'is'} not on it.`,
  );
}

const openWords = (list: Blocklist, read: Read): string | null => {
  if (read.kind === 'unknown') return read.why;
  return read.kind === 'other'
    ? `${list.name} answered ${read.codes.join(', ')}, which is not a listing`
    : null;
};

/**
 * @param there what the list says of what it always holds
 * @returns why its "no" is not to be believed; null where it is
 */
function doubt(list: Blocklist, zone: Zone, there: Read | undefined): string | null {
  // A list may have a code of its own for what it always holds.
  if (there?.kind === 'other' && there.codes.every((code) => within(code, LISTING))) return null;
  if (there?.kind !== 'absent') return there ? openWords(list, there) : null;
  return `${list.name} does not answer our resolver: even ${alwaysOn(zone)}, which it always holds (RFC 5782 §5), is not on it`;
}

const alwaysOn = ({ lists, test }: Zone): string => (lists === 'ip' ? ALWAYS : test);

/** @returns for each zone of the lists why it can't be asked by our resolver; null where it can */
export async function examineLists(
  lists: readonly Blocklist[],
  ask: Resolve,
): Promise<readonly { readonly name: string; readonly fault: string | null }[]> {
  const zones = lists.flatMap((list) => (list.zones ?? []).map((zone) => ({ list, zone })));
  return Promise.all(
    zones.map(async ({ list, zone }) => {
      const answer = await ask(testName(zone), 'A');
      return {
        name: `${list.name} (${zone.zone})`,
        fault: doubt(list, zone, readAnswer(answer, list, zone)),
      };
    }),
  );
}

const testName = (zone: Zone): string => `${zone.lists === 'ip' ? labelsOf(ALWAYS) : zone.test}.${zone.zone}`;

const labelsOf = (ip: string): string => ip.split('.').reverse().join('.');

async function listedRow(
  about: About,
  list: Blocklist,
  { shown, name, meanings, advice }: Listed & { readonly shown: string; readonly name: string },
  ask: Resolve,
): Promise<Row> {
  const txt = await ask(name, 'TXT');
  const [reason] = recordsOf<'TXT'>(txt);
  const said = reason ? ` It says: "${reason.slice(0, 300)}".` : '';
  return bad(
    { ...about, evidence: [...about.evidence, evidenceOf(name, 'TXT', txt)] },
    `${shown} is on ${list.name} (${meanings.join('; ')}).${said}`,
    advice ??
      `Find and stop the cause first, then ask for removal${list.delist ? ` at ${list.delist}` : ''}.`,
  );
}

type Listed = {
  readonly meanings: readonly string[];
  /** What to do where none of the answers is for what was sent; null where one is. */
  readonly advice: string | null;
};

type Read =
  | { readonly kind: 'absent' }
  | ({ readonly kind: 'listed' } & Listed)
  /** An answer that is no listing. */
  | { readonly kind: 'other'; readonly codes: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string };

function readAnswer(answer: Answer<'A'>, list: Blocklist, zone: Zone): Read {
  if (answer.status === 'failed') return { kind: 'unknown', why: answer.why };
  const codes = recordsOf<'A'>(answer);
  if (codes.length === 0) return { kind: 'absent' };
  const refused = codes.find((code) => within(code, '127.255.255.0/24') || zone.refusals?.[code]);
  if (refused !== undefined) {
    const why = zone.refusals?.[refused] ?? REFUSALS[refused] ?? 'it says no reason';
    return { kind: 'unknown', why: `${list.name} refused our resolver (${refused}): ${why}` };
  }
  const meanings = codes.flatMap((code) => meaningsOf(code, zone));
  return meanings.length > 0
    ? { kind: 'listed', meanings, advice: adviceFor(codes, zone) }
    : { kind: 'other', codes };
}

/** @returns the table's words; null where a code among them has none, and so a cause that comes first */
function adviceFor(codes: readonly string[], zone: Zone): string | null {
  const listings = codes.filter((code) => meaningsOf(code, zone).length > 0);
  const told = listings.map((code) => zone.advice?.[code]);
  return told.includes(undefined) ? null : [...new Set(told)].join(' ');
}

/** @returns what the code says; nothing where it lists nothing, as 127.0.0.1 and all outside of 127.0.0.0/8 */
function meaningsOf(code: string, { answers, bits }: Zone): readonly string[] {
  if (!within(code, LISTING) || code === '127.0.0.1') return [];
  if (bits) {
    const sum = Number(code.split('.')[3]);
    return Object.entries(bits).flatMap(([value, meaning]) => ((sum & Number(value)) > 0 ? [meaning] : []));
  }
  if (answers) return answers[code] === undefined ? [] : [answers[code]];
  return [code];
}

function within(code: string, range: string): boolean {
  const ip = readIp(code);
  return ip !== null && inRange(ip, range);
}
