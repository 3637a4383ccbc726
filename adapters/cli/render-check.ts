/** A report of a DNS check as text for a terminal. */
import {
  alsoWrong,
  type CheckReport,
  type Comparison,
  isUnanswered,
  type Row,
  shownNow,
} from '../../src/dns/index.ts';
import { counted, printable, wrap } from './lines.ts';
import { paintFor, type Style, type Terminal, widthOf } from './terminal.ts';

const MARKS = { good: '✓', bad: '✗', unknown: '?' } as const;
const COLOURS = { '✓': 'green', '✗': 'red', '?': 'yellow' } as const satisfies Record<string, Style>;
const KINDS = {
  mended: 'fixed',
  broken: 'broken',
  changed: 'changed',
  unchecked: 'could not be checked again',
  new: 'checked anew',
  gone: 'not checked now',
} as const;

/** @returns the table, the most likely cause, the change and how to verify it; ends with a line feed */
export function renderReport({ subject, rows, cause, took }: CheckReport, terminal: Terminal): string {
  const width = widthOf(terminal);
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  const others = alsoWrong(rows, row);
  const lines = [
    [subject.domain ?? subject.from, subject.ip, subject.recipient && `to ${subject.recipient}`]
      .filter(Boolean)
      .join(' · '),
    '',
    ...table(rows, width),
    ...unlisted(rows),
    '',
    cause.kind === 'found' ? 'Most likely cause' : 'Cause',
    ...wrap(cause.sentence, width, '  '),
    ...(row ? change(row, width) : []),
    ...lookYourself(rows),
    ...(others.length > 0 ? ['', 'Also wrong'] : []),
    ...others.flatMap((other) => [
      ...wrap(other.label, width, '  '),
      ...changeLines(other, width - 2).map((line) => `  ${line}`),
    ]),
    '',
    `${counted(rows.length, 'check', 'checks')} in ${(took / 1000).toFixed(1)} s.`,
  ];
  return `${painted(lines.map(printable), terminal).join('\n')}\n`;
}

/** Titles are the lines that are not indented and bear no mark. */
function painted(lines: readonly string[], terminal: Terminal): readonly string[] {
  const paint = paintFor(terminal);
  return lines.map((line) => {
    const colour = COLOURS[line[0] as keyof typeof COLOURS];
    if (colour !== undefined) return `${paint(colour, line[0] as string)}${line.slice(1)}`;
    return /^\S/.test(line) && !/\.$/.test(line) ? paint('bold', line) : line;
  });
}

/** Most lists say nothing: they share one line. */
const isUnlisted = ({ topic, mark }: Row): boolean => topic === 'blocklist' && mark === 'good';

function unlisted(rows: readonly Row[]): string[] {
  const names = rows.filter(isUnlisted).map(({ label }) => label);
  return names.length === 0 ? [] : [`${MARKS.good} Not listed`, ...names.map((name) => `    ${name}`)];
}

/** What many could not be checked for is said once, below all of them. */
function table(rows: readonly Row[], width: number): string[] {
  const alike = Map.groupBy(
    rows.filter((row) => !isUnlisted(row)),
    (row) => (row.mark === 'unknown' ? row.why : row.id),
  );
  return [...alike.values()].flatMap((some) => tableRow(some, width));
}

/** @param some one row, or several that could not be checked for the same reason */
function tableRow(some: readonly Row[], width: number): string[] {
  const [row] = some;
  if (row === undefined) return [];
  const found = row.mark === 'unknown' ? `Not checked: ${row.why}.` : row.found;
  const link = row.mark === 'bad' && row.link !== null ? [`    ${row.link}`] : [];
  return [
    ...some.flatMap(({ label, mark }) => wrap(label, width, `${MARKS[mark]} `, '  ')),
    ...wrap(found.replace(/\.\.$/, '.'), width, '    '),
    ...link,
  ];
}

/** Commands that ask for what DNS didn't answer. */
const MOST_COMMANDS = 10;

function lookYourself(rows: readonly Row[]): string[] {
  const commands = [...new Set(rows.filter(isUnanswered).flatMap(({ verify }) => verify))];
  if (commands.length === 0) return [];
  const left = commands.length - MOST_COMMANDS;
  return [
    '',
    'How to look for what was not checked',
    ...commands.slice(0, MOST_COMMANDS).map((command) => `  ${command}`),
    ...(left > 0 ? [`  and ${left} more (--json has them all)`] : []),
  ];
}

function change(row: Row, width: number): string[] {
  const lines = changeLines(row, width);
  const section = (title: string, content: readonly string[]): readonly string[] =>
    content.length > 0 ? ['', title, ...content] : [];
  return [
    ...section('What to change', lines),
    ...section(
      'How to verify',
      row.verify.map((command) => `  ${command}`),
    ),
  ];
}

/** Records stand on lines of their own, unbroken, so that they can be copied. */
function changeLines(row: Row, width: number): string[] {
  if (row.mark !== 'bad' || row.change === null) return [];
  const { text, record } = row.change;
  return [
    ...wrap(text, width, '  '),
    ...(record
      ? [
          `  ${record.name} ${record.type}`,
          `    now:  ${shownNow(record.before)}`,
          `    then: ${record.after}`,
        ]
      : []),
  ];
}

/** @param at when the earlier report was made */
export function renderComparison(
  at: string,
  { rows, records, sentence }: Comparison,
  terminal: Terminal,
): string {
  const width = widthOf(terminal);
  const lines = [
    `Since ${at}`,
    ...wrap(sentence, width, '  '),
    ...rows.flatMap(({ kind, label, before, after }) => [
      ...wrap(`${KINDS[kind]}: ${label}`, width, '  ', '      '),
      ...(before === null ? [] : wrap(`before: ${before}`, width, '    ')),
      ...(after === null ? [] : wrap(`now: ${after}`, width, '    ')),
    ]),
    ...records.flatMap(({ name, type, before, after }) => [
      `  ${name} ${type}`,
      `    before: ${before.join(' | ') || '(none)'}`,
      `    now:    ${after.join(' | ') || '(none)'}`,
    ]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
