/** A report of a DNS check as text for a terminal. */
import type { CheckReport, Comparison, Row } from '../../src/dns/index.ts';
import { printable, wrap } from './lines.ts';

const MARKS = { good: '✓', bad: '✗', unknown: '?' } as const;
const KINDS = {
  mended: 'mended',
  broken: 'broken',
  changed: 'changed',
  new: 'checked anew',
  gone: 'not checked now',
} as const;

/** @returns the table, the most likely cause, the change and how to verify it; ends with a line feed */
export function renderReport({ subject, rows, cause, took }: CheckReport): string {
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  const others = rows.filter((one) => one.mark === 'bad' && one !== row);
  const lines = [
    [subject.domain ?? subject.from, subject.ip, subject.recipient && `to ${subject.recipient}`]
      .filter(Boolean)
      .join(' · '),
    '',
    ...rows.filter((one) => !isUnlisted(one)).flatMap(tableRow),
    ...unlisted(rows),
    '',
    cause.kind === 'found' ? 'Most likely cause' : 'Cause',
    ...wrap(cause.sentence, '  '),
    ...(row ? change(row) : []),
    ...(others.length > 0 ? ['', 'Also wrong'] : []),
    ...others.flatMap((other) => [
      ...wrap(other.label, '  '),
      ...changeLines(other).map((line) => `  ${line}`),
    ]),
    '',
    `${rows.length} checks in ${(took / 1000).toFixed(1)} s.`,
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** Most lists say nothing: they share one line. */
const isUnlisted = ({ topic, mark }: Row): boolean => topic === 'blocklist' && mark === 'good';

function unlisted(rows: readonly Row[]): string[] {
  const names = rows.filter(isUnlisted).map(({ label }) => label);
  return names.length === 0 ? [] : [`${MARKS.good} Not listed`, ...names.map((name) => `    ${name}`)];
}

function tableRow(row: Row): string[] {
  const found = row.mark === 'unknown' ? `Not checked: ${row.why}.` : row.found;
  const link = row.mark === 'bad' && row.link !== null ? [`    ${row.link}`] : [];
  return [`${MARKS[row.mark]} ${row.label}`, ...wrap(found.replace(/\.\.$/, '.'), '    '), ...link];
}

function change(row: Row): string[] {
  const lines = changeLines(row);
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
function changeLines(row: Row): string[] {
  if (row.mark !== 'bad' || row.change === null) return [];
  const { text, record } = row.change;
  return [
    ...wrap(text, '  '),
    ...(record
      ? [
          `  ${record.name} ${record.type}`,
          `    now:  ${record.before ?? '(none)'}`,
          `    then: ${record.after}`,
        ]
      : []),
  ];
}

/** @param at when the earlier report was made */
export function renderComparison(at: string, { rows, records, sentence }: Comparison): string {
  const lines = [
    `Since ${at}`,
    ...wrap(sentence, '  '),
    ...rows.flatMap(({ kind, label, before, after }) => [
      `  ${KINDS[kind]}: ${label}`,
      ...(before === null ? [] : wrap(`before: ${before}`, '    ')),
      ...(after === null ? [] : wrap(`now: ${after}`, '    ')),
    ]),
    ...records.flatMap(({ name, type, before, after }) => [
      `  ${name} ${type}`,
      `    before: ${before.join(' | ') || '(none)'}`,
      `    now:    ${after.join(' | ') || '(none)'}`,
    ]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
