/** What a file's first lines tell: whether it is a log, and from when on. */
import { logKinds } from '../formats/logs/index.ts';
import { looksLikeMail } from '../mail.ts';
import { clockOf } from '../time/clock.ts';
import { momentOf } from '../time/moment.ts';
import { stampOf } from '../time/stamp.ts';
import type { When } from './whole-log.ts';
import { parsed, timeOf } from './wrapped.ts';

/** Lines that are looked at, and characters of each. */
const MOST_LINES = 200;
const LONGEST = 4000;
/** Mails that stand one behind the other in a file (RFC 4155). */
const MBOX = /^From \S/;
/** A line of JSON, as shippers and platforms write them. */
const OBJECT = /^\{"/;
/** Kinds whose lines begin with no time, or with none that is looked for there. */
const UNTIMED: ReadonlySet<string> = new Set([
  'PowerMTA',
  'Exchange message tracking',
  'Haraka',
  'ZoneMTA',
  'OpenSMTPD',
]);
/** Kinds whose lines are a mail server's and nobody else's. */
const named = logKinds.filter(({ sieve }) => sieve !== undefined);
const untimed = logKinds.filter(({ name }) => UNTIMED.has(name));

/**
 * @param front the first characters of a file; its last line may be cut
 * @returns whether most of its lines begin with a time, are objects of JSON, or of a log whose lines have no time in front
 */
export function isLog(front: string): boolean {
  if (MBOX.test(front) || looksLikeMail(front)) return false;
  const lines = linesOf(front);
  const logged = lines.filter(
    (line) => OBJECT.test(line) || stampOf(line) !== null || untimed.some((kind) => kind.line.test(line)),
  );
  return logged.length > 1 && logged.length * 2 >= lines.length;
}

/**
 * @param whole all of a file
 * @returns whether it is one line of a mail server's log: what a log holds right after it was rotated, or an answer that
 *   somebody wrote into a file. What stands beside it tells
 */
export function isLogLine(whole: string): boolean {
  const [line, ...others] = linesOf(whole);
  if (line === undefined || others.length > 0 || stampOf(line) === null) return false;
  return named.some((kind) => kind.line.test(line));
}

/** @returns when the first line was written that says so, in milliseconds since 1970; null: none does */
export function beginOf(front: string, { now, zone }: When): number | null {
  const clock = clockOf(front, now, zone);
  for (const line of linesOf(front)) {
    const object = OBJECT.test(line) ? parsed(line) : null;
    const told = object === null ? stampOf(line)?.time : timeOf(object);
    const time = momentOf(told, clock);
    if (time !== null) return Date.parse(time);
  }
  return null;
}

function linesOf(front: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < front.length && lines.length < MOST_LINES; ) {
    const stop = front.indexOf('\n', at);
    const end = stop < 0 ? front.length : stop;
    const line = front.slice(at, Math.min(end, at + LONGEST));
    if (line.trim() !== '') lines.push(line);
    at = end + 1;
  }
  return lines;
}
