import type { types } from '@slack/bolt';
import { type NoteReply, TONE_ICONS } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { buttons, row, select } from './buttons.ts';
import { clip, oneLine } from './escape.ts';
import { figureBlocks, type ShownBlock } from './figure.ts';
import { blocksOf, fit, size } from './fit.ts';
import type { Home } from './leaf.ts';
import { asIs, bold, code, elements, list, richText, stacked, words } from './rich-text.ts';

/** The most characters of a line, lines, and characters of all lines, whatever they link to. */
const ROOM = { line: 500, lines: 20, together: 7_000, example: 100, examples: 10, copied: 2_000 } as const;

/** @returns the lines that fit; of a list the first ones matter most */
function linesOf(reply: NoteReply, home: Home): types.RichTextElement[][] {
  const kept: types.RichTextElement[][] = [];
  let room: number = ROOM.together;
  for (const line of reply.body.slice(0, ROOM.lines)) {
    const shown = elements(line, home, ROOM.line);
    room -= size(shown);
    if (room < 0) return [...kept, words('…')];
    kept.push(shown);
  }
  return kept;
}

/** @returns the lines of a note below its title in bold: for a place that has a header of its own */
export function noteLines(reply: NoteReply, home: Home): types.RichTextBlock[] {
  const body = linesOf(reply, home);
  const title = bold(clip(oneLine(reply.title), LIMITS.headerText));
  return richText([{ type: 'rich_text_section', elements: stacked([title, ...body]) }]);
}

/** Whole, each in a block of its own, to be copied as it is. */
const copied = ({ copied = [] }: NoteReply): types.RichTextBlock[] =>
  copied.flatMap(({ label, text }) =>
    richText([{ type: 'rich_text_section', elements: bold(label) }, asIs(text, ROOM.copied)]),
  );

/**
 * @param mayDraw whether Slack takes charts and tables
 * @returns the blocks of a note: its title, its lines, the examples as code to type, its figure and what to press
 */
export function noteBlocks(reply: NoteReply, home: Home, mayDraw: boolean): ShownBlock[] {
  const title = clip(`${TONE_ICONS[reply.tone]} ${oneLine(reply.title)}`, LIMITS.headerText);
  const body = linesOf(reply, home);
  const examples = reply.examples.slice(0, ROOM.examples).map((example) => code(clip(example, ROOM.example)));
  const said = stacked([...body, examples.length === 0 ? [] : words('For example:')]);
  return blocksOf(
    fit([
      { blocks: [{ type: 'header', text: { type: 'plain_text', text: title, emoji: false } }], giveUp: 0 },
      {
        blocks: richText([{ type: 'rich_text_section', elements: said }, list('bullet', examples)]),
        giveUp: 0,
      },
      { blocks: copied(reply), giveUp: 0 },
      { blocks: mayDraw ? figureBlocks(reply.figure) : [], giveUp: 1 },
      { blocks: row([...select(reply.choose ?? null), ...buttons(reply.actions ?? [])]), giveUp: 0 },
    ]),
  );
}
