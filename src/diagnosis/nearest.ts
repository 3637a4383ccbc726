/** Of several things that a text names, the one that certain words of it are about: the nearest. */

/** From where to where something stands, in letters of the normal form. */
export type Span = readonly [start: number, end: number];

/** What stands before the words must be nearer by half, and some letters more: "listed by …" names what follows. */
const BEFORE = 5;

/**
 * @param words where the words stand
 * @param things by their numbers
 * @param spansOf where each of them stands
 * @returns the thing that stands nearest to the words; of equals the first, null where none stands anywhere
 */
export function nearest(
  words: readonly Span[],
  things: readonly number[],
  spansOf: (thing: number) => readonly Span[],
): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const thing of things) {
    for (const span of spansOf(thing)) {
      for (const word of words) {
        const distance = distanceOf(word, span);
        if (distance >= least) continue;
        least = distance;
        best = thing;
      }
    }
  }
  return best;
}

/** @returns how far things are from words: 0 where they touch or overlap */
export function distanceOf([start, end]: Span, [from, to]: Span): number {
  if (from >= end) return from - end;
  if (to <= start) return BEFORE + 2 * (start - to);
  return 0;
}

/** How far from the words stands what is still about them, in letters of the normal form: a sentence or two. */
export const NEAR = 200;

/** @returns whether one of the words stands near one of the others */
export const isNear = (some: readonly Span[], others: readonly Span[]): boolean =>
  some.some(([start, end]) => others.some(([from, to]) => start - to <= NEAR && from - end <= NEAR));
