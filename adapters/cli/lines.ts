/** Lines for a terminal. */
import { withoutTowers } from '../../src/towers.ts';

/**
 * Breaks at blanks; a word that is longer than the line stays whole, so that addresses can be copied.
 * @param width of the terminal, in characters
 */
export function wrap(text: string, width: number, first = '', next = first): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const indent = lines.length === 0 ? first : next;
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push((lines.length === 0 ? first : next) + line);
  return lines;
}

/** Pasted or looked-up text keeps no control characters, so that it can't steer the terminal, and no towers of marks. */
export const printable = (line: string): string =>
  withoutTowers(line).replace(/[\p{Cc}\p{Bidi_Control}]/gu, '�');

/** The same of a text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** @returns "1 address", "2,000 addresses" */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** @returns "a", "a or b", "a, b or c" */
export const listed = (words: readonly string[], last = 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
