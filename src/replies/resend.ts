/**
 * When to send it again, as a fact of Details: what the card's own steps say of it. Only where none does, the reason's
 * waiting time for this class of code; so that no two places of one answer disagree.
 */
import type { Permanence } from '../catalog/index.ts';
import { type Leaf, type Line, plain } from './leaf.ts';
import { type LineFacts, lineOf, shownText } from './line.ts';

/** A step that says whether, when or after what the mail goes out again. */
const TELLS =
  /\bresend|\bre-send|\bsend\b[^.;:?]{0,40}\b(?:again|anew|once more)\b|\bretr(?:y|ies)\b|\bqueue\b|\bwait\b/i;
/** What holds only where something else does: "Still put off after 4 hours? Retry from one IP." */
const CONDITION = /\?\s/;

/** @returns whether a step says when the mail goes out again, whatever else is the case */
export const tellsResend = (step: Line): boolean => {
  const text = shownText(step);
  return TELLS.test(text) && !CONDITION.test(text);
};

export type Sending = {
  readonly permanence: Permanence;
  readonly suppress: boolean;
  readonly retry: boolean;
  /** Tried for days, and given up. */
  readonly isGivenUp: boolean;
};

/**
 * @param card its steps, the last of which that tells it counts
 * @param all every step in full, for where the card has no room for it
 * @param waiting the reason's waiting times, a line of the catalog
 */
export function resendLine(
  {
    card,
    all,
    waiting,
  }: { readonly card: readonly Line[]; readonly all: readonly Line[]; readonly waiting: string },
  facts: LineFacts,
  sending: Sending,
): Line {
  if (sending.suppress) return plain('Not before something has changed.');
  const told = card.findLast(tellsResend) ?? all.flatMap(sentencesOf).findLast(tellsResend);
  if (told !== undefined) return told;
  if (sending.isGivenUp) return plain('By hand, once the cause is gone: your server has given up.');
  if (!sending.retry) return plain('Not before something has changed.');
  return sending.permanence === 'temporary'
    ? lineOf(forNow(waiting), facts)
    : plain('By hand, later: your server won’t by itself.');
}

/** Of a long step, what it says of something else is told among all steps. */
function sentencesOf(step: Line): readonly Line[] {
  const sentences: Leaf[][] = [[]];
  for (const leaf of step) {
    if (leaf.kind !== 'text') {
      sentences.at(-1)?.push(leaf);
      continue;
    }
    for (const [i, text] of leaf.text.split(/(?<=[.!]) (?=\p{Lu})/u).entries()) {
      if (i > 0) sentences.push([]);
      if (text !== '') sentences.at(-1)?.push({ kind: 'text', text });
    }
  }
  return sentences;
}

/** "5xx, after the record is fixed. 4xx, the queue delivers by itself." → the part about a 4xx. */
const forNow = (words: string): string =>
  words
    .split(/(?<=[.;])\s+(?=[45]xx, )/)
    .filter((part) => !part.startsWith('5xx'))
    .map((part) => part.replace(/^4xx, (.)/, (_, letter: string) => letter.toUpperCase()))
    .join(' ');
