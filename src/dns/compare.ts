/** Two checks of the same thing: what was mended, what broke, and which records changed. */
import type { CheckReport, Evidence, Row } from './report.ts';
import { isUnanswered } from './row.ts';

/** What is still wrong is named up to this many. */
const MOST_NAMED = 4;

export type RowChange = {
  readonly id: string;
  readonly label: string;
  /** `unchecked`: it was looked at then, and could not be now. */
  readonly kind: 'mended' | 'broken' | 'changed' | 'unchecked' | 'new' | 'gone';
  /** What was found or why it was not, then and now; null where there was no such row. */
  readonly before: string | null;
  readonly after: string | null;
};
export type RecordChange = {
  readonly name: string;
  readonly type: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
};
export type Comparison = {
  /** Only what differs. */
  readonly rows: readonly RowChange[];
  /** Records that DNS held then and now, where both are known and differ. */
  readonly records: readonly RecordChange[];
  readonly sentence: string;
  /** Something was wrong then, each row of it was looked at again and is right, and nothing else is wrong. */
  readonly passes: boolean;
};

export function compareReports(before: CheckReport, after: CheckReport): Comparison {
  const ids = [...new Set([...before.rows, ...after.rows].map(({ id }) => id))];
  const rows = ids
    .map((id) =>
      rowChange(
        before.rows.find((row) => row.id === id),
        after.rows.find((row) => row.id === id),
      ),
    )
    .filter((change) => change !== null);
  const records = recordChanges(before, after);
  const sentence = inWords(rows, records, before, after);
  return { rows, records, sentence, passes: isMended(before, after) };
}

function isMended(before: CheckReport, after: CheckReport): boolean {
  const wrong = before.rows.filter(({ mark }) => mark === 'bad');
  const known = new Set(before.rows.map(({ id }) => id));
  const topics = new Set(wrong.map(({ topic }) => topic));
  // Where a record is there at last, what it says is looked at for the first time: until that is known, nothing is mended.
  const open = after.rows.some(
    ({ id, topic, mark }) => mark === 'unknown' && !known.has(id) && topics.has(topic),
  );
  return (
    wrong.length > 0 &&
    !open &&
    wrong.every(({ id }) => after.rows.some((row) => row.id === id && row.mark === 'good')) &&
    after.rows.every(({ mark }) => mark !== 'bad')
  );
}

const words = (row: Row): string => (row.mark === 'unknown' ? row.why : row.found);

function rowChange(before: Row | undefined, after: Row | undefined): RowChange | null {
  const { id = '', label = '' } = after ?? before ?? {};
  const texts = { id, label, before: before ? words(before) : null, after: after ? words(after) : null };
  if (!before) return { ...texts, kind: 'new' };
  if (!after) return { ...texts, kind: before.mark === 'bad' ? 'unchecked' : 'gone' };
  if (before.mark !== 'unknown' && after.mark === 'unknown') return { ...texts, kind: 'unchecked' };
  if (before.mark === 'bad' && after.mark === 'good') return { ...texts, kind: 'mended' };
  if (before.mark !== 'bad' && after.mark === 'bad') return { ...texts, kind: 'broken' };
  return before.mark === after.mark && texts.before === texts.after ? null : { ...texts, kind: 'changed' };
}

function recordChanges(before: CheckReport, after: CheckReport): RecordChange[] {
  const then = known(before);
  return [...known(after)].flatMap(([key, now]) => {
    const was = then.get(key);
    return was && was.records.join('\n') !== now.records.join('\n')
      ? [{ name: now.name, type: now.type, before: was.records, after: now.records }]
      : [];
  });
}

/** What DNS did not tell is not a record that has gone. */
function known({ rows }: CheckReport): Map<string, Evidence> {
  const told = rows.flatMap(({ evidence }) => evidence).filter(({ status }) => status !== 'failed');
  return new Map(told.map((one) => [`${one.type} ${one.name}`, one]));
}

function inWords(
  rows: readonly RowChange[],
  records: readonly RecordChange[],
  before: CheckReport,
  after: CheckReport,
): string {
  const then = before.rows.filter(isChecked);
  const now = after.rows.filter(isChecked);
  if (now.length === 0) return 'Nothing could be checked now, so nothing can be compared.';
  const of = (kind: RowChange['kind']): string =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ label }) => label)
      .join(', ');
  const mended = of('mended');
  const broken = then.length === 0 ? '' : of('broken');
  const unchecked = of('unchecked');
  const atLast = then.length === 0 ? '' : checkedAtLast(before, after);
  const isStill = before.rows.some(({ mark }) => mark === 'bad');
  const parts = [
    then.length === 0 && 'Nothing could be checked then, so nothing can be compared.',
    mended && `Fixed: ${mended}.`,
    broken && `Broken since: ${broken}.`,
    unchecked && `Could not be checked again: ${unchecked}.`,
    atLast && `Could be checked at last: ${atLast}.`,
    then.length > 0 && !mended && !broken && !unchecked && !atLast && unchangedWords(rows, records, after),
    stateWords(after, isStill && !broken),
  ];
  return parts.filter(Boolean).join(' ');
}

/** What was not known then and is in order now: nobody can say that it was mended. */
function checkedAtLast(before: CheckReport, after: CheckReport): string {
  const open = new Set(before.rows.filter((row) => !isChecked(row)).map(({ id }) => id));
  return after.rows
    .filter(({ id, mark }) => mark === 'good' && open.has(id))
    .map(({ label }) => label)
    .join(', ');
}

const isChecked = ({ mark }: Row): boolean => mark !== 'unknown';

function unchangedWords(
  rows: readonly RowChange[],
  records: readonly RecordChange[],
  after: CheckReport,
): string {
  if (records.length > 0) return 'Records changed, and the outcome did not.';
  return after.rows.some(isUnanswered) || rows.length > 0
    ? 'No change was seen in DNS.'
    : 'Nothing changed in DNS.';
}

/** How it stands now. "Nothing is wrong" is said only where all was looked at. */
function stateWords({ rows }: CheckReport, isStill: boolean): string {
  const bad = rows.filter(({ mark }) => mark === 'bad');
  const open = rows.filter((row) => !isChecked(row)).length;
  const unchecked = open > 0 ? ` ${open} of ${rows.length} could not be checked.` : '';
  if (bad.length > 0) {
    const names = bad.slice(0, MOST_NAMED).map(({ label }) => label);
    const more = bad.length > MOST_NAMED ? ' and more' : '';
    return isStill
      ? `${bad.length} still wrong: ${names.join(', ')}${more}.${unchecked}`
      : `${bad.length} wrong now.${unchecked}`;
  }
  return open > 0 ? `What could be checked now is in order.${unchecked}` : 'Nothing is wrong now.';
}
