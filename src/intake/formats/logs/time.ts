import { isoTime } from '../report.ts';

const STAMP =
  /^[\s|>]{0,8}(?:<\d{1,3}>\d? ?)?((?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\s?(?:Z|[+-]\d\d:?\d\d)?)|(?:[A-Z][a-z]{2}\s{1,2}\d{1,2} \d{4} \d\d:\d\d:\d\d))/;

/**
 * When a log line was written. Syslog's `Mar  3 10:15:02` names no year and no zone, so it is no moment.
 * @returns ISO 8601, or null
 */
export function timeOf(line: string): string | null {
  const stamp = STAMP.exec(line)?.[1];
  if (stamp === undefined) return null;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(stamp);
  return isoTime(hasZone ? stamp.replace(',', '.') : `${stamp.replace(',', '.')} UTC`);
}
