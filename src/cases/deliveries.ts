/** Mail that arrived, by recipient: it ends whatever seemed to last. */
import type { Delivery } from '../intake/bounce.ts';
import type { Store } from '../store/index.ts';
import { addressOf } from './address.ts';
import { momentOf, type Telling } from './attempts/telling.ts';

/** A row takes three values; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 5000;

/**
 * Remembers the newest of each recipient. What replies by itself has arrived too, and so has what somebody complains of.
 * @param now milliseconds since 1970
 */
export async function noteDeliveries(
  store: Store,
  team: string,
  deliveries: readonly Delivery[],
  tellings: readonly Telling[],
  now: number,
): Promise<void> {
  const newest = new Map<string, number>();
  const note = (address: string | null, at: number): void => {
    if (address !== null) newest.set(address, Math.max(at, newest.get(address) ?? 0));
  };
  for (const delivery of deliveries) note(addressOf(delivery.recipient), momentOf(delivery, now));
  for (const { outcome, address, at } of tellings) {
    if (outcome === 'delivered' || outcome === 'reported') note(address, at);
  }
  const rows = [...newest].map(([address, at]) => ({ team, address, at: new Date(at).toISOString() }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    await store
      .insertInto('deliveries')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict
          .columns(['team', 'address'])
          .doUpdateSet((eb) => ({ at: eb.ref('excluded.at') }))
          .whereRef('deliveries.at', '<', 'excluded.at'),
      )
      .execute();
  }
}
