/** Many bounces in one answer, for what can't draw its rows: lines in their order. */
import { type ManyReply, type NoteReply, plain } from './reply.ts';

/** @returns the same as lines of a note */
export const linesOfMany = ({ title, todo, rows, notes, state }: ManyReply): NoteReply => ({
  kind: 'note',
  tone: 'summary',
  title,
  body: [
    plain(todo),
    ...rows.map(({ count, problem, refusedBy }) =>
      plain(`${count.toLocaleString('en')} ${problem}${refusedBy === '' ? '' : ` · ${refusedBy}`}`),
    ),
    ...notes,
    ...(state === null ? [] : [state]),
  ],
  examples: [],
});
