/** Moments as the command line shows them: in the zone that logs are read in, so that both agree. */
import { type Details, type Line, plain } from '../../src/replies/index.ts';
import type { Reading } from './reading.ts';

/** @returns the same with "2026-10-14 09:12 Europe/Berlin", "2026-10-14 07:12 UTC" in place of its moments */
export function inZone(zone: Reading['zone'], details: Details): Details {
  const timed = (line: Line): Line =>
    line.flatMap((leaf) => (leaf.kind === 'time' ? plain(momentIn(zone, leaf.at)) : [leaf]));
  const fact = ({ label, value }: Details['facts'][number]) => ({ label, value: timed(value) });
  return {
    ...details,
    facts: details.facts.map(fact),
    dns: details.dns.map(fact),
    history: details.history.map(timed),
  };
}

function momentIn(zone: Reading['zone'], at: number): string {
  // Sweden writes the date as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    ...(zone === null ? {} : { timeZone: zone }),
  });
  return `${format.format(at)} ${format.resolvedOptions().timeZone.replace(/^Etc\/UTC$/, 'UTC')}`;
}
