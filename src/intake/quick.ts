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

/** @returns whether white space stands at a place */
export function isWhite(text: string, at: number): boolean {
  // A look beyond the end makes all the others slow.
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(text[at] as string));
}

/**
 * @param find what else it is given follows from the text
 * @returns the same function, which doesn't look again when it is asked for one text by several, one after the other
 */
export function remembering<T, Rest extends readonly unknown[]>(
  find: (text: string, ...rest: Rest) => T,
): (text: string, ...rest: Rest) => T {
  let last: { readonly text: string; readonly found: T } | null = null;
  return (text, ...rest) => {
    if (last === null || last.text !== text) last = { text, found: find(text, ...rest) };
    return last.found;
  };
}
