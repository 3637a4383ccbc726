/** How alike two words are spelt. */

/** @returns whether one word becomes the other by so many changes of a letter (Levenshtein's distance), or fewer */
export function isLike(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const distance = Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1);
      next.push(distance);
      if (distance < least) least = distance;
    }
    if (least > most) return false;
    row = next;
  }
  return (row[other.length] as number) <= most;
}
