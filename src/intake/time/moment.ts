/** Every notation of a time that mail servers, mail programs, platforms and log viewers write, read by one parser. */
import type { Clock } from './clock.ts';
import { monthOf } from './months.ts';
import { type Day, plainTime } from './plain-time.ts';
import { atWall, isZone } from './zone.ts';

/** Longest text that is looked at, in characters. */
const LONGEST = 80;
const DAY = 86_400_000;
/** There was no mail bounced before that we are asked of; and clocks go wrong. */
const EARLIEST = Date.UTC(1990, 0);
const LATEST = Date.UTC(2100, 0);

/** `@4000000069a6b3d012345678`: TAI64N, 2^62 and ten seconds before 1970 in UTC (https://cr.yp.to/libtai/tai64.html). */
const TAI = /^@4([\da-f]{15})(?:([\da-f]{8}))?$/i;
const UNIX = /^\d{9,10}(?:\.\d{1,9})?$|^\d{12,13}(?:\.\d{1,6})?$|^\d{15,16}$|^\d{18,19}$/;
/** `20260303T101502Z`, `20260303101502`. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)(?=$|[\sZ+-])/;
const TIME = /(?<![\d:])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?![\d:])(?:\s?([AaPp])\.?[Mm]\b\.?)?/;
const OFFSET = /^\s?(?:(?:UTC|GMT)\s?)?([+-])(\d{1,2}):?([0-5]\d)?(?!\d)/;
/** RFC 5322 §4.3, and those of Europe: their names mean one zone alone. */
const HOURS: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 1,
  cet: 1,
  cest: 2,
  met: 1,
  mest: 2,
  mez: 1,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  jst: 9,
  kst: 9,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  aest: 10,
  aedt: 11,
};
const YEAR_FIRST = /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const DAY_FIRST =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s/-]{0,2}(?:de\s)?(\p{L}{3,12})\.?,?[\s/-]{0,2}(?:de\s)?(?:(\d{4}|\d\d)(?![\d:]))?/u;
const MONTH_FIRST =
  /(?<!\p{L})(\p{L}{3,12})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s{1,3}(\d{4})(?![\d:]))?/u;
const DOTTED = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)(?!\d)/;
const SLASHED = /(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)/;
/** `Tue Mar  3 10:15:02 2026` */
const YEAR_LAST = /(?<![\d:.])(\d{4})\s*$/;

/**
 * @param told a time as it stands in a text, alone: with a zone or without, with a year or without
 * @param clock what it is taken by where it has none
 * @returns ISO 8601 in UTC; null for what is no time, impossible (31 February, tomorrow's next week), or may be read in
 * two ways (03/04/2026)
 */
export function momentOf(told: string | number | null | undefined, clock: Clock): string | null {
  if (told == null) return null;
  if (last !== null && last.told === told && last.clock === clock) return last.moment;
  const moment = readMoment(told, clock);
  last = { told, clock, moment };
  return moment;
}

/** The last one that was read: a log has many lines of one second, one behind the other. */
let last: {
  readonly told: string | number;
  readonly clock: Clock;
  readonly moment: string | null;
} | null = null;

function readMoment(told: string | number, clock: Clock): string | null {
  const at = unixOf(String(told).trim(), clock);
  if (at === null || !(at >= EARLIEST && at < LATEST)) return null;
  return clock.now !== null && at > clock.now + DAY ? null : new Date(at).toISOString();
}

/** @returns whether a text is a time and nothing else, whenever it was */
export const isTime = (text: string): boolean => momentOf(text, ANY) !== null;
const ANY: Clock = { now: LATEST, atWall: (wall) => wall };

