/** Looks at single places of a text that are quicker than a search. */

/** @returns for each code of an ASCII character 1 if it is one of these, else 0 */
export function signsOf(signs: string): Uint8Array {
  const marks = new Uint8Array(128);
  for (const sign of signs) marks[sign.charCodeAt(0)] = 1;
  return marks;
}

/**
 * @param pattern ends in `$`
 * @returns whether a text ends in it: the pattern is read from there to its front, so that no place is tried in vain
 */
export function endsIn({ source, flags }: RegExp): (text: string) => boolean {
  if (!source.endsWith('$')) throw new Error(`No end in sight: ${source}`);
  const backwards = new RegExp(`(?<=${source.slice(0, -1)})`, `${flags}y`);
  return (text) => {
    backwards.lastIndex = text.length;
    return backwards.test(text);
  };
}

/**
 * An expression is tried at each place of a text. One that begins with what stands anywhere looks far ahead at each of
 * them; one that begins with its rare words looks far only where these stand.
 * @param words source of the words, which fit in one way only
 * @param before source of what stands before them
 * @returns source that finds the words behind it
 */
export const wordsBehind = (words: string, before: string): string => `${words}(?<=${before}${words})`;

/** @returns whether white space stands at a place */
export function isWhite(text: string, at: number): boolean {
  // A look beyond the end makes all the others slow.
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(text[at] as string));
}

/** A function that doesn't look again for a text that it knows; `recall` tells it what somebody else has kept of one. */
export type Remembering<T> = ((text: string) => T) & {
  readonly recall: (text: string, found: T) => void;
};

/**
 * @param most texts that are kept at most
 * @returns the same function, which doesn't look again when it is asked for one text by several, one after the other
 */
export function remembering<T>(find: (text: string) => T, most = 1): Remembering<T> {
  type Known = { readonly text: string; readonly found: T };
  const all: Known[] = [];
  let newest: Known | null = null;
  let oldest = 0;
  const keep = (text: string, found: T): T => {
    newest = { text, found };
    all[oldest] = newest;
    oldest = (oldest + 1) % most;
    return found;
  };
  const known = (text: string): T => {
    if (newest !== null && newest.text === text) return newest.found;
    for (const one of all) {
      if (one.text !== text) continue;
      newest = one;
      return one.found;
    }
    return keep(text, find(text));
  };
  return Object.assign(known, { recall: keep });
}

/** Characters of a word or a name, and how many of them are kept. */
const SHORT = 80;
const MOST_NAMES = 1000;

/** @returns the same function, which looks at a short text once: programs have few names, and say each again and again */
export function rememberingNames<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > SHORT) return find(text);
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const found = find(text);
    if (known.size >= MOST_NAMES) known.clear();
    known.set(text, found);
    return found;
  };
}

/** Characters from which on looking again is dear. */
const LONG = 400;
const MOST_KEPT = 64;

/** @returns the same function, which looks at a long text once: a report may give thousands of recipients the same words */
export function rememberingLong<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length < LONG) return find(text);
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const found = find(text);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(text, found);
    return found;
  };
}
