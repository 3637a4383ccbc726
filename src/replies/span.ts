/** Times that lie behind us, in words. */
import type { Line } from './leaf.ts';

/** Moments in milliseconds since 1970. */
export type Span = { readonly from: number; readonly to: number };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * @param told when somebody told of it: what is kept must still be true tomorrow
 * @returns "27 Nov, 22:10 to 22:25 (UTC)"; of the day before it was told, that it was yesterday then
 */
export function spanOf(span: Span, told: number): string {
  const was = day(span.from) === day(told - DAY) ? '; yesterday when pasted' : '';
  return `${datesOf(span, told)} (UTC${was})`;
}

/** @returns the same without a word about the day: "27 Nov, 06:10 to 06:25 (UTC)" */
export const timesOf = (span: Span, told: number): string => `${datesOf(span, told)} (UTC)`;

/** @returns its beginning and its end as moments, which every platform shows as the reader's clock has them */
export const spanLine = ({ from, to }: Span): Line =>
  Math.floor(from / MINUTE) === Math.floor(to / MINUTE)
    ? [{ kind: 'time', at: from }]
    : [
        { kind: 'time', at: from },
        { kind: 'text', text: ' to ' },
        { kind: 'time', at: to },
      ];

function datesOf({ from, to }: Span, told: number): string {
  const begin = `${dateOf(from, told)}, ${timeOf(from)}`;
  if (day(from) !== day(to)) return `${begin} to ${dateOf(to, told)}, ${timeOf(to)}`;
  return timeOf(from) === timeOf(to) ? begin : `${begin} to ${timeOf(to)}`;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** "27 Nov"; of another year with it. */
const dateOf = (at: number, told: number): string =>
  new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(day(at).slice(0, 4) === day(told).slice(0, 4) ? {} : { year: 'numeric' }),
  });

const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 16);

/** @returns "a minute", "40 minutes", "3 hours", "5 days" */
export function lengthOf({ from, to }: Span): string {
  const minutes = Math.max(1, Math.round((to - from) / MINUTE));
  if (minutes < 90) return minutesWords(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** @returns "a minute", "15 minutes" */
export const minutesWords = (minutes: number): string => (minutes === 1 ? 'a minute' : `${minutes} minutes`);

/** @returns "an hour", "4 hours" */
export const hoursWords = (hours: number): string => (hours === 1 ? 'an hour' : `${hours} hours`);
