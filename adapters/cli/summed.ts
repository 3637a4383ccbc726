/** What whole logs tell, summed up, as a table, a page and a spreadsheet show it. */
import { headOf, type LogSummary, nounOf } from '../../src/replies/index.ts';
import { counted } from './lines.ts';
import { sizeWords } from './log-progress.ts';
import type { Reading } from './reading.ts';

export type Summed = LogSummary & {
  /** Files that were read, their bytes as they are packed, and the lines of logs in them. */
  readonly files: number;
  readonly bytes: number;
  readonly lines: number;
};

/** @returns the largest problems; @param top how many at most; null: all */
export const topOf = ({ rows }: Summed, top: number | null): LogSummary['rows'] =>
  rows.slice(0, top ?? rows.length);

/** @returns the others: "14 more problems", and their bounces; null where there is none */
export function restOf(
  { rows }: Summed,
  top: number | null,
): { readonly words: string; readonly bounces: number } | null {
  const rest = rows.slice(top ?? rows.length);
  if (rest.length === 0) return null;
  return {
    words: counted(rest.length, 'more problem', 'more problems'),
    bounces: rest.reduce((sum, { count }) => sum + count, 0),
  };
}

/** @returns "351,835 bounces, 24 problems" */
export const titleOf = ({ rows }: Summed): string => (rows.length === 0 ? 'No bounce' : headOf(rows));

/** @returns what was read, from when to when, and how many addresses bounced, in a few sentences */
export function aboutLines(summed: Summed, zone: Reading['zone']): readonly string[] {
  const { files, bytes, lines, first, last, addresses, arrived, putOff, rows } = summed;
  const noun = rows.length === 0 ? 'bounce' : nounOf(rows.map(({ diagnosis }) => diagnosis));
  const read = [
    counted(files, 'file', 'files'),
    ...(lines > 0 ? [sizeWords(bytes), counted(lines, 'line', 'lines')] : []),
    ...(addresses > 0 ? [`${noun}s of ${counted(addresses, 'address', 'addresses')}`] : []),
  ];
  const when = spanWords(first, last, zone);
  return [
    `${read.join(', ')}${when === '' ? '' : `; ${when} ${zoneName(zone)}`}.`,
    ...(arrived > 0
      ? [
          `${counted(arrived, 'mail', 'mails')} arrived after ${counted(putOff, 'failed try', 'failed tries')}: nothing to do for ${arrived === 1 ? 'it' : 'them'}.`,
        ]
      : []),
  ];
}

/** @returns "2026-03-01 00:00 – 2026-03-04 12:31", of one day "2026-03-01 00:00 – 12:31"; nothing without a time */
export function spanWords(first: number | null, last: number | null, zone: Reading['zone']): string {
  if (first === null || last === null) return '';
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    ...zoneOf(zone),
  });
  const [from, to] = [format.format(first), format.format(last)];
  if (from === to) return from;
  const [day = '', time = ''] = to.split(' ');
  return `${from} – ${from.startsWith(day) ? time : to}`;
}

const zoneOf = (zone: Reading['zone']): { readonly timeZone?: string } =>
  zone === null ? {} : { timeZone: zone };

const zoneName = (zone: Reading['zone']): string =>
  new Intl.DateTimeFormat('en', zoneOf(zone)).resolvedOptions().timeZone.replace(/^Etc\/UTC$/, 'UTC');
