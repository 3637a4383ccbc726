/** What a log shipper keeps beside a line that it wraps up: when it was written, on which host, by which program. */
import { isTime } from '../time/moment.ts';
import { stampOf } from '../time/stamp.ts';
import type { Leaf } from './leaves.ts';
import { isTextOfItsOwn } from './texts.ts';

/** Files of values between commas have their own columns for it. */
const VALUES = /^"?[\w#:. -]{0,40}"?,/;
const HAS_ZONE = /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$|^@?\d{10}/;
/** Loki's pairs of a time and a line: nanoseconds. */
const NANOSECONDS = /^1\d{18}$/;

/**
 * @param text a line that stands in one of the values
 * @param leaves all values of the structure
 * @param at which of them it is
 * @param isOnly no other line stands in it
 * @returns the line as a log file would have it, its time at its head; as it is where it has a time with a zone
 */
export function dated(text: string, leaves: readonly Leaf[], at: number, isOnly: boolean): string {
  const line = text.trim();
  if (line.includes('\n') || VALUES.test(line) || !isTextOfItsOwn(line)) return text;
  if (HAS_ZONE.test(stampOf(line)?.time ?? '')) return text;
  const before = leaves[at - 1]?.text ?? '';
  const beside = isOnly
    ? leaves.find(({ key, text: value }) => key?.fact === 'time' && isTime(value))?.text
    : undefined;
  const time = NANOSECONDS.test(before) ? before : beside;
  if (time === undefined) return text;
  const named = (key: string): string | undefined =>
    isOnly ? leaves.find(({ place }) => place.endsWith(`/${key}`))?.text : undefined;
  // journald keeps apart what syslog writes in front of the message (systemd.journal-fields(7)).
  const [host, program] = [named('_HOSTNAME'), named('SYSLOG_IDENTIFIER')];
  const pid = named('SYSLOG_PID') ?? named('_PID') ?? '1';
  const head = host === undefined || program === undefined ? '' : `${host} ${program}[${pid}]: `;
  return `${time} ${line.startsWith(head) ? '' : head}${line}`;
}
