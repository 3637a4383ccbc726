/** Words and numbers of reports, as they may stand in a sentence: reports come from strangers. */

/** Longest name that is repeated, in characters. */
const LONGEST = 120;

/** @returns a name in one line without what a chat platform could take for markup */
export const named = (text: string | null | undefined, otherwise: string): string => {
  const plain = (text ?? '')
    .replace(/[\p{C}\p{Zl}\p{Zp}`*_~<>|[\]{}()\\]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST);
  return plain === '' ? otherwise : plain.toWellFormed();
};

export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** @returns "2024-12-01" or "2024-12-01 to 2024-12-02"; null where the report doesn't say */
export function days(begin: number, end: number): string | null {
  const day = (at: number): string | null =>
    Number.isNaN(at) || Math.abs(at) > 8.64e15 ? null : new Date(at).toISOString().slice(0, 10);
  const [first, last] = [day(begin), day(end)];
  if (first === null || last === null) return first ?? last;
  return first === last ? first : `${first} to ${last}`;
}
