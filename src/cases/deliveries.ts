/** Mail that arrived: to a recipient, it ends whatever seemed to last; and what was put off of it needs nobody any more. */
import { actorJson, itself, writeEntry } from '../audit/index.ts';
import type { Delivery } from '../intake/bounce.ts';
import type { CaseStatus, Store } from '../store/index.ts';
import { addressOf } from './address.ts';
import type { Mailings } from './attempts/mailings.ts';
import { digest, keysOf, momentOf, type Telling } from './attempts/telling.ts';
import { isOvertaken } from './attempts/tries.ts';
import { keepTimes } from './move.ts';

/** A row takes three values; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 5000;

/**
 * Remembers the newest of each recipient. What replies by itself has arrived too, and so has what somebody complains of.
 * @param now milliseconds since 1970
 * @returns cases and bundles that may look otherwise by it: what seemed to last with one of their recipients is over, and
 *   what was called dead isn't. In a bundle of dead addresses that one is told of no more, but alone
 */
export async function noteDeliveries(
  store: Store,
  team: string,
  deliveries: readonly Delivery[],
  tellings: readonly Telling[],
  now: number,
): Promise<readonly string[]> {
  const newest = new Map<string, number>();
  const note = (address: string | null, at: number): void => {
    if (address !== null) newest.set(address, Math.max(at, newest.get(address) ?? 0));
  };
  for (const delivery of deliveries) note(addressOf(delivery.recipient), momentOf(delivery, now));
  for (const { outcome, address, at } of tellings) {
    if (outcome === 'delivered' || outcome === 'reported') note(address, at);
  }
  const rows = [...newest].map(([address, at]) => ({ team, address, at: new Date(at).toISOString() }));
  const cases = new Set<string>();
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const later = await store
      .insertInto('deliveries')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
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
        later.map(({ address }) => address),
      )
      .where('cases.category', 'in', ['soft', 'hard'])
      .where('cases.status', 'in', WAITING)
      .execute();
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
    .where('id', 'in', ids)
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

/** A message and a recipient of it, and when it arrived there, in milliseconds since 1970. */
export type Arrival = { readonly mailing: string; readonly address: string; readonly at: number };

const arrivalKey = (mailing: string, address: string | null): string => `${mailing} ${address}`;

/**
 * Remembers which messages arrived. What names no id of its message tells of none that was put off.
 * @param now milliseconds since 1970
 */
export async function noteArrivals(
  store: Store,
  team: string,
  deliveries: readonly Delivery[],
  tellings: readonly Telling[],
  mailings: Pick<Mailings, 'of'>,
  now: number,
): Promise<readonly Arrival[]> {
  const newest = new Map<string, Arrival & { readonly id: string }>();
  const note = (key: string | undefined, address: string | null, at: number): void => {
    if (key === undefined || address === null) return;
    const id = digest('arrived', key, address);
    if (at > (newest.get(id)?.at ?? 0)) newest.set(id, { id, mailing: mailings.of(key), address, at });
  };
  for (const delivery of deliveries)
    note(keysOf(delivery)[0], addressOf(delivery.recipient), momentOf(delivery, now));
  for (const { outcome, named, keys, address, at } of tellings) {
    if (named && (outcome === 'delivered' || outcome === 'reported')) note(keys[0], address, at);
  }
  const arrived = [...newest.values()];
  for (let i = 0; i < arrived.length; i += ROWS_AT_ONCE) {
    await store
      .insertInto('arrivals')
      .values(
        arrived
          .slice(i, i + ROWS_AT_ONCE)
          .map(({ at, ...row }) => ({ team, ...row, at: new Date(at).toISOString() })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['team', 'id'])
          .doUpdateSet((eb) => ({ at: eb.ref('excluded.at') }))
          .whereRef('arrivals.at', '<', 'excluded.at'),
      )
      .execute();
  }
  return arrived;
}

/** @returns when a message arrived with a recipient, 0: never, as far as we know */
export async function arrivedOf(
  store: Store,
  team: string,
  mailings: readonly string[],
): Promise<(mailing: string, address: string | null) => number> {
  const found = new Map<string, number>();
  for (let i = 0; i < mailings.length; i += ROWS_AT_ONCE) {
    const rows = await store
      .selectFrom('arrivals')
      .select(['mailing', 'address', 'at'])
      .where('team', '=', team)
      .where('mailing', 'in', mailings.slice(i, i + ROWS_AT_ONCE))
      .execute();
    for (const { mailing, address, at } of rows) {
      const key = arrivalKey(mailing, address);
      found.set(key, Math.max(Date.parse(at), found.get(key) ?? 0));
    }
  }
  return (mailing, address) => found.get(arrivalKey(mailing, address)) ?? 0;
}

/**
 * What was put off and arrived later counts no more. A case that is left with nothing is settled by itself.
 * @param mailings that arrived, or turned out to be one that did
 * @returns the cases that changed, and those of them that are settled by it
 */
export async function settleArrived(
  store: Store,
  team: string,
  mailings: readonly string[],
  now: number,
): Promise<{ readonly changed: readonly string[]; readonly over: ReadonlySet<string> }> {
  const over = new Set<string>();
  const changed = new Map<string, number>();
  for (let i = 0; i < mailings.length; i += ROWS_AT_ONCE) {
    const some = mailings.slice(i, i + ROWS_AT_ONCE);
    const rows = await store
      .selectFrom('attempts')
      .select(['id', 'mailing', 'case_id', 'address', 'at', 'counts'])
      .where('team', '=', team)
      .where('mailing', 'in', some)
      .where('outcome', '=', 'deferred')
      .execute();
    if (rows.length === 0) continue;
    const arrived = await arrivedOf(store, team, some);
    const late = rows.filter(({ mailing, address, at }) =>
      isOvertaken(Date.parse(at), arrived(mailing, address)),
    );
    if (late.length === 0) continue;
    await store
      .updateTable('attempts')
      .set({ counts: 0 })
      .where('team', '=', team)
      .where(
        'id',
        'in',
        late.map(({ id }) => id),
      )
      .execute();
    for (const { case_id, counts } of late) changed.set(case_id, (changed.get(case_id) ?? 0) + counts);
  }
  for (const [id, count] of changed) {
    await keepTimes(store, id);
    if (await countDown(store, team, id, count, now)) over.add(id);
  }
  return { changed: [...changed.keys()], over };
}

/** Whoever a case was escalated to may be at work on it: that one is theirs to settle. */
const NOBODY_MENDS: ReadonlySet<CaseStatus> = new Set(['open', 'claimed', 'snoozed']);

/** @returns whether nothing is left of the case, so that it is settled */
async function countDown(store: Store, team: string, id: string, by: number, now: number): Promise<boolean> {
  const { count, status } = await store
    .updateTable('cases')
    .set((eb) => ({ count: eb('count', '-', by), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning(['count', 'status'])
    .executeTakeFirstOrThrow();
  if (count > 0 || !NOBODY_MENDS.has(status)) return false;
  const origin = { by: itself(team), at: new Date(now), place: null };
  await store
    .updateTable('cases')
    .set({
      status: 'resolved',
      status_by: actorJson(origin.by),
      status_at: origin.at.toISOString(),
      snoozed_until: null,
    })
    .where('id', '=', id)
    .execute();
  const after = { status: 'resolved', why: 'the mail arrived after all' };
  await writeEntry(store, origin, { team, action: 'withdrawn', caseId: id, before: { status }, after });
  return true;
}
