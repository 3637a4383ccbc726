/** Until when a case is put aside, as people write it. */

/** People start at nine, in the time zone of the machine that the bot runs on (`TZ`). */
const START_OF_DAY = 9;
const HOUR = 60 * 60 * 1000;

/** Milliseconds: who puts something off for longer has forgotten it by then. */
const LONGEST = 90 * 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };

/**
 * @param words "12h", "3 days", "2 w"; or a day, "2026-11-25", with a time behind it, "2026-11-25 14:30", in the
 *   time zone of the machine. A day alone begins at nine.
 * @returns milliseconds since 1970; null where it is none of these, is not in the future, or over 90 days away
 */
export function readUntil(words: string, now: Date): number | null {
  const text = words.trim().toLowerCase();
  const span = /^(\d{1,4})\s*(h|d|w)(?:ours?|ays?|eeks?)?$/.exec(text);
  const day = /^(\d{4})-(\d\d)-(\d\d)(?:[ t]+(\d\d?):(\d\d))?$/.exec(text);
  const at = span
    ? now.getTime() + Number(span[1]) * (UNITS[span[2] ?? ''] ?? Number.NaN)
    : day
      ? momentOf(day.slice(1).map((part) => (part === undefined ? null : Number(part))))
      : Number.NaN;
  return at > now.getTime() && at <= now.getTime() + LONGEST ? at : null;
}

/** @returns NaN for a day that there is not, such as 30 February */
function momentOf([year, month, day, hour, minute]: readonly (number | null)[]): number {
  const at = new Date(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? START_OF_DAY, minute ?? 0);
  const isThere = at.getMonth() === (month ?? 0) - 1 && (hour ?? 0) < 24 && (minute ?? 0) < 60;
  return isThere ? at.getTime() : Number.NaN;
}
