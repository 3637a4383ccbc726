/** How long the server's own words ask to wait: "greylisted for 300 seconds", "try again in 00:04:59". */
import { hoursWords, minutesWords } from './span.ts';

/** Characters of the words that are looked at. */
const LONGEST = 2000;

/** Who asks to wait has one of these in front of the time. */
const ASKED =
  '(?:try(?:ing)? (?:it )?again|retry(?:ing)?|resend|re-?try after|come back|wait(?:ing)?|gr[ea]y[ -]?list(?:ed|ing)|delayed|deferred|resubmit)';
const CLOCK = new RegExp(`\\b${ASKED}\\b[^\\d\\n]{0,40}\\b(\\d{1,2}):(\\d\\d):(\\d\\d)\\b`, 'i');
const COUNTED = new RegExp(
  `\\b${ASKED}\\b[^\\d\\n]{0,40}\\b(\\d{1,6}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\\b`,
  'i',
);
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** A server that asks for more means no retry. */
const MOST = 48 * 3600;

/** @returns "5 minutes", "2 hours", rounded up; null where the words name no time to wait */
export function waitStated(words: string): string | null {
  const text = words.slice(0, LONGEST);
  const clock = CLOCK.exec(text);
  const counted = COUNTED.exec(text);
  const seconds =
    clock !== null
      ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
      : Number(counted?.[1]) * (UNITS[counted?.[2]?.[0]?.toLowerCase() ?? ''] ?? Number.NaN);
  if (!(seconds > 0 && seconds <= MOST)) return null;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? minutesWords(minutes) : hoursWords(Math.ceil(minutes / 60));
}
