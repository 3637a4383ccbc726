/** What a verdict rests on, for those who ask how sure and how sound it is. */
import type { Doubt, Entry, Permanence, ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import type { Proven } from './provider.ts';
import type { Claim } from './rule.ts';
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
  /** What hints would say, the heaviest first. */
  readonly hints: readonly ReasonId[];
  /** Whether the text says anything behind its codes. */
  readonly hasWords: boolean;
  /** The sending server has stopped trying. */
  readonly isGivenUp: boolean;
  readonly doubts: readonly Doubt[];
};

/** What was found in the text that decided. */
export type Found = {
  readonly best: Claim | null;
  /** All that could have. */
  readonly claims: readonly Claim[];
  readonly isRuledOut: (claim: Claim) => boolean;
  readonly proven: Proven | null;
  readonly doubts: readonly Doubt[];
  /** What was searched. */
  readonly text: string;
};

/** @param permanence for good or for now, as far as it is known */
export function groundsOf(found: Found, bounce: Bounce, permanence: Permanence): Grounds {
  const { best, claims, isRuledOut, proven, doubts, text } = found;
  const entry = best?.rule.entry ?? null;
  const by = best !== null && best.number >= 0 ? 'words' : 'codes';
  let rival: Entry | null = null;
  let most = 0;
  let codeSays: ReasonId | null = null;
  let isExpired = false;
  const hints = new Map<ReasonId, number>();
  for (const claim of claims) {
    const weight = weigh(claim, bounce, proven);
    if (weight < 0) continue;
    const { entry: other } = claim.rule;
    if (claim.number < 0) {
      if (codeSays === null && !other.weak && claim.rule.enhanced.size > 0) codeSays = other.reason;
    } else if (other.weak) {
      if (weight > (hints.get(other.reason) ?? 0)) hints.set(other.reason, weight);
    } else {
      if (other.reason === 'expired') isExpired = true;
      if (weight <= most || other.reason === entry?.reason || isRuledOut(claim)) continue;
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
    hints: [...hints.keys()].sort((a, b) => (hints.get(b) ?? 0) - (hints.get(a) ?? 0)),
    hasWords: by === 'codes' && saysAnything(text),
    isGivenUp: bounce.action === 'failed' || isExpired,
    doubts,
  };
}

/** Longest part that is looked through for words: what a server says stands at its front. In characters. */
const FRONT = 600;
/** Codes, addresses, hosts and the names of commands: they stand in nearly every answer, and say nothing of its cause. */
const NO_WORDS =
  /<[^<>]{0,320}>|[^\s<>@]{1,64}@[^\s<>@]{1,255}|(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b|\d[\w.:-]{0,80}|\bin reply to [^()]{0,40}|\b(?:smtps?|rcpt to|mail from|ehlo|helo|data|command|said|host|relay|status|bounced|dsn|delays?|error|rejected|refused|failed|to|from|orig|final|recipient|diagnostic|code|action|rfc822|remote|mta|dns|x)\b/giu;

/** @returns whether a text has words but for those; one alone is hardly a cause */
function saysAnything(text: string): boolean {
  const words =
    text
      .slice(0, FRONT)
      .replace(NO_WORDS, ' ')
      .match(/\p{L}{2,}/gu) ?? [];
  return words.length > 1 || words.some((word) => /[^\p{Script=Latin}]/u.test(word) && word.length > 3);
}
