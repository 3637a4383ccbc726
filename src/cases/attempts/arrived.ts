/** What a text tells of mail that arrived, as far as it is remembered. */
import type { Delivery } from '../../intake/bounce.ts';
import { addressOf } from '../address.ts';
import { keysOf, momentOf, type Telling } from './telling.ts';

export type Arrived = {
  /** What the message is known by, each a digest; none where the text names no id of it. */
  readonly keys: readonly string[];
  readonly address: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** @param now when the text came, in milliseconds since 1970 */
export const toArrived = (delivery: Delivery, now: number): Arrived => ({
  keys: keysOf(delivery),
  address: addressOf(delivery.recipient),
  at: momentOf(delivery, now),
});

/** What replies by itself has arrived, and so has what somebody complains of. */
export const arrivedAmong = (tellings: readonly Telling[]): readonly Arrived[] =>
  tellings.flatMap(({ outcome, named, keys, address, at }) =>
    outcome === 'delivered' || outcome === 'reported' ? [{ keys: named ? keys : [], address, at }] : [],
  );
