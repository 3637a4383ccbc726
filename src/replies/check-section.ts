/** What a check of DNS found, as parts of a reply that every platform shows: facts and steps. */
import type { CheckReport, Comparison, Row } from '../dns/index.ts';
import { type Fact, type Leaf, type Line, plain } from './reply.ts';

/** Rows that are told in words; the others by their names. */
const MOST_BAD = 3;
const MOST_UNKNOWN = 3;
const MOST_RECORDS = 3;
/** Characters. */
const LONGEST_FOUND = 300;
const LONGEST_WHY = 200;
const LONGEST_NAMES = 400;
const LONGEST_RECORD = 1000;

const clip = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** What is in backticks becomes code; DNS may say anything, so no other mark means anything. */
export const coded = (text: string): Line =>
  text
    .split(/`([^`]+)`/)
    .map((part, i): Leaf => ({ kind: i % 2 === 1 ? 'code' : 'text', text: part }))
    .filter((leaf) => leaf.kind !== 'text' || leaf.text !== '');

/** @returns the short table: a fact for what is wrong, for what could not be checked, one for all that is right */
export function checkFacts({ rows, at }: CheckReport): readonly Fact[] {
  const bad = rows.filter(({ mark }) => mark === 'bad');
  const unknown = rows.filter(({ mark }) => mark === 'unknown');
  const good = rows.filter(({ mark }) => mark === 'good');
  return [
    ...bad.slice(0, MOST_BAD).map((row) => factOf('✗', row)),
    ...named('✗ Also wrong', bad.slice(MOST_BAD)),
    ...notChecked(unknown),
    ...named('✓ In order', good),
    { label: 'DNS checked', value: [{ kind: 'time', at: Date.parse(at) }] },
  ];
}

const factOf = (mark: string, row: Row): Fact => ({
  label: `${mark} ${clip(row.label, 70)}`,
  value: [
    ...coded(clip(wordsOf(row), LONGEST_FOUND)),
    ...(row.link !== null
      ? [...plain(' '), { kind: 'link', label: 'Look it up', url: row.link } as const]
      : []),
  ],
});

const wordsOf = (row: Row): string => (row.mark === 'unknown' ? row.why : row.found);

/** In one fact: platforms show few, and what could not be checked mends nothing. */
function notChecked(rows: readonly Row[]): readonly Fact[] {
  if (rows.length === 0) return [];
  const alike = [...Map.groupBy(rows, wordsOf)];
  const told = alike
    .slice(0, MOST_UNKNOWN)
    .map(([why, some]) => `${labelsOf(some)}: ${clip(why, LONGEST_WHY)}`.replace(/\.*$/, '.'));
  const more = alike.slice(MOST_UNKNOWN).flatMap(([, some]) => some.map(({ label }) => label));
  const rest = more.length > 0 ? [`Neither: ${clip(more.join(', '), LONGEST_NAMES)}.`] : [];
  return [{ label: '? Not checked', value: coded([...told, ...rest].join(' ')) }];
}

const labelsOf = (rows: readonly Row[]): string =>
  clip(rows.map(({ label }) => label).join(', '), LONGEST_NAMES);

const named = (label: string, rows: readonly Row[]): readonly Fact[] =>
  rows.length === 0 ? [] : [{ label, value: plain(labelsOf(rows)) }];

/** @returns the most likely cause and the exact change, as the steps that come first */
export function causeSteps({ cause, rows }: CheckReport): readonly Line[] {
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  const change = row?.mark === 'bad' ? row.change : null;
  return [
    [{ kind: 'strong', text: 'DNS now: ' }, ...coded(clip(cause.sentence, 600))],
    ...(change ? [changeLine(change)] : []),
  ];
}

/** @returns "Add … The record then reads `…`": what to change, ready to copy */
export function changeLine({
  text,
  record,
}: {
  readonly text: string;
  readonly record: { readonly name: string; readonly type: string; readonly after: string } | null;
}): Line {
  const isTold = record === null || text.includes(record.after) || record.after.length > LONGEST_RECORD;
  return [
    ...coded(clip(text, 1200)),
    ...(isTold
      ? []
      : [
          ...plain(` ${record.type} of `),
          { kind: 'code', text: record.name } as const,
          ...plain(' then: '),
          { kind: 'code', text: record.after } as const,
        ]),
  ];
}

/** @returns what changed since the first check, where there were two */
export function sinceFacts(since: Comparison): readonly Fact[] {
  const code = (records: readonly string[]): Leaf =>
    records.length === 0
      ? { kind: 'text', text: 'nothing' }
      : { kind: 'code', text: clip(records.join(' | '), LONGEST_FOUND) };
  return [
    { label: 'Since the first check', value: plain(clip(since.sentence, 600)) },
    ...since.records.slice(0, MOST_RECORDS).map(
      ({ name, type, before, after }): Fact => ({
        label: `${type} of ${clip(name, 60)}`,
        value: [...plain('was '), code(before), ...plain(', is '), code(after)],
      }),
    ),
  ];
}
