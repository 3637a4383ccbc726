/** Where a log line says when it was written, and on which host: at its head, whatever wrote it. */

import { marksOf, SIGN } from '../marks.ts';

/** Characters at the front of a line in which its time stands: viewers and shippers put some before it. */
const HEAD = 160;

const CLOCK = String.raw`\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?`;
const ZONE = String.raw`(?:\s?(?:Z|[+-]\d\d:?\d\d|UTC|GMT|CES?T|E[SD]T|P[SD]T|[CM][SD]T|BST|JST)(?![\w:]))?`;
const STAMPS = [
  // 2026-03-03T10:15:02.123+01:00, 2026/03/03 10:15:02
  String.raw`\d{4}[-/.]\d\d[-/.]\d\d(?:T|,? )${CLOCK}${ZONE}`,
  // Mar  3 10:15:02, Mar 03 2026 10:15:02, Tue Mar  3 10:15:02 UTC 2026
  String.raw`(?:\d{4} )?\b\p{L}{3,5}\.? {1,2}\d{1,2} (?:\d{4} )?${CLOCK}(?:(?: [A-Z]{3,4})? (?:19|20)\d\d(?=[\s\]:,]))?${ZONE}`,
  // 3 Mar 2026 10:15:02 +0000, 03/Mar/2026:10:15:02 +0000
  String.raw`\b\d{1,2}[ /.-]{1,2}\p{L}{3,9}\.?[ /-](?:\d{4}[: ])?${CLOCK}${ZONE}`,
  // 03.03.2026 10:15:02, 3/13/2026 1:15:02 PM
  String.raw`\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d),? \d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm]\b)?${ZONE}`,
  String.raw`@4[\da-f]{15}(?:[\da-f]{8})?`,
  // Unix seconds and their parts, at the very front.
  String.raw`(?<=^[\s[>|]{0,4})1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?=[\s\],:])`,
].join('|');
const STAMP = new RegExp(STAMPS, 'u');
/** A shipper's time stands before the line's own. */
const NEXT_STAMP = new RegExp(`^[\\]\\s|]{1,4}(?:${STAMPS})`, 'u');
/** Behind the time: a host, then the program that wrote the line. */
const HOST =
  /^[\]\s]{1,4}(?:<[\w.]{3,20}> )?(?!(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|NOTICE|FATAL) )((?=[\w.-]{0,60}[A-Za-z])[\w.-]{1,253}) (?=[A-Za-z][\w./-]{1,80}(?:\[\d{1,10}\])?(?::? |:$))/;
/** What may stand before the time where the line is of no log that we know: a quote's mark, a level. */
const BEFORE =
  /^[\s>|[("'*]{0,8}(?:<\d{1,3}>(?:1 )?)?(?:\[?[A-Z]{3,8}\]?:?\s{1,3}\[?)?(?:\p{L}{2,3}\.?,? )?$/u;

export type Stamp = {
  /** As it stands there. */
  readonly time: string;
  /** Lower case. */
  readonly host: string | null;
};

/** Nearly all lines: a time as syslog writes it, and then a host, which no zone, year or second time stands before. */
const SYSLOG = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?= [a-z])/;

/** @returns the time and the host at the head of a mail log's line; null where it has no time */
export function stampOf(line: string): Stamp | null {
  const plain = SYSLOG.exec(line)?.[0];
  if (plain !== undefined)
    return { time: plain, host: hostIn(line.slice(plain.length, plain.length + BEHIND)) };
  const head = line.slice(0, HEAD);
  const found = STAMP.exec(head);
  if (!found) return null;
  let end = found.index + found[0].length;
  const next = NEXT_STAMP.exec(line.slice(end, end + HEAD));
  if (next) end += next[0].length;
  return { time: found[0], host: hostIn(line.slice(end, end + BEHIND)) };
}

/** Characters behind the time in which the host stands. */
const BEHIND = 340;

const hostIn = (behind: string): string | null =>
  HOST.exec(behind)?.[1]?.toLowerCase().replace(/\.$/, '') ?? null;

/** Characters of a line up to what its time is asked for; nobody's line begins further ahead. */
const LONGEST = 4000;

/** @returns the time that the line begins with on which an offset lies; null where it begins with anything else */
export function timeAt(text: string, offset: number): string | null {
  const { signs } = marksOf(text);
  const start = (signs & SIGN.newline) === 0 ? 0 : lineAt(text, offset);
  if (start === null || offset - start > LONGEST) return null;
  const head = text.slice(start, start + HEAD);
  const stop = (signs & SIGN.newline) === 0 ? -1 : head.indexOf('\n');
  const line = stop < 0 ? head : head.slice(0, stop);
  const found = mayHoldTime(line, signs) ? STAMP.exec(line) : null;
  return found && BEFORE.test(line.slice(0, found.index)) ? found[0] : null;
}

/** @returns where the line begins on which an offset lies; null where that is too far ahead */
function lineAt(text: string, offset: number): number | null {
  const from = Math.max(0, offset - LONGEST);
  const at = text.slice(from, offset + 1).lastIndexOf('\n');
  return at < 0 && from > 0 ? null : from + at + 1;
}

/** Each time has a colon between digits, or is a number at the front or behind an `@`. */
function mayHoldTime(head: string, signs: number): boolean {
  if ((signs & SIGN.clock) !== 0 && isClock(head)) return true;
  if ((signs & SIGN.at) !== 0 && head.includes('@4')) return true;
  return head.slice(0, 5).includes('1') && /^[\s[>|]{0,4}1\d/.test(head);
}

function isClock(head: string): boolean {
  for (let at = head.indexOf(':'); at > 0; at = head.indexOf(':', at + 1))
    if (isDigit(head, at - 1) && isDigit(head, at + 1)) return true;
  return false;
}

const isDigit = (text: string, at: number): boolean => {
  // A look beyond the end makes all the others slow.
  const code = at < text.length ? text.charCodeAt(at) : 0;
  return code >= 48 && code <= 57;
};
