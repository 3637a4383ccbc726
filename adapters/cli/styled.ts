/** A line of leaves, broken to the terminal's width and painted: a style never changes where a line breaks. */
import { type Leaf, type Line, textOf } from '../../src/replies/index.ts';
import { printable } from './lines.ts';
import type { Paint, Style } from './terminal.ts';

/** A run of text in one style. */
type Piece = { readonly text: string; readonly style: Style | null };

/** What stands in each line before the text. */
type Indent = { readonly first: string; readonly next: string };

const STYLES: Readonly<Partial<Record<Leaf['kind'], Style>>> = { strong: 'bold', code: 'cyan' };

/** @returns the leaves, each in its style; @param all one style for all of them instead */
export const piecesOf = (line: Line, all: Style | null = null): readonly Piece[] =>
  line.map((leaf) => ({ text: textOf([leaf]), style: all ?? STYLES[leaf.kind] ?? null }));

/**
 * Breaks at blanks; a word that is longer than the line stays whole, so that addresses can be copied.
 * @returns lines of at most `width` characters, painted; none for what is blank
 */
export function wrapPieces(
  pieces: readonly Piece[],
  width: number,
  paint: Paint,
  { first, next }: Indent = { first: '', next: '' },
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of wordsOf(pieces)) {
    const size = word.reduce((sum, { text }) => sum + text.length, 0);
    const indent = lines.length === 0 ? first : next;
    const shown = word.map(({ text, style }) => (style === null ? text : paint(style, text))).join('');
    if (length > 0 && indent.length + length + 1 + size > width) {
      lines.push(indent + line);
      line = shown;
      length = size;
    } else {
      line = length === 0 ? shown : `${line} ${shown}`;
      length += length === 0 ? size : size + 1;
    }
  }
  return length === 0 ? lines : [...lines, (lines.length === 0 ? first : next) + line];
}

/** A word may have several styles: code with a full stop behind it. */
function wordsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const words: Piece[][] = [[]];
  for (const { text, style } of pieces) {
    for (const [i, part] of text.split(/\s+/).entries()) {
      if (i > 0) words.push([]);
      if (part !== '') words.at(-1)?.push({ text: printable(part), style });
    }
  }
  return words.filter((word) => word.length > 0);
}
