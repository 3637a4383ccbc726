/** Many bounces in one message: what to do, the problems a line each, one select that answers with a card. */
import type { APIContainerComponent } from 'discord.js';
import { ICONS, type Line, type ManyReply } from '../../src/replies/index.ts';
import { container, display, ROOM } from './body.ts';
import { buttonRows, selectRows } from './buttons.ts';
import { clip, escapeText } from './escape.ts';
import { renderLine } from './render-line.ts';
import { fit, type Section, sectionText, TITLE } from './sections.ts';

const COLOUR = 0x5865f2;

/** Of a row: what happened, and who refused it. */
const NAME = 80;

/** @returns the reply in one container; what is too long gives way from its end, title and buttons never */
export function renderMany(reply: ManyReply, team: string): APIContainerComponent {
  const inline = (line: Line): string => renderLine(line, team);
  const section = (name: string, lines: readonly string[]): Section => ({
    name,
    heading: '',
    lines: lines.filter((line) => line.trim() !== ''),
  });
  const sections = fit(
    [
      section('head', [`## ${ICONS.many} ${escapeText(clip(reply.title, TITLE))}`, todo(reply.todo)]),
      section('rows', reply.rows.map(row)),
      section('notes', reply.notes.map(inline)),
      section('state', reply.state === null ? [] : [`-# ${inline(reply.state)}`]),
    ],
    ['notes', 'rows', 'state'],
    ROOM,
  );
  return container(COLOUR, [
    ...display(...sections.map(sectionText)),
    ...(reply.choose === null ? [] : selectRows([reply.choose])),
    ...buttonRows(reply.actions),
  ]);
}

/** "**Suppress** 25 · **Fix** 17 · **Wait** for 4": the verbs are what is looked for. */
const todo = (words: string): string =>
  words
    .split(' · ')
    .map((part) => escapeText(clip(part, TITLE)).replace(/^\p{L}+/u, '**$&**'))
    .join(' · ');

const row = ({ look, count, problem, refusedBy }: ManyReply['rows'][number]): string => {
  const by = escapeText(clip(refusedBy, NAME));
  const what = escapeText(clip(problem, NAME));
  return `${ICONS[look]} **${count.toLocaleString('en')}** ${what}${by === '' ? '' : ` · ${by}`}`;
};
