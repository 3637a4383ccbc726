/** What to do about a DMARC record: at the place where it can be done, and never milder than it was. */
import { getDomain } from 'tldts';
import type { Answer } from '../answer.ts';
import { isSameOwner } from '../owner.ts';
import type { Change } from '../report.ts';
import { quoted } from '../row.ts';
import type { Mistake } from './record.ts';

const WANTED = 'Google, Yahoo and Microsoft want one of every bulk sender.';

/** @param owner whose the domain is where it can't be the sender's own */
export function correctionOf(
  { record, advice }: Mistake,
  domain: string,
  answer: Answer,
  owner: string | null,
): Change | string {
  if (owner !== null) return foreign(domain, owner);
  const target = aliasOf(answer);
  if (target !== null && !isSameOwner(target, domain)) return notBeside(`_dmarc.${domain}`, target);
  if (record === null) return advice;
  const name = target ?? record.name;
  const doubled = record.before?.includes('" and "') ?? false;
  const text = doubled
    ? `Delete all DMARC records at ${name} but one, and let that one read ${quoted(record.after)}.`
    : `Correct the TXT record at ${name}, which now is ${quoted(record.before ?? '')}, so that it reads ${quoted(record.after)}.`;
  return { text, record: { ...record, name } };
}

/** The first record: at the organisational domain, for which it holds with all its subdomains (RFC 9989 §4.10). */
export function firstOf(
  from: string,
  answers: ReadonlyMap<string, Answer>,
  owner: string | null,
): Change | string {
  if (owner !== null) return foreign(from, owner);
  const domain = getDomain(from) ?? from;
  const name = `_dmarc.${domain}`;
  const answer = answers.get(domain);
  const target = answer === undefined ? null : aliasOf(answer);
  if (target !== null) return notBeside(name, target);
  const after = 'v=DMARC1; p=none';
  const holds = domain === from ? '' : ` It holds for ${from} and all other names under ${domain}.`;
  return {
    text: `Publish a TXT record at ${name}: ${quoted(after)}.${holds} ${WANTED} With \`rua=mailto:\` and an address that somebody reads, receivers send reports there.`,
    record: { name, type: 'TXT', before: null, after },
  };
}

const aliasOf = (answer: Answer): string | null =>
  answer.status === 'failed' ? null : (answer.aliases.at(-1) ?? null);

const foreign = (domain: string, owner: string): string =>
  `${domain} belongs to ${owner}, and only ${owner} can change its records. Send with a domain of your own in From.`;

/** RFC 1034 §3.6.2. */
const notBeside = (name: string, target: string): string =>
  `${name} is an alias (CNAME) of ${target}, and beside a CNAME no other record can stand. Whoever runs ${target} has to correct the record there; else take the alias away and publish a record of your own.`;
