/** By recipient, when the last mail arrived that we know of: it ends whatever seemed to last. */
import { mapGently } from '../give-way.ts';
import { among, type CaseStatus, rowsWith, type Store } from '../store/index.ts';
import type { Arrived } from './attempts/arrived.ts';

/** A recipient, and when the last mail arrived there, in milliseconds since 1970. */
export type Reached = { readonly address: string; readonly at: number };

/** So many in one statement: a few milliseconds. */
const AT_ONCE = 1000;

/** @returns the newest of each recipient, sorted by address: then few of the index's pages are touched again and again */
export async function reachedBy(
  arrived: readonly Pick<Arrived, 'address' | 'at'>[],
): Promise<readonly Reached[]> {
  const newest = new Map<string, number>();
  await mapGently(arrived, ({ address, at }) => {
    if (address !== null && at > (newest.get(address) ?? 0)) newest.set(address, at);
  });
  return [...newest.keys()].sort().map((address) => ({ address, at: newest.get(address) as number }));
}

/**
 * Remembers the newest of each recipient. What replies by itself has arrived too, and so has what somebody complains of.
 * @param reached each recipient once
 * @returns cases and bundles that may look otherwise by it: what seemed to last with one of their recipients is over, and
 *   what was called dead isn't. In a bundle of dead addresses that one is told of no more, but alone
 */
export async function noteReached(
  store: Store,
  team: string,
  reached: readonly Reached[],
): Promise<readonly string[]> {
  const cases = new Set<string>();
  for (let i = 0; i < reached.length; i += AT_ONCE) {
    const some = reached.slice(i, i + AT_ONCE);
    const rows = some.map(({ address, at }) => ({ team, address, at: new Date(at).toISOString() }));
    const later = await store
      .insertInto('deliveries')
      .columns(['team', 'address', 'at'])
      .expression(rowsWith(store, ['team', 'address', 'at'], rows))
      .onConflict((conflict) =>
        conflict
          .columns(['team', 'address'])
          .doUpdateSet((eb) => ({ at: eb.ref('excluded.at') }))
          .whereRef('deliveries.at', '<', 'excluded.at'),
      )
      .returning('address')
      .execute();
    if (later.length === 0) continue;
    const waiting = await store
      .selectFrom('case_recipients')
      .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
      .select(['cases.id', 'cases.category', 'cases.bundle', 'cases.last_at', 'case_recipients.address'])
      .where('case_recipients.team', '=', team)
      .where(
        'case_recipients.address',
        'in',
        among(
          store,
          later.map(({ address }) => address),
        ),
      )
      .where('cases.category', 'in', ['soft', 'hard'])
      .where('cases.status', 'in', WAITING)
      .execute();
    const newest = new Map(some.map(({ address, at }) => [address, at]));
    const alive = waiting.filter(
      ({ category, last_at, address }) =>
        category === 'hard' && Date.parse(last_at) < (newest.get(address) ?? 0),
    );
    for (const { id, category } of waiting) if (category === 'soft') cases.add(id);
    for (const { id, bundle } of alive) {
      cases.add(id);
      if (bundle !== null) cases.add(bundle);
    }
    await partFromBundles(
      store,
      alive.map(({ id }) => id),
    );
  }
  return [...cases];
}

async function partFromBundles(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await store
    .updateTable('cases')
    .set({ apart: 1 })
    .where('id', 'in', among(store, ids))
    .where('bundle', 'is not', null)
    .execute();
}

const WAITING: readonly CaseStatus[] = ['open', 'claimed', 'escalated', 'snoozed'];

/** @returns by address when the last mail to it arrived that we know of */
export async function arrivalsOf(
  store: Store,
  team: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let i = 0; i < addresses.length; i += AT_ONCE) {
    const rows = await store
      .selectFrom('deliveries')
      .select(['address', 'at'])
      .where('team', '=', team)
      .where('address', 'in', among(store, addresses.slice(i, i + AT_ONCE)))
      .execute();
    for (const { address, at } of rows) found.set(address, Date.parse(at));
  }
  return found;
}
