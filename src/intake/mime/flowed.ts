/**
 * @param text in `format=flowed` (RFC 3676): a line that ends in a blank goes on in the next
 * @param isBlankOurs `delsp=yes`: that blank was added, and is none of the text's
 * @returns the text with whole paragraphs in one line each; the line above a signature stays one
 */
export const unflowed = (text: string, isBlankOurs: boolean): string =>
  text.replace(/^ /gm, '').replace(/(?<!^--) \r?\n/gm, isBlankOurs ? '' : ' ');
