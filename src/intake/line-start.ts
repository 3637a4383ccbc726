/** Looks at the places where lines begin: a search with `^` looks at every character. */
import { marksOf, SIGN } from './marks.ts';

/** @returns whether a sticky pattern fits where a line of a text begins */
export function fitsALine(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  if (pattern.test(text)) return true;
  const { signs } = marksOf(text);
  if ((signs & MORE_LINES) === 0) return false;
  if ((signs & OTHER_ENDS) === 0) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      pattern.lastIndex = at + 1;
      if (pattern.test(text)) return true;
    }
    return false;
  }
  LINE_END.lastIndex = 0;
  while (LINE_END.test(text)) {
    pattern.lastIndex = LINE_END.lastIndex;
    if (pattern.test(text)) return true;
  }
  return false;
}
const LINE_END = /[\n\r\u2028\u2029]/g;
const OTHER_ENDS = SIGN.control | SIGN.foreign;
const MORE_LINES = SIGN.newline | OTHER_ENDS;

/** @returns a sticky pattern as one that fits where any line begins */
export const atLineStart = (pattern: RegExp): Pick<RegExp, 'test'> => ({
  test: (text) => fitsALine(pattern, text),
});

/** @returns whether a text may have more lines than one */
export const hasLines = (text: string): boolean => (marksOf(text).signs & MORE_LINES) !== 0;
