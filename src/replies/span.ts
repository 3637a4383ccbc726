/** Times that lie behind us, in words. */

/** Moments in milliseconds since 1970. */
export type Span = { readonly from: number; readonly to: number };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * @param now when it is read
 * @returns "yesterday, 22:10 to 22:25 (UTC)"; "today", or the date of what is older
 */
export function spanOf(span: Span, now: number): string {
  return `${isToday(span.from, now) ? 'today, ' : ''}${timesOf(span, now)}`;
}

/** @returns the same, of today the times alone: "06:10 to 06:25 (UTC)" */
export function timesOf({ from, to }: Span, now: number): string {
  const minute = (at: number): string => new Date(at).toISOString().slice(0, 16);
  if (minute(from) === minute(to)) return `${dayOf(from, now)}${timeOf(from)} (UTC)`;
  const sameDay = minute(from).slice(0, 10) === minute(to).slice(0, 10);
  const end = sameDay ? timeOf(to) : `${dayOf(to, now) || 'today, '}${timeOf(to)}`;
  return `${dayOf(from, now)}${timeOf(from)} to ${end} (UTC)`;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const isToday = (at: number, now: number): boolean => day(at) === day(now);

function dayOf(at: number, now: number): string {
  if (isToday(at, now)) return '';
  return day(at) === day(now - DAY) ? 'yesterday, ' : `${day(at)}, `;
}

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
