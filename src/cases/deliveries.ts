/** By message, when it arrived: what was put off of it needs nobody any more. */
import { actorJson, itself, writeEntry } from '../audit/index.ts';
import { among, type CaseStatus, rowsWith, type Store } from '../store/index.ts';
import type { Arrived } from './attempts/arrived.ts';
import type { Mailings } from './attempts/mailings.ts';
import { digest } from './attempts/telling.ts';
import { isOvertaken } from './attempts/tries.ts';
import { keepTimes } from './move.ts';

/** So many in one statement: a few milliseconds. */
const AT_ONCE = 1000;

/** A message and a recipient of it, and when it arrived there, in milliseconds since 1970. */
export type Arrival = { readonly mailing: string; readonly address: string; readonly at: number };

const arrivalKey = (mailing: string, address: string | null): string => `${mailing} ${address}`;

/**
 * Remembers which messages arrived. What names no id of its message tells of none that was put off.
 * @returns each message and recipient once, with the newest time
 */
export async function noteArrivals(
  store: Store,
  team: string,
  told: readonly Arrived[],
  mailings: Pick<Mailings, 'of'>,
): Promise<readonly Arrival[]> {
  const newest = new Map<string, Arrival & { readonly id: string }>();
  for (const { keys, address, at } of told) {
    const [key] = keys;
    if (key === undefined || address === null) continue;
    const id = idOf(key, address);
    if (at > (newest.get(id)?.at ?? 0)) newest.set(id, { id, mailing: mailings.of(key), address, at });
  }
  const arrived = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (let i = 0; i < arrived.length; i += AT_ONCE) {
    const rows = arrived
      .slice(i, i + AT_ONCE)
      .map((one) => ({ ...one, team, at: new Date(one.at).toISOString() }));
    await store
      .insertInto('arrivals')
      .columns(COLUMNS)
      .expression(rowsWith(store, COLUMNS, rows))
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

const COLUMNS = ['team', 'id', 'mailing', 'address', 'at'] as const;

/**
 * The message's key stands in front, as it does in the index by message: what is written in the order of the keys touches
 * few pages of either.
 */
const idOf = (key: string, address: string): string =>
  key.slice(0, 10) + digest('arrived', key, address).slice(0, 10);

/** @returns when a message arrived with a recipient, 0: never, as far as we know */
export async function arrivedOf(
  store: Store,
  team: string,
  mailings: readonly string[],
): Promise<(mailing: string, address: string | null) => number> {
  const found = new Map<string, number>();
  for (let i = 0; i < mailings.length; i += AT_ONCE) {
    const rows = await store
      .selectFrom('arrivals')
      .select(['mailing', 'address', 'at'])
      .where('team', '=', team)
      .where('mailing', 'in', among(store, mailings.slice(i, i + AT_ONCE)))
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
  for (let i = 0; i < mailings.length; i += AT_ONCE) {
    const some = mailings.slice(i, i + AT_ONCE);
    const rows = await store
      .selectFrom('attempts')
      .select(['id', 'mailing', 'case_id', 'address', 'at', 'counts'])
      .where('team', '=', team)
      .where('mailing', 'in', among(store, some))
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
        among(
          store,
          late.map(({ id }) => id),
        ),
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
