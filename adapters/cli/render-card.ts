/** The card of a verdict as text for a terminal: at most 20 lines at 80 columns. */
import {
  type Button,
  type Card,
  type Line,
  type Look,
  type NoteReply,
  plain,
  textOf,
} from '../../src/replies/index.ts';
import { printable, wrap } from './lines.ts';
import { piecesOf, wrapPieces } from './styled.ts';
import { type Paint, paintFor, type Style, type Terminal, widthOf } from './terminal.ts';

/** Red: dead. Yellow: wait. Magenta: not certain. Blue: ours to fix. */
export const LOOK_STYLES: Readonly<Record<Look, Style>> = {
  hard: ['bold', 'red'],
  soft: ['bold', 'yellow'],
  throttle: ['bold', 'blue'],
  policy: ['bold', 'blue'],
  authentication: ['bold', 'blue'],
  content: ['bold', 'blue'],
  configuration: ['bold', 'blue'],
  info: ['bold', 'green'],
  unsure: ['bold', 'magenta'],
  incident: ['bold', 'yellow'],
  known: ['bold', 'gray'],
  settled: ['bold', 'green'],
};

/** Look-ups that are named below a look-up; the rest is told of. */
const MOST_OTHERS = 5;
/** Characters before a line of them that goes on. */
const LONGEST_INDENT = 40;

/**
 * @param about lines on which bounces it is about, below the facts
 * @returns lines: title, badge, facts, what it means, what to do, whom to tell
 */
export function renderCard(card: Card, terminal: Terminal, about: readonly Line[] = []): readonly string[] {
  const width = widthOf(terminal);
  const paint = paintFor(terminal);
  const { look, title, badge, facts, sentence, question, usual, steps, check, hint, state, choose } = card;
  const said = (line: Line | null, style: Style | null = null): readonly string[] =>
    wrapPieces(piecesOf(line ?? [], style), width, paint);
  const item = (line: Line, mark: string): readonly string[] =>
    wrapPieces(piecesOf(line), width, paint, { first: mark, next: ' '.repeat(mark.length) });
  const others = othersOf(card, width, paint);
  const rest = [badge.whose, badge.address].filter((part) => part !== null);
  const badgePieces = [
    { text: badge.kind, style: LOOK_STYLES[look] },
    ...rest.map((part) => ({ text: ` · ${part}`, style: null })),
  ];
  const parts: readonly (readonly string[])[] = [
    [
      ...said(plain(title), 'bold'),
      ...wrapPieces(badgePieces, width, paint),
      ...said(dotted(facts), 'gray'),
      ...about.flatMap((line) => said(line, 'gray')),
    ],
    [
      ...said(sentence),
      ...said(question, 'bold'),
      ...(choose === null ? usual.flatMap((line) => item(line, '  • ')) : []),
      ...(usual.length > 0 ? others : []),
      ...numbered(steps).flatMap(([step, mark]) => item(step, mark)),
      ...(check?.rows ?? []).flatMap(({ mark, text }) => item(text, `${mark} `)),
      ...said(check?.cause ?? null),
      ...(check?.change ? [...said(check.change.label), `  ${printable(check.change.record)}`] : []),
    ],
    [...said(hint), ...said(state, 'gray')],
    usual.length > 0 ? [] : others,
    lookUps(card.actions).flatMap((line) => said(line, 'gray')),
  ];
  return separated(parts);
}

/** @returns the parts with a blank line between them */
export const separated = (parts: readonly (readonly string[])[]): readonly string[] =>
  parts.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : ['', ...part]));

const dotted = (lines: readonly Line[]): Line =>
  lines.flatMap((line, i) => (i === 0 ? line : [...plain(' · '), ...line]));

/** One alone has no number. */
const numbered = (steps: readonly Line[]): readonly (readonly [Line, string])[] =>
  steps.map((step, i) => [step, steps.length < 2 ? '  ' : `  ${i + 1}. `]);

/** What is a select in a chat is a list here: what to type for each, and what comes of it. */
function othersOf({ choose, usual }: Card, width: number, paint: Paint): readonly string[] {
  if (choose === null) return [];
  const shown = choose.choices.slice(0, usual.length || MOST_OTHERS);
  const left = choose.choices.length - shown.length;
  const longest = Math.max(...shown.map(({ value }) => value.length));
  const rows = shown.flatMap(({ label, value }) =>
    wrapPieces(piecesOf(plain(label)), width, paint, {
      first: `  ${printable(value).padEnd(longest)}  `,
      next: ' '.repeat(Math.min(longest + 4, LONGEST_INDENT)),
    }),
  );
  const more = left > 0 ? `, and ${left} more (--json)` : '';
  return [
    ...rows,
    ...wrapPieces(piecesOf(plain(`Each of them: bounce-triage lookup NAME${more}`), 'gray'), width, paint),
  ];
}

/** @returns buttons that look something up, as commands */
export const lookUps = (actions: (NoteReply['actions'] & readonly Button[]) | undefined): readonly Line[] =>
  (actions ?? []).flatMap(({ action, target, label }) =>
    action === 'lookup' ? [lookUp(target, label)] : [],
  );

/** @returns what to type to look it up, and what comes of it */
export const lookUp = (query: string, label: string): Line => [
  { kind: 'code', text: `bounce-triage lookup ${query}` },
  ...(label === query
    ? []
    : plain(`: ${label.startsWith(`${query} `) ? label.slice(query.length + 1) : label}`)),
];

/** @returns a heading and what is said under it, indented; nothing where there is nothing to say */
export function section(
  title: string,
  lines: readonly Line[],
  terminal: Terminal,
  mark = '  ',
  next = mark,
): readonly string[] {
  const shown = lines.flatMap((line) => wrap(textOf(line), widthOf(terminal), mark, next).map(printable));
  return shown.length === 0 ? [] : [paintFor(terminal)('bold', title), ...shown];
}
