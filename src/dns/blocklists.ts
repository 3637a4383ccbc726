/** Blocklists (RFC 5782): is the address or the domain on one, or does the list refuse to answer our resolver. */
import type { Blocklist } from '../catalog/index.ts';
import { type Resolve, recordsOf } from './answer.ts';
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

export type ListedSubject = { readonly ip: Ip | null; readonly domain: string | null };

/** @returns a row for each zone of the lists that takes such a subject */
export async function checkBlocklists(
  { ip, domain }: ListedSubject,
  lists: readonly Blocklist[],
  ask: Resolve,
): Promise<readonly Row[]> {
  const rows = lists.flatMap((list) => {
    if (!list.zones) return [Promise.resolve(notInDns(list, ip?.text ?? domain ?? ''))];
    return list.zones.flatMap((zone) => {
      if (zone.lists === 'domain') return domain === null ? [] : [zoneRow(list, zone, domain, domain, ask)];
      return ip === null ? [] : [ipRow(list, zone, ip, ask)];
    });
  });
  return Promise.all(rows);
}

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
  return zoneRow(list, zone, reversed(ip), ip.text, ask);
}

async function zoneRow(
  list: Blocklist,
  zone: Zone,
  labels: string,
  shown: string,
  ask: Resolve,
): Promise<Row> {
  const name = `${labels}.${zone.zone}`;
  const answer = await ask(name, 'A');
  const about: About = {
    ...aboutZone(list, zone, shown),
    evidence: [evidenceOf(name, 'A', answer)],
    verify: [`dig +short A ${name}`, `dig +short TXT ${name}`],
  };
  if (answer.status === 'failed') return unknown(about, answer.why);
  const codes = recordsOf<'A'>(answer);
  if (codes.length === 0) return good(about, `${shown} is not on it.`);
  const refused = codes.find((code) => within(code, '127.255.255.0/24'));
  if (refused !== undefined) {
    return unknown(
      about,
      `${list.name} refused our resolver (${refused}): ${REFUSALS[refused] ?? 'it says no reason'}`,
    );
  }
  const listings = codes.filter((code) => isListing(code, zone));
  if (listings.length === 0) {
    return unknown(about, `${list.name} answered ${codes.join(', ')}, which is not a listing`);
  }
  const txt = await ask(name, 'TXT');
  const [reason] = recordsOf<'TXT'>(txt);
  const meanings = listings.map((code) => zone.answers?.[code] ?? code);
  const said = reason ? ` It says: "${reason.slice(0, 300)}".` : '';
  return bad(
    { ...about, evidence: [...about.evidence, evidenceOf(name, 'TXT', txt)] },
    `${shown} is on ${list.name} (${meanings.join('; ')}).${said}`,
    `Find and stop the cause first, then ask for removal${list.delist ? ` at ${list.delist}` : ''}.`,
  );
}

/** Codes are in 127.0.0.0/8, and 127.0.0.1 never lists anything (RFC 5782 §2.1, §5). */
const isListing = (code: string, zone: Zone): boolean =>
  within(code, '127.0.0.0/8') && code !== '127.0.0.1' && (zone.answers === undefined || code in zone.answers);

function within(code: string, range: string): boolean {
  const ip = readIp(code);
  return ip !== null && inRange(ip, range);
}
