/** Words that stand in a provider's file and that any server may say. */
import type { Bounce } from '../intake/bounce.ts';
import type { Proven } from './provider.ts';
import type { Claim } from './rule.ts';
import { enhancedFit, replyFit, weigh } from './weigh.ts';

/** How much of what a provider's words weigh anybody's must, to be the same words. Felt by the catalog's examples. */
const MOST = 0.8;

/**
 * "Message expired" and "Message rejected due to DMARC" are Microsoft's and Comcast's with their very codes; without
 * those, and where nothing proves the provider, they name nobody.
 * @param best what weighs most
 * @param isRuledOut whether a claim's `not` speaks against it
 * @returns the weightiest words of any server that say the same with about as many letters; else `best`
 */
export function anybodys(
  best: Claim | null,
  claims: readonly Claim[],
  { bounce, proven, isRuledOut }: Circumstances,
): Claim | null {
  if (best === null || !isUnproven(best, bounce, proven)) return best;
  let general: Claim | null = null;
  let most = MOST * best.weight;
  for (const claim of claims) {
    const { entry } = claim.rule;
    if (entry.kind !== 'wording' || entry.weak || entry.general || claim.number < 0) continue;
    if (entry.reason !== best.rule.entry.reason || claim.weight < most) continue;
    if (weigh(claim, bounce, proven) < 0 || isRuledOut(claim)) continue;
    general = claim;
    most = claim.weight;
  }
  return general ?? best;
}

type Circumstances = {
  readonly bounce: Bounce;
  readonly proven: Proven | null;
  readonly isRuledOut: (claim: Claim) => boolean;
};

/** Whether a provider's words are all there is to name it: it asks for codes, and they aren't these. */
function isUnproven({ rule, isTag, number }: Claim, bounce: Bounce, proven: Proven | null): boolean {
  const { entry, enhanced } = rule;
  if (entry.kind !== 'response' || isTag || number < 0 || proven?.provider === entry.provider) return false;
  if (enhanced.size > 0) return enhancedFit(rule, bounce) !== 'same';
  return entry.reply.length > 0 && replyFit(entry, bounce) !== 'same';
}
