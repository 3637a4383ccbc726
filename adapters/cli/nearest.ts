/** "Did you mean …?": the known word that is nearest to a mistyped one. */

/** Longer words are no slips of the finger. */
const LONGEST = 40;

/** @returns the nearest of the known words, or null where none is near */
export function nearest(typed: string, known: readonly string[]): string | null {
  const word = typed.toLowerCase();
  if (word === '' || word.length > LONGEST) return null;
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceOf(word, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= slipsIn(Math.max(word.length, candidate.length)))
    .sort((a, b) => a.distance - b.distance);
  const begun = word.length > 1 ? known.filter((candidate) => candidate.toLowerCase().startsWith(word)) : [];
  return ranked[0]?.candidate ?? (begun.length === 1 ? (begun[0] as string) : null);
}

/** One slip in a short word, one in three letters of a longer one. */
const slipsIn = (length: number): number => Math.max(1, Math.floor(length / 3));

/** Letters to add, to drop, to change or to swap with their neighbour (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, change, swap));
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
