/** Which term of a record decides for an IP address, and by which way it is reached. */
import type { Resolve } from '../answer.ts';
import { inRange, readIp } from '../ip.ts';
import { type Envelope, evaluateInstead } from './engine.ts';
import type { Walked, WalkedTerm } from './walk.ts';

/**
 * @returns the terms from the outermost in: ["include:_spf.example.net", "ip4:192.0.2.0/24"]; null where no term
 *   fits the address, or where that can't be told
 */
export async function matchedTerms(
  walked: Walked,
  envelope: Envelope,
  ask: Resolve,
): Promise<readonly string[] | null> {
  for (const one of walked.terms) {
    const { term, included } = one;
    if (term.qualifier === null) continue;
    if (term.name === 'all') return [term.text];
    if (!(await fits(one, walked.domain, envelope, ask))) continue;
    const inner = included && (await matchedTerms(included, envelope, ask));
    return [term.text, ...(inner ?? [])];
  }
  const redirect = walked.terms.find(({ term }) => term.name === 'redirect');
  const inner = redirect?.included && (await matchedTerms(redirect.included, envelope, ask));
  return redirect && inner ? [redirect.term.text, ...inner] : null;
}

/** @returns the term that says of this very address that it may not send: "-ip4:192.0.2.10"; null where none does */
export function deniedBy(way: readonly string[]): string | null {
  const last = way.at(-1);
  return last?.startsWith('-') && !/^-all$/i.test(last) ? last : null;
}

async function fits(
  { term }: WalkedTerm,
  domain: string,
  envelope: Envelope,
  ask: Resolve,
): Promise<boolean> {
  if (term.name === 'ip4' || term.name === 'ip6') {
    const ip = readIp(envelope.ip);
    return ip !== null && term.target !== null && inRange(ip, term.target + term.prefix);
  }
  const positive = term.text.replace(/^[-+~?]/, '');
  const { result } = await evaluateInstead(envelope, domain, `v=spf1 ${positive} ?all`, ask);
  return result === 'pass';
}
