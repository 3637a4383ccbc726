/** How an entry's codes fit a bounce's. */
import { type Entry, isIn, type Permanence } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';

export type Fit = 'same' | 'unknown' | 'other';

/** @returns whether the bounce's reply code is one of the entry's; `unknown` where either names none */
export function replyFit(entry: Entry, bounce: Bounce): Fit {
  if (entry.reply.length === 0 || bounce.replyCode === null) return 'unknown';
  return entry.reply.includes(bounce.replyCode) ? 'same' : 'other';
}

/** @returns the same for the enhanced code; an entry's "5.7.606-649" is a range of details */
export function enhancedFit(entry: Entry, bounce: Bounce): Fit {
  const code = bounce.enhancedCode;
  if (entry.enhanced.length === 0 || code === null) return 'unknown';
  return entry.enhanced.some((known) => isIn(known, code)) ? 'same' : 'other';
}

/**
 * For good or for now: the reply code's first digit (RFC 5321 §4.2.1), else the enhanced code's class
 * (RFC 3463 §2), else the report's action.
 */
export function permanenceOf(bounce: Bounce): Permanence | null {
  const digit = (bounce.replyCode ?? bounce.enhancedCode)?.[0];
  if (digit === '5') return 'permanent';
  if (digit === '4') return 'temporary';
  return bounce.action === 'delayed' ? 'temporary' : null;
}
