/** How long a case can be put aside. */
export const SNOOZES = ['1h', '24h', 'monday'] as const;
export type Snooze = (typeof SNOOZES)[number];

/** On a Monday people start at nine, in the time zone of the machine that the bot runs on (`TZ`). */
const START_OF_DAY = 9;
const HOUR = 60 * 60 * 1000;

/** @returns when it comes back, milliseconds since 1970 */
export function snoozeUntil(snooze: Snooze, now: Date): number {
  if (snooze === '1h') return now.getTime() + HOUR;
  if (snooze === '24h') return now.getTime() + 24 * HOUR;
  const monday = new Date(now);
  monday.setHours(START_OF_DAY, 0, 0, 0);
  const days = (8 - monday.getDay()) % 7;
  monday.setDate(monday.getDate() + days);
  if (monday <= now) monday.setDate(monday.getDate() + 7);
  return monday.getTime();
}
