/** Mail that arrived, by recipient: it ends whatever seemed to last, and what was put off before needs nobody any more. */
import { actorJson, itself, writeEntry } from '../audit/index.ts';
import type { Delivery } from '../intake/bounce.ts';
import type { Store } from '../store/index.ts';
import { addressOf } from './address.ts';
import { momentOf, type Telling } from './attempts/telling.ts';

/** A row takes three values; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 5000;

/**
 * Remembers the newest of each recipient. What replies by itself has arrived too, and so has what somebody complains of.
 * @param now milliseconds since 1970
 * @returns those of whom nothing as new was known, with when it arrived
 */
export async function noteDeliveries(
  store: Store,
  team: string,
  deliveries: readonly Delivery[],
  tellings: readonly Telling[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  const note = (address: string | null, at: number): void => {
    if (address !== null) newest.set(address, Math.max(at, newest.get(address) ?? 0));
  };
  for (const delivery of deliveries) note(addressOf(delivery.recipient), momentOf(delivery, now));
  for (const { outcome, address, at } of tellings) {
    if (outcome === 'delivered' || outcome === 'reported') note(address, at);
  }
  const rows = [...newest].map(([address, at]) => ({ team, address, at: new Date(at).toISOString() }));
  const noted = new Map<string, number>();
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const written = await store
      .insertInto('deliveries')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict
          .columns(['team', 'address'])
          .doUpdateSet((eb) => ({ at: eb.ref('excluded.at') }))
          .whereRef('deliveries.at', '<', 'excluded.at'),
      )
      .returning(['address', 'at'])
      .execute();
    for (const { address, at } of written) noted.set(address, Date.parse(at));
  }
  return noted;
}

/** @returns by address when the last mail to it arrived that we know of */
export async function arrivalsOf(
  store: Store,
  team: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let i = 0; i < addresses.length; i += ROWS_AT_ONCE) {
    const rows = await store
      .selectFrom('deliveries')
      .select(['address', 'at'])
      .where('team', '=', team)
      .where('address', 'in', addresses.slice(i, i + ROWS_AT_ONCE))
      .execute();
    for (const { address, at } of rows) found.set(address, Date.parse(at));
  }
  return found;
}

/**
 * What was put off before mail arrived counts no more. A case that is left with nothing is settled by itself.
 * @param arrived from `noteDeliveries`
 * @returns the cases that changed
 */
export async function settleArrived(
  store: Store,
  team: string,
  arrived: ReadonlyMap<string, number>,
  now: number,
): Promise<readonly string[]> {
  const changed = new Map<string, number>();
  const addresses = [...arrived.keys()];
  for (let i = 0; i < addresses.length; i += ROWS_AT_ONCE) {
    const rows = await store
      .selectFrom('attempts')
      .select(['id', 'case_id', 'address', 'at'])
      .where('team', '=', team)
      .where('address', 'in', addresses.slice(i, i + ROWS_AT_ONCE))
      .where('outcome', '=', 'deferred')
      .where('counts', '=', 1)
      .execute();
    const over = rows.filter(({ address, at }) => Date.parse(at) < (arrived.get(address ?? '') ?? 0));
    if (over.length === 0) continue;
    await store
      .updateTable('attempts')
      .set({ counts: 0 })
      .where('team', '=', team)
      .where(
        'id',
        'in',
        over.map(({ id }) => id),
      )
      .execute();
    for (const { case_id } of over) changed.set(case_id, (changed.get(case_id) ?? 0) + 1);
  }
  for (const [id, count] of changed) await countDown(store, team, id, count, now);
  return [...changed.keys()];
}

async function countDown(store: Store, team: string, id: string, by: number, now: number): Promise<void> {
  const { count, status } = await store
    .updateTable('cases')
    .set((eb) => ({ count: eb('count', '-', by), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning(['count', 'status'])
    .executeTakeFirstOrThrow();
  if (count > 0 || status !== 'open') return;
  const origin = { by: itself(team), at: new Date(now), place: null };
  await store
    .updateTable('cases')
    .set({ status: 'resolved', status_by: actorJson(origin.by), status_at: origin.at.toISOString() })
    .where('id', '=', id)
    .execute();
  const after = { status: 'resolved', why: 'the mail arrived after all' };
  await writeEntry(store, origin, { team, action: 'withdrawn', caseId: id, before: { status }, after });
}
