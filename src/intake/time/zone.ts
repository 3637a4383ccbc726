/** How far a zone is ahead of UTC, by the time zone database that comes with Node (Intl). */

/** A zone's name; null is the zone of this machine, which takes as long to find out as Node to start. */
export type Zone = string | null;

const names = new Map<Zone, Intl.DateTimeFormat | null>();

function formatOf(zone: Zone): Intl.DateTimeFormat | null {
  let format = names.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en', {
        ...(zone === null ? {} : { timeZone: zone }),
        timeZoneName: 'longOffset',
        year: 'numeric',
      });
    } catch {
      format = null;
    }
    names.set(zone, format);
  }
  return format;
}

/** @returns whether it is the name of a zone: "Europe/Berlin", "UTC" */
export const isZone = (name: string): boolean => /^[A-Z]/i.test(name) && formatOf(name) !== null;

/** Offsets change at quarters of an hour at the most. */
const STEP = 900_000;
const MOST_KNOWN = 5000;
const known = new Map<string, number>();

/**
 * @param zone a name that `isZone` knows, or null
 * @param at Unix milliseconds
 * @returns milliseconds ahead of UTC
 */
function offsetAt(zone: Zone, at: number): number {
  if (zone === 'UTC') return 0;
  const key = `${zone} ${Math.floor(at / STEP)}`;
  let offset = known.get(key);
  if (offset === undefined) {
    const told =
      formatOf(zone)
        ?.formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(told) ?? [];
    offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, offset);
  }
  return offset;
}

const DAY = 86_400_000;

/**
 * @param wall what a clock on the wall shows, as if it were UTC, in Unix milliseconds
 * @returns Unix milliseconds; of an hour that clocks show twice the first, of one that they leap over as if they hadn't
 * leapt yet (RFC 5545 §3.3.5)
 */
export function atWall(zone: Zone, wall: number): number {
  const before = offsetAt(zone, wall - DAY);
  const after = offsetAt(zone, wall + DAY);
  const [first, second] = [wall - before, wall - after];
  if (before === after || offsetAt(zone, first) === before) return first;
  return offsetAt(zone, second) === after ? second : first;
}