function unixOf(told: string, clock: Clock): number | null {
  if (told.length < 9 || told.length > LONGEST) return null;
  const plain = plainTime(told);
  if (plain !== null) return unixIn(plain.day, plain.ofDay, null, clock);
  if (UNIX.test(told)) return ofUnix(told);
  const tai = TAI.exec(told);
  if (tai)
    return (
      Number.parseInt(tai[1] ?? '', 16) * 1000 - 10_000 + Math.floor(Number.parseInt(tai[2] ?? '0', 16) / 1e6)
    );
  const text = told
    .replace(COMPACT, '$1-$2-$3 $4:$5:$6')
    .replace(/[年月]/g, '-')
    .replace('日', ' ');
  // Apache puts a colon between day and time.
  const time = TIME.exec(text.replace(/^(\[?\d{1,2}\/\p{L}{3,12}\/\d{4}):/u, '$1 '));
  if (!time) return null;
  const ofDay = msOf(time);
  const source = time.input;
  const zone = zoneAt(source.slice(time.index + time[0].length));
  const day = dayIn(`${source.slice(0, time.index)} `) ?? dayIn(zone?.rest ?? '');
  if (ofDay === null || zone === null || day === null) return null;
  return unixIn(day.year === null ? { ...day, year: yearIn(zone.rest) } : day, ofDay, zone.offset, clock);
}

/** @param offset of the zone, in milliseconds; its name; or null where none is told */
function unixIn(day: Day, ofDay: number, offset: number | string | null, clock: Clock): number | null {
  const unix = (wall: number): number =>
    offset === null ? clock.atWall(wall) : typeof offset === 'string' ? atWall(offset, wall) : wall - offset;
  if (day.year !== null) {
    const wall = wallOf(day.year, day, ofDay);
    return wall === null ? null : unix(wall);
  }
  if (clock.now === null) return null;
  // The newest that isn't over a day ahead; 29 February is up to eight years back.
  const last = new Date(clock.now).getUTCFullYear() + 1;
  for (let one = last; one > last - 10; one--) {
    const wall = wallOf(one, day, ofDay);
    if (wall !== null && unix(wall) <= clock.now + DAY) return unix(wall);
  }
  return null;
}

/** Seconds, or smaller parts of them where there are too many digits for seconds. */
function ofUnix(digits: string): number {
  const [whole = ''] = digits.split('.');
  const unit = whole.length <= 10 ? 1000 : whole.length <= 13 ? 1 : whole.length <= 16 ? 1e-3 : 1e-6;
  return Math.floor(Number(digits) * unit);
}

function msOf([, hours = '', minutes = '', seconds = '0', fraction = '', half]: RegExpExecArray):
  | number
  | null {
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  // Of a leap second, 60, the clock is one ahead.
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  return (
    ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 +
    Number(fraction.padEnd(3, '0').slice(0, 3))
  );
}

/** What stands behind the time of day: its zone, then perhaps the date or the year. Null where it names an unknown zone. */
function zoneAt(behind: string): { readonly offset: number | string | null; readonly rest: string } | null {
  // The year may stand before the zone: `Tue Mar  3 10:15:02 2026 +0000`.
  const plain = behind
    .replace(/\([^()]{0,60}\)\s*$/, '')
    .replace(/^\s(\d{4})(\s[+-]\d{4})$/, '$2 $1')
    .trimEnd();
  const named = /\[([\w/+-]{3,40})\]$/.exec(plain)?.[1];
  const told = named === undefined ? plain : plain.slice(0, -named.length - 2);
  const offset = OFFSET.exec(told);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    const rest = told.slice(offset[0].length).replace(/^\s?(?:UTC|GMT|[A-Z]{3,4})\b/, '');
    return minutes > 14 * 60 ? null : { offset: (offset[1] === '-' ? -1 : 1) * minutes * 60_000, rest };
  }
  if (named !== undefined) return isZone(named) ? { offset: named, rest: told } : null;
  const word = /^\s?([A-Za-z]{1,5})\b(?!\.)/.exec(told);
  const hours = HOURS[word?.[1]?.toLowerCase() ?? ''];
  if (word && hours !== undefined) return { offset: hours * 3_600_000, rest: told.slice(word[0].length) };
  const isName = word !== null && word[1] === word[1]?.toUpperCase() && monthOf(word[1] ?? '') === null;
  return isName ? null : { offset: null, rest: told };
}

const yearIn = (rest: string): number | null => {
  const year = YEAR_LAST.exec(rest)?.[1];
  return year === undefined ? null : Number(year);
};

/** @returns the day that a text names, in whichever order; null where it names none or may name two */
function dayIn(text: string): Day | null {
  const numbers = (found: RegExpExecArray, year: string | undefined, month: number, day: number): Day => ({
    year: year === undefined ? null : fullYear(year),
    month,
    day,
    rest: text.slice(found.index + found[0].length),
  });
  const first = YEAR_FIRST.exec(text);
  if (first) return numbers(first, first[1], Number(first[3]) - 1, Number(first[4]));
  const dotted = DOTTED.exec(text);
  if (dotted) return numbers(dotted, dotted[3], Number(dotted[2]) - 1, Number(dotted[1]));
  const slashed = SLASHED.exec(text);
  if (slashed) {
    const [one, other] = [Number(slashed[1]), Number(slashed[3])];
    if (one !== other && one <= 12 && other <= 12) return null;
    return numbers(slashed, slashed[4], Math.min(one, other) - 1, Math.max(one, other));
  }
  const reversed = DAY_FIRST.exec(text);
  const month = monthOf(reversed?.[2] ?? '');
  if (reversed && month !== null) return numbers(reversed, reversed[3], month, Number(reversed[1]));
  const named = MONTH_FIRST.exec(text);
  const other = monthOf(named?.[1] ?? '');
  return named && other !== null
    ? numbers(named, named[3] ?? yearBefore(text, named.index), other, Number(named[2]))
    : null;
}

/** `2026 Mar  3` */
const yearBefore = (text: string, at: number): string | undefined =>
  /(\d{4})\s$/.exec(text.slice(0, at))?.[1];

/** RFC 5322 §4.3: two digits up to 49 are of this century. */
const fullYear = (digits: string): number =>
  digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 50 ? 2000 : 1900);

/** @returns what a clock on the wall shows, as if in UTC; null for days that aren't in the calendar */
function wallOf(year: number, { month, day }: Day, ofDay: number): number | null {
  const midnight = Date.UTC(year, month, day);
  const date = new Date(midnight);
  return date.getUTCMonth() === month && date.getUTCDate() === day && month >= 0 ? midnight + ofDay : null;
}
