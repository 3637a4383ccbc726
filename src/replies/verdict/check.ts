/** What a check of DNS found, on the card: its rows, the likely cause, and the record to publish. */
import type { CheckReport } from '../../dns/index.ts';
import type { CardCheck } from '../card.ts';
import { coded } from '../check-section.ts';
import { type Line, plain } from '../leaf.ts';
import type { CheckProgress } from '../progress.ts';
import { clipped, leavesOut, rowsOf } from './check-rows.ts';
import type { Matter } from './matter.ts';

/** Characters: three lines. */
const LONGEST_CAUSE = 130;
/** A longer record is in Details and in what is escalated. */
const LONGEST_RECORD = 176;

/** @returns the newest report; null where there is none */
export const reportOf = (check: CheckProgress): CheckReport | null =>
  check.kind === 'done'
    ? check.report
    : check.kind === 'under-way' || check.kind === 'fault'
      ? check.last
      : null;

/** @returns null as long as nobody looked, and once all is settled */
export function checkFor({ progress, dossier }: Matter): CardCheck | null {
  const report = progress === null ? null : reportOf(progress.check);
  const status = dossier?.case.status.kind;
  if (report === null || progress === null || status === 'resolved' || status === 'dismissed') return null;
  const passes = isMended(progress.check);
  // Nothing could be looked at: the steps stay, and one row says so.
  if (isUnclear(progress.check)) return { rows: rowsOf(report).slice(-1), cause: null, change: null };
  const found = cardCheckOf(report);
  return passes
    ? {
        ...found,
        cause: plain('What was wrong in DNS is fixed. If mail goes through again, resolve this.'),
      }
    : found;
}

/** @returns what a check found, in rows, with the likely cause and the record to publish */
export const cardCheckOf = (report: CheckReport): CardCheck => ({
  rows: rowsOf(report),
  cause: causeOf(report),
  change: changeOf(report),
});

const isMended = (check: CheckProgress): boolean => check.kind === 'done' && check.since?.passes === true;

/** @returns whether the newest check could not look at what the bounce is about */
export const isUnclear = (check: CheckProgress): boolean =>
  reportOf(check)?.cause.kind === 'unclear' && !isMended(check);

/** What a row says already is not said again. */
function causeOf({ cause, rows }: CheckReport): Line | null {
  if (cause.kind === 'unclear') return null;
  if (cause.kind === 'none') return coded(clipped(cause.sentence, LONGEST_CAUSE));
  const row = rows.find(({ id }) => id === cause.row);
  if (row?.mark !== 'bad') return null;
  if (leavesOut(row)) return plain('Likely cause: a new server that SPF doesn’t know.');
  if (row.change?.record === null) return coded(clipped(row.change.text, LONGEST_CAUSE));
  return null;
}

function changeOf({ cause, rows }: CheckReport): CardCheck['change'] {
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  const record = row?.mark === 'bad' ? (row.change?.record ?? null) : null;
  if (record === null || record.after.length > LONGEST_RECORD) return null;
  const front = record.before === null ? 'To publish, as ' : 'New ';
  return {
    label: [...plain(`${front}${record.type} of `), { kind: 'code', text: record.name }, ...plain(':')],
    record: record.after,
  };
}
