/** An address that mail reached after it was called dead: it isn't surely dead, and nobody is to suppress it for that. */
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Delivery } from '../intake/bounce.ts';
import { addressOf } from './address.ts';
import { momentOf } from './attempts/telling.ts';

/**
 * @param at when mail arrived with the recipient since, in milliseconds since 1970; null: none did
 * @returns the verdict with that in mind: it stays what was said, and proves nothing any more
 */
export const afterArrival = (diagnosis: Diagnosis, at: number | null): Diagnosis =>
  at === null || diagnosis.category !== 'hard'
    ? diagnosis
    : { ...diagnosis, suppress: false, certainty: 'unsure', otherwise: null, arrivedSince: at };

/**
 * The same for texts that stand alone, whatever the order in which they tell it.
 * @param now when they were read, in milliseconds since 1970: what names no time is of then
 */
export function afterArrivals(
  diagnoses: readonly Diagnosis[],
  deliveries: readonly Delivery[],
  now: number,
): readonly Diagnosis[] {
  const newest = newestBy(deliveries.map((one) => [addressOf(one.recipient), momentOf(one, now)]));
  const bounced = newestBy(
    diagnoses.flatMap(({ bounce: { recipient, attempts } }) =>
      attempts.map((attempt) => [addressOf(recipient), momentOf(attempt, now)] as const),
    ),
  );
  return diagnoses.map((diagnosis) => {
    const address = addressOf(diagnosis.bounce.recipient);
    const arrived = newest.get(address);
    const isSince = arrived !== undefined && arrived > (bounced.get(address) ?? now);
    return afterArrival(diagnosis, address !== null && isSince ? arrived : null);
  });
}

function newestBy(
  moments: readonly (readonly [string | null, number])[],
): ReadonlyMap<string | null, number> {
  const newest = new Map<string | null, number>();
  for (const [address, at] of moments) newest.set(address, Math.max(at, newest.get(address) ?? 0));
  return newest;
}
