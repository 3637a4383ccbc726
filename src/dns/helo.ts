/** The name that our server greets with (RFC 5321 §4.1.1.1): it must resolve, and should lead to the address. */
import { type Answer, isAbsent, type Resolve, recordsOf } from './answer.ts';
import { type Ip, sameIp } from './ip.ts';
import { insideView, typeOf } from './machine.ts';
import { readDomain } from './name.ts';
import { isSameOwner } from './owner.ts';
import type { Change, Row } from './report.ts';
import { type About, absence, bad, dig, evidenceOf, good, unknown } from './row.ts';

/** Ends of names that exist inside a network only (RFC 6762, RFC 8375, and by habit). */
const INSIDE = /\.(local|localdomain|lan|internal|intranet|home|home\.arpa|invalid)$/;
const ADVICE = 'Set the greeting of your mail server (Postfix: `myhostname`) to its full name in DNS';

/**
 * @param named the name that the reverse DNS of the address has, and that leads back; null where there is none
 * @param domains those that mail is sent for
 */
export async function checkHelo(
  helo: string,
  ip: Ip | null,
  named: string | null,
  domains: readonly string[],
  ask: Resolve,
): Promise<Row> {
  const read = readDomain(helo);
  const about: About = { id: 'helo', topic: 'helo', label: `HELO name ${helo}`, evidence: [], verify: [] };
  const advice = named === null ? `${ADVICE}.` : `${ADVICE}: ${named}.`;
  if ('fault' in read || INSIDE.test(read.domain)) {
    const why = 'fault' in read ? read.fault : 'Names under it exist inside a network only.';
    return bad(about, `Our server greets as "${helo}", which is not a name on the Internet. ${why}`, advice);
  }
  const { domain } = read;
  const types = ip?.version === 6 ? (['AAAA', 'A'] as const) : (['A', 'AAAA'] as const);
  const answers: readonly Answer<'A' | 'AAAA'>[] = await Promise.all(types.map((type) => ask(domain, type)));
  const full: About = {
    ...about,
    evidence: types.map((type, i) => evidenceOf(domain, type, answers[i] as Answer)),
    verify: types.map((type) => dig(type, domain)),
  };
  const addresses = answers.flatMap((answer) => recordsOf<'A' | 'AAAA'>(answer));
  if (ip !== null && addresses.some((address) => sameIp(address, ip.text))) {
    return good(full, `${domain} leads to ${ip.text}.`);
  }
  const failed = answers.find((answer) => answer.status === 'failed');
  // Of a name with addresses the other family is of no account.
  const isOpen = addresses.length === 0 || answers[0]?.status === 'failed';
  if (failed?.status === 'failed' && isOpen) return unknown(full, failed.why);
  if (addresses.length === 0) return bad(full, ...nowhere(domain, ip, answers, domains, advice));
  const inside = insideView(domain, addresses);
  if (inside !== null) return unknown(full, inside);
  if (ip === null) return good(full, `${domain} has the address ${addresses.join(', ')}.`);
  return bad(
    full,
    `Our server greets as ${domain}, which leads to ${addresses.join(', ')} and not to ${ip.text}.`,
    named === null
      ? `Let the server that sends from ${ip.text} greet with a name of its own, one that leads to ${ip.text} and that its reverse DNS has too.`
      : `Let the server that sends from ${ip.text} greet with the name that its reverse DNS has: ${named}.`,
  );
}

function nowhere(
  domain: string,
  ip: Ip | null,
  answers: readonly Answer[],
  domains: readonly string[],
  advice: string,
): [string, Change] {
  const [first] = answers;
  const what =
    first && answers.every(({ status }) => status === 'no-name') ? absence(first, 'A') : 'has no address';
  const found = `Our server greets as ${domain}, which ${what} in DNS.`;
  const isFree = answers.every(
    (answer) => isAbsent(answer) && answer.status !== 'failed' && answer.aliases.length === 0,
  );
  if (ip === null || !isFree || !domains.some((one) => isSameOwner(one, domain))) {
    return [found, { text: advice, record: null }];
  }
  return [
    found,
    {
      text: `Add at ${domain} the ${typeOf(ip)} record ${ip.text}, or let the server greet with another name of its own. ${advice}`,
      record: { name: domain, type: typeOf(ip), before: null, after: ip.text },
    },
  ];
}
