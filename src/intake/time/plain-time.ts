/** Times that are read without an expression: the two notations that nearly every log has. */
import { shortMonthOf } from './months.ts';

/** A day as a text names it, and what stands behind it there. */
export type Day = {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
  readonly rest: string;
};

/** Characters of `10:15:02`. */
const CLOCK_LENGTH = 8;

/**
 * @param told a time as it stands in a text, alone
 * @returns the day and the milliseconds of it that `2026-03-03 10:15:02` (or with a `T`) and `Mar  3 10:15:02` name;
 * null for what is written in any other way
 */
export function plainTime(told: string): { readonly day: Day; readonly ofDay: number } | null {
  const at = told.length - CLOCK_LENGTH;
  if (at !== 7 && at !== 11) return null;
  if (told[at + 2] !== ':' || told[at + 5] !== ':') return null;
  const [hour, minute, second] = [twoDigits(told, at), twoDigits(told, at + 3), twoDigits(told, at + 6)];
  if (!(hour < 24 && minute < 60 && second <= 60)) return null;
  const day = at === 7 ? dayOfSyslog(told) : dayOfIso(told);
  return day === null ? null : { day, ofDay: ((hour * 60 + minute) * 60 + second) * 1000 };
}

function dayOfIso(told: string): Day | null {
  const isParted = told[4] === '-' && told[7] === '-' && (told[10] === ' ' || told[10] === 'T');
  const year = twoDigits(told, 0) * 100 + twoDigits(told, 2);
  const [month, day] = [twoDigits(told, 5) - 1, twoDigits(told, 8)];
  return isParted && year + month + day >= 0 ? { year, month, day, rest: '' } : null;
}

function dayOfSyslog(told: string): Day | null {
  if (told[3] !== ' ' || told[6] !== ' ') return null;
  const day = told[4] === ' ' ? twoDigits(`0${told[5]}`, 0) : twoDigits(told, 4);
  const month = shortMonthOf(told.slice(0, 3));
  return month === null || !(day >= 0) ? null : { year: null, month, day, rest: '' };
}

/** @returns NaN where no two digits stand there */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
