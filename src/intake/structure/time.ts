/** When an event happened, as platforms write it. */
import { isoTime } from '../formats/report.ts';
import type { Leaf } from './leaves.ts';

/** @returns Unix time in seconds or milliseconds (number or digits) as ISO 8601; null for anything else */
export function fromUnix(value: number | string | null | undefined): string | null {
  const seconds = typeof value === 'string' && /^\d{9,13}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return null;
  const date = new Date(seconds > 1e11 ? seconds : seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** @returns the first time that an event's keys name; null where none does */
export function timeIn(leaves: readonly Leaf[]): string | null {
  for (const { keys, text } of leaves) {
    if (keys.at(-1)?.fact !== 'time' || text.length > 60) continue;
    const time = fromUnix(text) ?? isoTime(text);
    if (time !== null) return time;
  }
  return null;
}
