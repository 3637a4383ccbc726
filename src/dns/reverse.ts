/** Reverse DNS of the sending address: a PTR record whose name leads back (RFC 1912 §2.1), and the HELO name. */
import { type Answer, isAbsent, type Resolve, recordsOf } from './answer.ts';
import { type Ip, reverseName, sameIp } from './ip.ts';
import { readDomain } from './name.ts';
import type { Evidence, Row } from './report.ts';
import { type About, absence, bad, dig, evidenceOf, good, unknown } from './row.ts';

/** Names of one address that are followed, as RFC 7208 §4.6.4 does for `ptr`. */
const MOST_NAMES = 10;

export type ReverseCheck = {
  readonly row: Row;
  /** Names of the address, the ones that lead back first. */
  readonly names: readonly string[];
};

/** @param wanted the name that the PTR record should hold: the HELO name, else one of the domain's */
export async function checkReverse(ip: Ip, wanted: string | null, ask: Resolve): Promise<ReverseCheck> {
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
  const target = wanted ?? 'the full name of your mail server';
  const change = (before: string | null) => ({
    text: `Ask the owner of the address (your hosting or network provider) to set the reverse DNS of ${ip.text} to ${target}, and let ${target} have the ${ip.version === 4 ? 'A' : 'AAAA'} record ${ip.text}.`,
    record: wanted === null ? null : { name, type: 'PTR', before, after: wanted },
  });
  const names = recordsOf<'PTR'>(answer).slice(0, MOST_NAMES);
  if (names.length === 0) {
    return {
      row: bad(about, `${ip.text} has no reverse DNS: ${name} ${absence(answer, 'PTR')}.`, change(null)),
      names,
    };
  }
  const forward = await Promise.all(names.map((host) => forwardOf(host, ip, ask)));
  const back = names.filter((_, i) => forward[i]?.addresses.some((address) => sameIp(address, ip.text)));
  const full: About = {
    ...about,
    evidence: [...about.evidence, ...forward.map(({ evidence }) => evidence)],
    verify: [`dig +short -x ${ip.text}`, ...names.slice(0, 2).map((host) => dig(typeOf(ip), host))],
  };
  const [first] = back;
  if (first !== undefined) {
    const generic = looksGeneric(first, ip)
      ? ' The name is made of the address; receivers trust a name of your own more.'
      : '';
    return {
      row: good(full, `${ip.text} is ${first}, and ${first} leads back to it.${generic}`),
      names: back,
    };
  }
  const failed = forward.find(({ failure }) => failure !== null);
  if (failed?.failure) return { row: unknown(full, failed.failure), names };
  const [host = ''] = names;
  const leads = forward[0]?.addresses.length
    ? `leads to ${forward[0].addresses.join(', ')}`
    : 'leads nowhere';
  return {
    row: bad(full, `${ip.text} is ${host}, but ${host} ${leads}: the reverse DNS is not confirmed.`, {
      text: `Give ${host} the ${typeOf(ip)} record ${ip.text}, or have the reverse DNS of ${ip.text} set to a name that has it.`,
      record: {
        name: host,
        type: typeOf(ip),
        before: forward[0]?.addresses.join(', ') || null,
        after: ip.text,
      },
    }),
    names,
  };
}

const typeOf = (ip: Ip): 'A' | 'AAAA' => (ip.version === 4 ? 'A' : 'AAAA');

async function forwardOf(
  host: string,
  ip: Ip,
  ask: Resolve,
): Promise<{ addresses: readonly string[]; failure: string | null; evidence: Evidence }> {
  const answer: Answer<'A' | 'AAAA'> = await ask(host, typeOf(ip));
  return {
    addresses: answer.status === 'found' ? answer.records : [],
    failure: answer.status === 'failed' ? answer.why : null,
    evidence: evidenceOf(host, typeOf(ip), answer),
  };
}

/** "ip-192-0-2-10.dynamic.example.net": at least the last three parts of the address in the name. */
function looksGeneric(host: string, ip: Ip): boolean {
  if (ip.version === 6) return false;
  const [, b, c, d] = ip.text.split('.');
  return (
    new RegExp(`(?<!\\d)0*${b}\\D0*${c}\\D0*${d}(?!\\d)`).test(host) ||
    new RegExp(`(?<!\\d)0*${d}\\D0*${c}\\D0*${b}(?!\\d)`).test(host)
  );
}

/** The name that our server greets with (RFC 5321 §4.1.1.1): it must resolve, and should lead to the address. */
export async function checkHelo(helo: string, ip: Ip | null, ask: Resolve): Promise<Row> {
  const read = readDomain(helo);
  const about: About = { id: 'helo', topic: 'helo', label: `HELO name ${helo}`, evidence: [], verify: [] };
  const advice = 'Set the greeting of your mail server (Postfix: `myhostname`) to its full name in DNS.';
  if ('fault' in read || /\.(local|localdomain|lan|internal)$/.test(helo)) {
    const why = 'fault' in read ? read.fault : 'Names under it exist inside a network only.';
    return bad(about, `Our server greets as "${helo}", which is not a name on the Internet. ${why}`, advice);
  }
  const { domain } = read;
  const types =
    ip === null ? (['A', 'AAAA'] as const) : ([typeOf(ip), ip.version === 4 ? 'AAAA' : 'A'] as const);
  const answers: readonly Answer<'A' | 'AAAA'>[] = await Promise.all(types.map((type) => ask(domain, type)));
  const full: About = {
    ...about,
    evidence: types.map((type, i) => evidenceOf(domain, type, answers[i] as Answer)),
    verify: types.map((type) => dig(type, domain)),
  };
  const addresses = answers.flatMap((answer) => (answer.status === 'found' ? answer.records : []));
  if (ip !== null && addresses.some((address) => sameIp(address, ip.text))) {
    return good(full, `${domain} leads to ${ip.text}.`);
  }
  const failed = answers.find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') return unknown(full, failed.why);
  if (addresses.length === 0) {
    const what = answers.every((answer) => isAbsent(answer) && answer.status === 'no-name')
      ? 'does not exist'
      : 'has no address';
    const type = ip === null ? 'A' : typeOf(ip);
    return bad(full, `Our server greets as ${domain}, which ${what} in DNS.`, {
      text: `Give ${domain} the ${type} record ${ip?.text ?? 'of the sending server'}, or let the server greet with its own name.`,
      record: ip === null ? null : { name: domain, type, before: null, after: ip.text },
    });
  }
  if (ip === null) return good(full, `${domain} has the address ${addresses.join(', ')}.`);
  return bad(
    full,
    `Our server greets as ${domain}, which leads to ${addresses.join(', ')} and not to ${ip.text}.`,
    `Let the server that sends from ${ip.text} greet with the name that its reverse DNS has, or add the ${typeOf(ip)} record ${ip.text} to ${domain}.`,
  );
}
