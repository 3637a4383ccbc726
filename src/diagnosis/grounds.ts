/** What a verdict rests on, for those who ask how sure and how sound it is. */
import type { Doubt, Entry, Permanence, ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { DEAD } from './certainty.ts';
import type { Proven } from './provider.ts';
import type { Claim } from './rule.ts';
import { saysAnything } from './says.ts';
import { isAftermath } from './several.ts';
import { enhancedFit, type Fit, replyFit, weigh } from './weigh.ts';

export type Grounds = {
  /** The entry that decided; null where none fits. */
  readonly entry: Entry | null;
  /** Whether words of the text decided, or its codes alone. */
  readonly by: 'words' | 'codes';
  readonly permanence: Permanence;
  /** Whether the text's codes are those that the entry comes with. */
  readonly enhanced: Fit;
  readonly reply: Fit;
  readonly provenBy: Proven['by'] | null;
  /** What the enhanced code alone would say; null where that is nothing to go by. */
  readonly codeSays: ReasonId | null;
  /** What other words would say, hints left out; null where there are none, or they say the same. */
  readonly rival: Entry | null;
  /** What else happened, which the verdict explains: other servers weren't reached, the sending server gave up. */
  readonly also: readonly ReasonId[];
  /** What hints would say, the heaviest first. */
  readonly hints: readonly ReasonId[];
  /** Whether the text says anything behind its codes. */
  readonly hasWords: boolean;
  /** The sending server has stopped trying. */
  readonly isGivenUp: boolean;
  readonly doubts: readonly Doubt[];
  /** Its words stand in the answer without being what the server says: quoted, part of a name. */
  readonly isMentioned: boolean;
};

/** What was found in the text that decided. */
export type Found = {
  readonly best: Claim | null;
  /** All that could have. */
  readonly claims: readonly Claim[];
  readonly isRuledOut: (claim: Claim) => boolean;
  readonly proven: Proven | null;
  readonly doubts: readonly Doubt[];
  /** Asked of what would suppress only. */
  readonly isMentioned: (claim: Claim) => boolean;
  /** What was searched. */
  readonly text: string;
  /** Whether two claims' words stand in the answers of different servers, or tell of different tries. */
  readonly isApart: (one: Claim, other: Claim) => boolean;
};

type Hint = { readonly reason: ReasonId; readonly weight: number };
const NO_REASONS: readonly ReasonId[] = [];

/** @returns the reasons, each once, the heaviest first */
function reasonsOf(hints: readonly Hint[]): readonly ReasonId[] {
  const [first] = hints;
  if (first === undefined) return NO_REASONS;
  if (hints.every(({ reason }) => reason === first.reason)) return [first.reason];
  return [...new Set(hints.toSorted((a, b) => b.weight - a.weight).map(({ reason }) => reason))];
}

/** @param permanence for good or for now, as far as it is known */
export function groundsOf(found: Found, bounce: Bounce, permanence: Permanence): Grounds {
  const { best, claims, isRuledOut, proven, doubts, text, isApart } = found;
  const entry = best?.rule.entry ?? null;
  const by = best !== null && best.number >= 0 ? 'words' : 'codes';
  let rival: Entry | null = null;
  let most = 0;
  let codeSays: ReasonId | null = null;
  let isExpired = false;
  const also: ReasonId[] = [];
  const hints: Hint[] = [];
  for (const claim of claims) {
    const { entry: other, enhanced } = claim.rule;
    const isHint = other.weak;
    // Most words that are found say the same once more.
    if (!isHint && claim.number >= 0 && other.reason === entry?.reason) continue;
    if (claim.number < 0 && (isHint || codeSays !== null || enhanced.size === 0)) continue;
    const weight = weigh(claim, bounce, proven);
    if (weight < 0) continue;
    if (claim.number < 0) codeSays = other.reason;
    else if (isHint) hints.push({ reason: other.reason, weight });
    else {
      if (other.reason === 'expired') isExpired = true;
      if (entry !== null && isAftermath(other.reason, entry.reason)) {
        if (also.includes(other.reason) || isRuledOut(claim)) continue;
        if (other.reason === 'expired' || (best !== null && isApart(best, claim))) also.push(other.reason);
        continue;
      }
      if (weight <= most || isRuledOut(claim)) continue;
      rival = other;
      most = weight;
    }
  }
  return {
    entry,
    by,
    permanence,
    enhanced: best === null ? 'unknown' : enhancedFit(best.rule, bounce),
    reply: entry === null ? 'unknown' : replyFit(entry, bounce),
    provenBy: proven?.by ?? null,
    codeSays,
    rival,
    also,
    hints: reasonsOf(hints),
    hasWords: by === 'codes' && saysAnything(text),
    isGivenUp: bounce.action === 'failed' || isExpired,
    doubts,
    isMentioned:
      by === 'words' && best !== null && DEAD.has(best.rule.entry.reason) && found.isMentioned(best),
  };
}
