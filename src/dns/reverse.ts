/** Reverse DNS of the sending address: a PTR record whose name leads back (RFC 1912 §2.1). */
import { type Resolve, recordsOf } from './answer.ts';
import { type Ip, reverseName, sameIp } from './ip.ts';
import { type Forward, forwardOf, type Machine, machineName, typeOf } from './machine.ts';
import { isSameOwner } from './owner.ts';
import { poolName } from './pool.ts';
import type { Change, Row } from './report.ts';
import { type About, absence, bad, dig, evidenceOf, good, unknown } from './row.ts';

/** Names of one address that are followed, as RFC 7208 §4.6.4 does for `ptr`. */
const MOST_NAMES = 10;

export type ReverseCheck = {
  readonly row: Row;
  /** Names of the address, the ones that lead back first. */
  readonly names: readonly string[];
};

/** @param refused the bounce says that the reverse DNS was refused: a name made of the address is the reason then */
export async function checkReverse(machine: Machine, refused: boolean, ask: Resolve): Promise<ReverseCheck> {
  const { ip } = machine;
  const name = reverseName(ip);
  const answer = await ask(name, 'PTR');
  const about: About = {
    id: 'ptr',
    topic: 'ptr',
    label: `Reverse DNS of ${ip.text}`,
    evidence: [evidenceOf(name, 'PTR', answer)],
    verify: [`dig +short -x ${ip.text}`],
  };
  if (answer.status === 'failed') return { row: unknown(about, answer.why), names: [] };
  const names = recordsOf<'PTR'>(answer).slice(0, MOST_NAMES);
  const rename = async (): Promise<Change> => renamed(machine, names, await machineName(machine, ask));
  if (names.length === 0) {
    const found = `${ip.text} has no reverse DNS: ${name} ${absence(answer, 'PTR')}.`;
    return { row: bad(about, found, await rename()), names };
  }
  const forward = await Promise.all(names.map((host) => forwardOf(host, ip, ask)));
  const back = names.filter((_, i) => forward[i]?.addresses.some((address) => sameIp(address, ip.text)));
  const full: About = {
    ...about,
    evidence: [...about.evidence, ...forward.flatMap(({ evidence }) => evidence.slice(0, 1))],
    verify: [`dig +short -x ${ip.text}`, ...names.slice(0, 2).map((host) => dig(typeOf(ip), host))],
  };
  const [first] = back;
  if (first !== undefined) {
    return { row: await confirmed(full, first, ip, refused, rename), names: back };
  }
  const open = forward.find((one) => one.open !== null)?.open;
  if (open) return { row: unknown(full, open), names };
  const [host = ''] = names;
  const [there] = forward;
  const leads = there?.addresses.length ? `leads to ${there.addresses.join(', ')}` : 'leads nowhere';
  const found = `${ip.text} is ${host}, but ${host} ${leads}: the reverse DNS is not confirmed.`;
  const isOurs = machine.domains.some((domain) => isSameOwner(domain, host));
  const change = isOurs && there?.free ? addressFor(host, ip) : kept(host, there, await rename());
  return { row: bad(full, found, change), names };
}

async function confirmed(
  about: About,
  host: string,
  ip: Ip,
  refused: boolean,
  rename: () => Promise<Change>,
): Promise<Row> {
  const found = `${ip.text} is ${host}, and ${host} leads back to it.`;
  if (!isGeneric(host, ip)) return good(about, found);
  return refused
    ? bad(
        about,
        `${found} But the name is made of the address, as providers name what they rent out: servers that refuse such reverse DNS refuse it.`,
        await rename(),
      )
    : good(about, `${found} The name is made of the address; receivers trust a name of your own more.`);
}

/** @param target the name of the machine that sends; null where it isn't known, so that there is no record to copy */
function renamed({ ip, helo }: Machine, before: readonly string[], target: string | null): Change {
  const whom = `Ask the owner of the address (your hosting or network provider) to set the reverse DNS of ${ip.text} to`;
  if (target === null) {
    return {
      text: `${whom} the full name of the machine that sends, one that has the ${typeOf(ip)} record ${ip.text}. ${helo === null ? 'No such name is known here.' : `The name that it greets with, ${helo}, leads elsewhere or nowhere.`}`,
      record: null,
    };
  }
  return {
    text: `${whom} ${target}, which leads to it.`,
    record: { name: reverseName(ip), type: 'PTR', before: before.join(', ') || null, after: target },
  };
}

/** The name has nothing yet, and stands under a domain of the sender. */
const addressFor = (host: string, ip: Ip): Change => ({
  text: `Add at ${host} the ${typeOf(ip)} record ${ip.text}: nothing stands there yet.`,
  record: { name: host, type: typeOf(ip), before: null, after: ip.text },
});

/** What serves something else stays as it is, and so does what isn't the sender's. */
function kept(host: string, there: Forward | undefined, change: Change): Change {
  const why = there?.addresses.length
    ? `Leave ${host} as it is: it serves ${there.addresses.join(', ')}.`
    : `${host} is for those to mend who run it.`;
  return { ...change, text: `${why} ${change.text}` };
}

/** "ip-192-0-2-10.dynamic.example.net": at least the last three parts of the address in the name, or an access line's. */
function isGeneric(host: string, ip: Ip): boolean {
  if (poolName([host], ip) !== null) return true;
  if (ip.version === 6) return false;
  const [a, b, c, d] = ip.text.split('.');
  const hex = [a, b, c, d].map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  return (
    new RegExp(`(?<!\\d)0*${b}\\D0*${c}\\D0*${d}(?!\\d)`).test(host) ||
    new RegExp(`(?<!\\d)0*${d}\\D0*${c}\\D0*${b}(?!\\d)`).test(host) ||
    host.includes(hex)
  );
}
