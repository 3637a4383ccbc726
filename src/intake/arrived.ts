/** What arrived after all. */
import { deliveryOf, idsOf, triedAt } from './attempt.ts';
import type { Attempt, Bounce, Delivery } from './bounce.ts';
import { MOST, type Passage } from './found.ts';
import type { Clock } from './time/clock.ts';

/** A delivery, and where the text tells of it. */
type Arrival = { readonly delivery: Delivery; readonly at: number };

const NONE: readonly never[] = [];

/** @returns the deliveries that passages tell, in the order of the text; of more than a reading holds the last ones */
export const arrivalsIn = (passages: readonly Passage[], clock: Clock): readonly Arrival[] =>
  passages.every(({ delivered }) => delivered === undefined)
    ? NONE
    : passages
        .flatMap(({ delivered = [], start: at }) => delivered.map((found) => ({ found, at })))
        .slice(-MOST)
        .flatMap(({ found, at }) => {
          const delivery = deliveryOf(found, clock);
          return delivery === null ? [] : [{ delivery, at }];
        });

/**
 * What was put off and arrived later needs nobody; that another message arrived undoes nothing.
 * @param bounces with where the text tells of them: what counts where either has no time
 */
export function withoutArrived(
  bounces: readonly { readonly bounce: Bounce; readonly at: number }[],
  arrived: readonly Arrival[],
): readonly Bounce[] {
  const last = new Map<string, Arrival>();
  for (const one of arrived) {
    for (const key of keysOf(one.delivery)) {
      const known = last.get(key);
      if (known === undefined || isLater(one, { attempt: known.delivery, at: known.at })) last.set(key, one);
    }
  }
  return bounces
    .filter(({ bounce, at }) => {
      if (bounce.action !== 'delayed') return true;
      return !keysOf(bounce).some((key) => {
        const arrival = last.get(key);
        return (
          arrival !== undefined &&
          isOfOne(arrival.delivery, bounce) &&
          isLater(arrival, { attempt: bounce, at })
        );
      });
    })
    .map(({ bounce }) => bounce);
}

/** By what a message to one recipient is known again. */
const keysOf = (one: Attempt & Pick<Bounce, 'recipient'>): readonly string[] =>
  one.recipient === null ? [] : idsOf(one).map((id) => `${id} ${one.recipient?.toLowerCase()}`);

function isLater(
  { delivery, at }: Arrival,
  before: { readonly attempt: Parameters<typeof triedAt>[0]; readonly at: number },
): boolean {
  const [one, other] = [triedAt(delivery), triedAt(before.attempt)];
  return one !== null && other !== null && one !== other ? one > other : at > before.at;
}

/** How long a server keeps a message (Postfix's maximal_queue_lifetime): after that its id is another one's. */
const LIFETIME = 5 * 24 * 60 * 60_000;

/** Ids of a queue are used again: the Message-ID or the time tells. */
function isOfOne(delivery: Attempt, before: Attempt): boolean {
  if (delivery.messageId !== null && before.messageId !== null && delivery.messageId !== before.messageId)
    return false;
  const [one, other] = [triedAt(delivery), triedAt(before)];
  return one === null || other === null || one - other <= LIFETIME;
}
