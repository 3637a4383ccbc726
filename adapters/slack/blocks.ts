/**
 * The words of blocks, as who looks at them reads them: other bots' alerts, tables that people paste, forwarded messages.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
import { plainText } from './plain-text.ts';

type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;
const partsOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? value.filter(isPart) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Blocks in blocks: deeper than Slack lets anybody build them. */
const DEEPEST = 8;

/** Buttons, menus and fields to fill in say what can be done, and nothing of a mail. */
const NO_WORDS = new Set([
  'actions',
  'input',
  'image',
  'video',
  'file',
  'divider',
  'call',
  'context_actions',
]);

/**
 * @param blocks of a message, of whatever shape
 * @param self our bot's user id, whose mention says only whom the message is for
 * @returns their words, a line for each piece
 */
export const wordsOfBlocks = (blocks: readonly unknown[], self: string): string =>
  linesOf(blocks, self, 0).join('\n');

function linesOf(blocks: unknown, self: string, depth: number): readonly string[] {
  if (depth > DEEPEST) return [];
  return partsOf(blocks).flatMap((block) => blockLines(block, self, depth).filter((line) => line !== ''));
}

function blockLines(block: Part, self: string, depth: number): readonly string[] {
  const { type } = block;
  if (typeof type !== 'string' || NO_WORDS.has(type)) return [];
  if (type === 'rich_text') return partsOf(block.elements).flatMap((part) => richLines(part, self));
  if (type === 'table' || type === 'data_table') return rowsOf(block, self);
  if (type === 'markdown') return [unmarked(textOf(block.text))];
  return [
    ...['title', 'subtitle', 'text', 'description', 'body'].flatMap((name) => objectWords(block[name], self)),
    ...partsOf(block.fields).flatMap((field) => objectWords(field, self).map(asPair)),
    ...(type === 'context' ? partsOf(block.elements).flatMap((one) => objectWords(one, self)) : []),
    ...['blocks', 'children', 'child_blocks', ...(type === 'context' ? [] : ['elements'])].flatMap((name) =>
      linesOf(block[name], self, depth + 1),
    ),
  ];
}

/** A text object, or a text as it is. */
function objectWords(value: unknown, self: string): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!isPart(value)) return [];
  if (value.type === 'rich_text') return partsOf(value.elements).flatMap((part) => richLines(part, self));
  const text = textOf(value.text);
  if (value.type === 'mrkdwn') return [unmarked(plainText(text, self))];
  return value.type === 'plain_text' ? [unescaped(text)] : [];
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/** Bold words at the front of a line are a name: `*Error:* 550 …`. */
const unmarked = (text: string): string => text.replace(/^([ \t]*)\*{1,2}([^*\n]{1,100})\*{1,2}/gm, '$1$2');

/** A field has its name above its value. */
const asPair = (text: string): string => text.replace(/^([^\n:]{1,60}):?[ \t]*\n(?=\S)/, '$1: ');

function rowsOf(block: Part, self: string): readonly string[] {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  return rows.map((row: unknown) => {
    const cells = Array.isArray(row) ? row : isPart(row) ? row.cells : [];
    return partsOf(cells)
      .map((cell) => cellWords(cell, self).replace(/\s+/g, ' ').trim())
      .join('\t');
  });
}

function cellWords(cell: Part, self: string): string {
  if (cell.type === 'rich_text')
    return partsOf(cell.elements)
      .flatMap((part) => richLines(part, self))
      .join(' ');
  const { text } = cell;
  return typeof text === 'string' || typeof text === 'number'
    ? String(text)
    : objectWords(text, self).join(' ');
}

/** A section, a list, a quote or words as they are typed: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
function richLines(part: Part, self: string): readonly string[] {
  if (part.type === 'rich_text_list') return partsOf(part.elements).flatMap((item) => richLines(item, self));
  return [
    partsOf(part.elements)
      .map((element) => elementWords(element, self))
      .join(''),
  ];
}

function elementWords(element: Part, self: string): string {
  const { type, text, url } = element;
  switch (type) {
    case 'text':
      return textOf(text);
    case 'link': {
      const target = textOf(url).replace(/^(?:mailto|tel):/i, '');
      const label = textOf(text);
      if (label === '' || target.toLowerCase().includes(label.toLowerCase())) return label || target;
      return `${label} (${target})`;
    }
    case 'user':
      return element.user_id === self ? '' : `@${textOf(element.user_id)}`;
    case 'channel':
      return `#${textOf(element.channel_id)}`;
    case 'broadcast':
      return `@${textOf(element.range)}`;
    case 'date':
      return textOf(element.fallback);
    default:
      return '';
  }
}
