/** Moments as the command line shows them: in the zone that logs are read in, so that both agree. */
import type { Reading } from './reading.ts';

/** @returns "2026-10-14 09:12 Europe/Berlin", "2026-10-14 07:12 UTC" */
export function momentIn(zone: Reading['zone'], at: number): string {
  // Sweden writes the date as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    ...(zone === null ? {} : { timeZone: zone }),
  });
  return `${format.format(at)} ${format.resolvedOptions().timeZone.replace(/^Etc\/UTC$/, 'UTC')}`;
}
