/** Many bounces in one answer: what to do in a line, a table of the problems, one select and one button. */
import type { types } from '@slack/bolt';
import { ICONS, type ManyReply } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { buttons, row, select } from './buttons.ts';
import { context, header } from './card.ts';
import { clip, oneLine } from './escape.ts';
import type { ShownBlock } from './figure.ts';
import { blocksOf, fit } from './fit.ts';
import type { Home } from './leaf.ts';
import { bold, elements, richText, stacked, words } from './rich-text.ts';

const ROOM = { todo: 200, problem: 80, refusedBy: 80, note: 300, notes: 600, state: 600 } as const;

type Row = ManyReply['rows'][number];

const counted = ({ look, count }: Row): string => `${ICONS[look]} ${count.toLocaleString('en')}`;

const cell = (shown: string): { type: 'raw_text'; text: string } => ({
  type: 'raw_text',
  text: clip(oneLine(shown), LIMITS.tableCell).trim() || '–',
});

/** Characters of names that leave the problems room enough on a phone. */
const SHORT_NAMES = 20;

/** The counts stay on one line, and short names; words break. Who refused is a column where any of the problems names it. */
function table(rows: readonly Row[]): types.TableBlock[] {
  if (rows.length === 0) return [];
  const columns = rows.some(({ refusedBy }) => refusedBy.trim() !== '') ? 3 : 2;
  const isShort = rows.every(({ refusedBy }) => refusedBy.length <= SHORT_NAMES);
  const cells = [
    ['#', 'Problem', 'Refused by'],
    ...rows.map((one) => [counted(one), one.problem, one.refusedBy]),
  ];
  return [
    {
      type: 'table',
      column_settings: [{ is_wrapped: false }, { is_wrapped: true }, { is_wrapped: !isShort }].slice(
        0,
        columns,
      ),
      rows: cells.map((one) => one.slice(0, columns).map(cell)),
    },
  ];
}

const lines = (rows: readonly Row[]): types.RichTextBlock[] => {
  const shown = rows.map((one) => [
    ...words(`${ICONS[one.look]} `),
    ...bold(one.count.toLocaleString('en')),
    ...words(` ${clip(oneLine(one.problem), ROOM.problem)}`),
    ...(one.refusedBy.trim() === '' ? [] : words(` · ${clip(oneLine(one.refusedBy), ROOM.refusedBy)}`)),
  ]);
  return richText([{ type: 'rich_text_section', elements: stacked(shown) }]);
};

/** @param mayDraw whether Slack takes tables here; where it doesn't, each row is a line */
export function manyBlocks(reply: ManyReply, home: Home, mayDraw: boolean): ShownBlock[] {
  const { title, todo, rows, notes, state, choose, actions } = reply;
  const todoLine = bold(clip(oneLine(todo), ROOM.todo));
  const said = stacked(notes.map((note) => elements(note, home, ROOM.note)));
  return blocksOf(
    fit([
      {
        blocks: [header(ICONS.many, title), ...richText([{ type: 'rich_text_section', elements: todoLine }])],
        giveUp: 0,
      },
      { blocks: mayDraw ? table(rows) : lines(rows), giveUp: 5 },
      { blocks: richText([{ type: 'rich_text_section', elements: said }]), giveUp: 3 },
      { blocks: state === null ? [] : context(state, home, ROOM.state), giveUp: 0 },
      { blocks: row([...select(choose), ...buttons(actions)]), giveUp: 0 },
    ]),
  );
}
