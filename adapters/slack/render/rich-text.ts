/**
 * Lines as Slack's rich text: elements that say what they are, so nothing in them is ever parsed and nothing
 * needs an escape. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
import type { types } from '@slack/bolt';
import type { Leaf, Line } from '../../../src/replies/index.ts';
import { clip } from './escape.ts';
import { DATE_FORMAT, type Home, leafWords, linkable, mentionable, postAddress, utc } from './leaf.ts';

type Element = types.RichTextElement;

const text = (words: string, style?: { bold?: boolean; code?: boolean }): Element[] =>
  // Slack refuses an element without text.
  words === '' ? [] : [style ? { type: 'text', text: words, style } : { type: 'text', text: words }];

export const bold = (words: string): Element[] => text(words, { bold: true });
export const code = (words: string): Element[] => text(words, { code: true });
export const words = (plain: string): Element[] => text(plain);

function element(leaf: Leaf, home: Home, max: number): Element[] {
  switch (leaf.kind) {
    case 'text':
      return text(clip(leaf.text, max));
    case 'strong':
      return bold(clip(leaf.text, max));
    case 'code':
      return code(clip(leaf.text, max));
    case 'link':
    case 'post': {
      const url = leaf.kind === 'post' ? postAddress(leaf, home) : linkable(leaf.url);
      const label = clip(leaf.label, max);
      return url === null || label === '' ? text(label) : [{ type: 'link', url, text: label }];
    }
    case 'actor': {
      const id = mentionable(leaf.actor, home);
      return id === null ? text(clip(leaf.actor.name, max)) : [{ type: 'user', user_id: id }];
    }
    case 'time':
      return [
        { type: 'date', timestamp: Math.floor(leaf.at / 1000), format: DATE_FORMAT, fallback: utc(leaf.at) },
      ];
  }
}

/** @param max the most visible characters of the line; what is over is cut */
export function elements(line: Line, home: Home, max: number): Element[] {
  const all: Element[] = [];
  let room = max;
  for (const leaf of line) {
    if (room <= 0) break;
    all.push(...element(leaf, home, room));
    room -= leafWords(leaf).length;
  }
  return all;
}

/** Several lines below each other, as the elements of one section or quote. */
export const stacked = (lines: readonly Element[][]): Element[] =>
  lines
    .filter((line) => line.length > 0)
    .flatMap((line, index) => (index === 0 ? line : [...words('\n'), ...line]));

export const list = (style: 'ordered' | 'bullet', items: readonly Element[][]): types.RichTextList => ({
  type: 'rich_text_list',
  style,
  elements: items
    .filter((item) => item.length > 0)
    .map((item) => ({ type: 'rich_text_section', elements: item })),
});

/** @returns what is to be read, or copied, character by character */
export const asIs = (quoted: string, max: number): types.RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: quoted.trim() === '' ? [] : [{ type: 'text', text: clip(quoted.trim(), max) }],
});

/** @returns one block of the parts that hold anything, or none */
export function richText(parts: types.RichTextBlock['elements']): types.RichTextBlock[] {
  const filled = parts.filter((part) => part.elements.length > 0);
  return filled.length === 0 ? [] : [{ type: 'rich_text', elements: filled }];
}
