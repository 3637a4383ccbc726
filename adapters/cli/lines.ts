/** Lines for a terminal. */

const WIDTH = 96;

/** Breaks at blanks; a word that is longer than the line stays whole, so that addresses can be copied. */
export function wrap(text: string, first = '', next = first): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 + first.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((content, i) => (i === 0 ? first : next) + content);
}

/** Pasted or looked-up text keeps no control characters, so that it can't steer the terminal. */
export const printable = (line: string): string => line.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '�');

/** @returns "1 address", "2,000 addresses" */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
