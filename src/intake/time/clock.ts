/** What a time without a year or without a zone is taken by: when the text was pasted, and which zone its logs are in. */
import { atWall, type Zone } from './zone.ts';

export type Clock = {
  /** When the text was pasted, in Unix milliseconds; null where nobody says. */
  readonly now: number | null;
  /** @returns the Unix time of what a clock on the wall shows, both in milliseconds */
  readonly atWall: (wall: number) => number;
};

/** Times that are looked at for the zone that they are in: a paste is of one place. */
const LOOKED_AT = 64 * 1024;
const ZONED =
  /\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:([+-]\d\d):?([0-5]\d)(?!\d)|(?:Z|UTC|GMT)\b(?![+-]))/g;

/**
 * @param now when it was pasted, in Unix milliseconds
 * @param zone what holds where no time of the text names its zone: a name such as "Europe/Berlin", or null: this machine's
 */
export function clockOf(text: string, now: number | null, zone: Zone): Clock {
  let usual: number | null | undefined;
  return {
    now,
    atWall(wall) {
      const otherwise = atWall(zone, wall);
      if (usual === undefined) usual = usualOffset(text);
      // Where the setting's zone may be meant, it knows of summer time.
      return usual === null || wall - otherwise === usual || isOf(zone, usual, wall)
        ? otherwise
        : wall - usual;
    },
  };
}

/** Whether a zone has this offset at another time of the year. */
function isOf(zone: Zone, offset: number, wall: number): boolean {
  const half = 182 * 86_400_000;
  return offset !== 0 && wall - half - atWall(zone, wall - half) === offset;
}

/** @returns the offset that most of the times in a text name, in milliseconds; null where none does, or as many another */
function usualOffset(text: string): number | null {
  const counts = new Map<number, number>();
  const head = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text;
  ZONED.lastIndex = 0;
  for (let found = ZONED.exec(head); found !== null; found = ZONED.exec(head)) {
    const [, hours = '+00', minutes = '00'] = found;
    const sign = hours.startsWith('-') ? -1 : 1;
    const offset = sign * (Math.abs(Number(hours)) * 60 + Number(minutes)) * 60_000;
    counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}
