/** "Did you mean …?": the known word that is nearest to a mistyped one. */

import { slipsBetween } from '../../src/slips.ts';

/** Longer words are no slips of the finger. */
const LONGEST = 40;

/** @returns the nearest of the known words, or null where none is near */
export function nearest(typed: string, known: readonly string[]): string | null {
  const word = typed.toLowerCase();
  if (word === '' || word.length > LONGEST) return null;
  const ranked = known
    .map((candidate) => ({ candidate, distance: slipsBetween(word, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= slipsIn(Math.max(word.length, candidate.length)))
    .sort((a, b) => a.distance - b.distance);
  const begun = word.length > 1 ? known.filter((candidate) => candidate.toLowerCase().startsWith(word)) : [];
  return ranked[0]?.candidate ?? (begun.length === 1 ? (begun[0] as string) : null);
}

/** One slip in a short word, one in three letters of a longer one. */
const slipsIn = (length: number): number => Math.max(1, Math.floor(length / 3));
