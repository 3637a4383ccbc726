/** Two checks of the same thing: what was mended, what broke, and which records changed. */
import type { CheckReport, Evidence, Row } from './report.ts';

export type RowChange = {
  readonly id: string;
  readonly label: string;
  readonly kind: 'mended' | 'broken' | 'changed' | 'new' | 'gone';
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
  /** Something was wrong then, all of that is right now, and nothing else is wrong. */
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
  const wrong = before.rows.filter(({ mark }) => mark === 'bad').map(({ id }) => id);
  const passes =
    wrong.length > 0 &&
    after.rows.every(({ id, mark }) => mark === 'good' || (mark === 'unknown' && !wrong.includes(id)));
  return { rows, records, sentence: inWords(rows, records, before, after), passes };
}

const words = (row: Row): string => (row.mark === 'unknown' ? row.why : row.found);

function rowChange(before: Row | undefined, after: Row | undefined): RowChange | null {
  const { id = '', label = '' } = after ?? before ?? {};
  const texts = { id, label, before: before ? words(before) : null, after: after ? words(after) : null };
  if (!before) return { ...texts, kind: 'new' };
  if (!after) return { ...texts, kind: 'gone' };
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
  const bad = now.filter(({ mark }) => mark === 'bad').length;
  const unchecked = after.rows.filter(isUnanswered).length;
  const parts = [
    then.length === 0 && 'Nothing could be checked then, so nothing can be compared.',
    mended && `Fixed: ${mended}.`,
    broken && `Broken since: ${broken}.`,
    then.length > 0 && !mended && !broken && unchangedWords(rows, records, unchecked),
    bad > 0
      ? `${bad} ${then.length === 0 ? 'wrong now' : 'still wrong'}.`
      : unchecked > 0
        ? 'Nothing is wrong in what could be checked now.'
        : 'Nothing is wrong now.',
    unchecked > 0 && `${unchecked} of ${after.rows.length} could not be checked.`,
  ];
  return parts.filter(Boolean).join(' ');
}

const isChecked = ({ mark }: Row): boolean => mark !== 'unknown';

/** DNS failed to answer. What nobody asked for, such as a selector that is not known, is no gap in a comparison. */
const isUnanswered = ({ mark, evidence }: Row): boolean =>
  mark === 'unknown' && evidence.some(({ status }) => status === 'failed');

function unchangedWords(
  rows: readonly RowChange[],
  records: readonly RecordChange[],
  unchecked: number,
): string {
  if (records.length > 0) return 'Records changed, and the outcome did not.';
  return unchecked > 0 || rows.length > 0 ? 'No change was seen in DNS.' : 'Nothing changed in DNS.';
}
