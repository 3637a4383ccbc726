/** How much one claim weighs for one bounce, or why it doesn't count. */
import { isIP } from 'node:net';
import type { Entry } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import type { Proven } from './provider.ts';
import { type Claim, LAST, ORDER, type Rule, SAME_ENHANCED, SAME_REPLY } from './rule.ts';

/**
 * The claim asks for other codes, for a provider that isn't proven, or for a report that says that the sending server
 * has given up; or it is about the recipient where the words are about who sends. All are below every weight.
 */
export const OTHER_CODES = -1;
export const OTHER_PROVIDER = -2;
export const NOT_GIVEN_UP = -3;
export const OF_SENDER = -4;

export type Fit = 'same' | 'unknown' | 'other';

/** @returns whether the bounce's reply code is one of the entry's; `unknown` where either names none */
export function replyFit(entry: Entry, bounce: Bounce): Fit {
  if (entry.reply.length === 0 || bounce.replyCode === null) return 'unknown';
  return entry.reply.includes(bounce.replyCode) ? 'same' : 'other';
}

/** @returns the same for the enhanced code */
export function enhancedFit(rule: Rule, bounce: Bounce): Fit {
  if (rule.enhanced.size === 0 || bounce.enhancedCode === null) return 'unknown';
  return rule.enhanced.has(bounce.enhancedCode) ? 'same' : 'other';
}

/**
 * The order of evidence first; within it how much of the text the claim accounts for, how much its words tell, and
 * whether its codes are the text's.
 * @returns its weight, or `OTHER_CODES`, `OTHER_PROVIDER`, `NOT_GIVEN_UP`, `OF_SENDER`
 */
export function weigh(
  { rule, weight, isTag, isOfSender }: Claim,
  bounce: Bounce,
  proven: Proven | null,
): number {
  if (isOfSender) return OF_SENDER;
  const { entry } = rule;
  const reply = replyFit(entry, bounce);
  const enhanced = enhancedFit(rule, bounce);
  if (entry.needsCodes && (reply === 'other' || enhanced === 'other')) return OTHER_CODES;
  if (entry.needsGivenUp && bounce.action !== 'failed') return NOT_GIVEN_UP;
  const isTheirs = proven !== null && entry.provider === proven.provider;
  // Whose mailbox it is says little of whose server spoke: for codes alone that is not enough.
  const isProven = isTheirs && !(proven.by === 'domain' && rule.isCodeOnly);
  if (entry.needsProvider && !isProven) return OTHER_PROVIDER;
  // The same words, said by a host whose name is another's.
  if (rule.hasOwnHosts && !isTheirs && !isTag && isNamed(bounce.remoteHost)) return OTHER_PROVIDER;
  return (
    (LAST - orderOf(rule, isTag, enhanced)) * ORDER +
    weight +
    (enhanced === 'same' ? SAME_ENHANCED : 0) +
    (reply === 'same' ? SAME_REPLY : 0)
  );
}

const isNamed = (host: string | null): boolean => host !== null && isIP(host) === 0;

/** @returns the claim's place in the order of evidence: what names no cause comes behind, but with its very code */
export const orderOf = (rule: Rule, isTag: boolean, enhanced: Fit): number =>
  rule.order + (isTag || enhanced === 'same' ? 0 : rule.behind);
