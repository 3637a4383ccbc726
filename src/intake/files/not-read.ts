/** What was left unread, in sentences that name it. */

/** A file that can't be read: its name, and why, to go on after "was not read:". */
export type UnreadFile = { readonly name: string | null; readonly why: string };

/** @returns a sentence of what wasn't read, and why */
export const notRead = (name: string | null, why: string): string =>
  `${name === null ? 'An attached file' : shown(name)} was not read: ${why}.`;

/** @returns the sentences of several files; null where there is none */
export const unreadWords = (unread: readonly UnreadFile[]): string | null =>
  summedUp([...new Set(unread.map(({ name, why }) => notRead(name, why)))]);

/** Sentences of what was left out that are told one by one. */
const MOST_LEFT = 5;

/** @returns the first of them, and how many more there are; null where there is none */
export function summedUp(sentences: readonly string[]): string | null {
  if (sentences.length === 0) return null;
  const more = sentences.length - MOST_LEFT;
  const rest = more > 0 ? [`${more.toLocaleString('en')} more files were not read.`] : [];
  return [...sentences.slice(0, MOST_LEFT), ...rest].join(' ');
}

/** Longest file name that is repeated, in characters. */
const LONGEST_NAME = 80;

/** @returns a name as it may stand in a sentence: it was made by whoever made the file */
export const shown = (name: string): string =>
  name
    .replace(/[\p{C}\p{Zl}\p{Zp}`[\]{}<>|]/gu, '')
    .slice(0, LONGEST_NAME)
    .toWellFormed() || 'An attached file';
