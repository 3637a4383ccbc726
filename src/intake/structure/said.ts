/** What the server said, of all that an event tells. */
import { codesIn } from '../codes.ts';
import { givesNoReason } from './events.ts';
import type { Leaf } from './leaves.ts';
import { withoutPlace } from './texts.ts';

/** A server's answer, from its first character on. */
export const BEGINS_WITH_CODE =
  /^\s{0,9}["'<(]{0,2}(?:smtp;\s{0,3}|x-[\w-]{1,30};\s{0,3}|\w{1,40}Error: )?["'<([]{0,2}(?:[45]\d\d(?=[\s:;,#<)\]-]|$)|[45]\.\d{1,3}\.\d{1,3}(?![.\d]))/i;
const MAY_BE_CODED = /[45]\d\d|[45]\.\d/;
export const NO_CODES = { replyCode: null, enhancedCode: null };

export type Said = {
  readonly text: string;
  readonly strength: number;
  readonly score: number;
  readonly isCoded: boolean;
};

/** The text that most likely holds the server's words. */
export function bestSaid(leaves: readonly Leaf[]): Said | null {
  let best: Said | null = null;
  for (const leaf of leaves) {
    const strength = strengthOf(leaf);
    if (strength === null) continue;
    const text = withoutPlace(leaf.text);
    if (!/\p{L}{2}/u.test(text)) continue;
    const codes = MAY_BE_CODED.test(text) ? codesIn(text) : NO_CODES;
    const isCoded = codes.replyCode !== null || codes.enhancedCode !== null;
    const isStatus = leaf.key?.fact === 'status' || leaf.key?.fact === 'event';
    if ((strength === 0 || isStatus) && !isCoded) continue;
    if (/^<?[^\s@]{1,80}@[^\s@]{1,253}>?$/.test(text)) continue;
    const score =
      strength +
      (isCoded ? 4 : 0) +
      (codes.enhancedCode !== null && codes.replyCode !== null ? 1 : 0) +
      (BEGINS_WITH_CODE.test(text) ? 2 : 0) -
      (givesNoReason(text) ? 10 : 0);
    if (best === null || score >= best.score) best = { text, strength, score, isCoded };
  }
  return best;
}

/** How surely keys lead to a server's words; null where they lead to something else. */
export function strengthOf({ keys, key, isApart, text }: Leaf): number | null {
  if (key === null) return 0;
  if (key.isElse || isApart || (key.whose !== null && !BEGINS_WITH_CODE.test(text))) return null;
  let strength: number = key.said;
  // What is known by its own name tells nothing of what it stands in.
  if (key.said === 1 || key.fact === null)
    for (const { said } of keys) if (said > 1 && said > strength) strength = said;
  return strength;
}
