/**
 * @returns what finds a mark at or behind a place. It is asked for places that only go forward, so each stretch of the
 * text is searched once, however often it is asked; where there is no other, it says Infinity
 */
export function finder(text: string, mark: string): (from: number) => number {
  let found = Number.NEGATIVE_INFINITY;
  return (from) => {
    if (found < from) {
      const at = text.indexOf(mark, from);
      found = at < 0 ? Number.POSITIVE_INFINITY : at;
    }
    return found;
  };
}
