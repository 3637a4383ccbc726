/**
 * What people press, choose, type or fill in that changes something: written down before their platform is told that
 * we have it, carried out once, and told to whoever pressed.
 */
import { locksRows, prepared, type Store } from '../store/index.ts';
import { iso, LEASE, type Leasing, leasing, type Taking } from './lease.ts';

/** One press, by what tells it from all others. */
export type PressKey = {
  readonly team: string;
  /** The same when the platform sends it again. */
  readonly id: string;
};

export type NewPress = PressKey & {
  readonly platform: string;
  readonly channel: string;
  /** What the adapter carries it out and tells the presser by, perhaps in another process: anything JSON can hold. */
  readonly payload: unknown;
};

export type PressRow = NewPress & {
  readonly attempts: number;
  /** Whether only its presser is to be told what came of it. */
  readonly isDone: boolean;
};

/**
 * @param holder the process that carries it out right away
 * @returns false where it was written down before
 */
export async function writePress(
  store: Store,
  { team, id, platform, channel, payload }: NewPress,
  holder: string,
  now: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('presses')
    .values({
      team,
      id,
      platform,
      channel,
      payload: JSON.stringify(payload),
      pressed_at: iso(now),
      words: null,
      attempts: 1,
      lease_by: holder,
      lease_until: iso(now + LEASE),
      done_at: null,
    })
    .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns what nobody carries out, or nobody told: its process died, or it is time to try again */
export async function takePresses(store: Store, taking: Taking): Promise<readonly PressRow[]> {
  if (taking.platforms.length === 0 || taking.most <= 0) return [];
  const { rows } = await leaseLeft(store, leasing(taking));
  return rows
    .toSorted((one, other) => (one.pressed_at < other.pressed_at ? -1 : 1))
    .map(({ team, id, platform, channel, payload, attempts, done_at }) => ({
      ...{ team, id, platform, channel, attempts },
      payload: JSON.parse(payload ?? 'null'),
      isDone: done_at !== null,
    }));
}

const leaseLeft = prepared((store, { platforms, holder, most, moment, until }: Leasing) =>
  store
    .updateTable('presses')
    .set((eb) => ({ lease_by: holder, lease_until: until, attempts: eb('attempts', '+', 1) }))
    .where((eb) =>
      eb(eb.refTuple('team', 'id'), 'in', (e) => {
        const left = e
          .selectFrom('presses as p')
          .select(['p.team', 'p.id'])
          .where('p.payload', 'is not', null)
          .where('p.platform', 'in', platforms)
          .where('p.lease_until', '<=', moment)
          .orderBy('p.lease_until')
          .limit(most);
        return (locksRows(store) ? left.forUpdate().skipLocked() : left).$asTuple('team', 'id');
      }),
    )
    .returningAll(),
);

export async function renewPress(
  store: Store,
  { team, id }: PressKey,
  holder: string,
  now: number,
): Promise<void> {
  await store
    .updateTable('presses')
    .set({ lease_until: iso(now + LEASE) })
    .where('team', '=', team)
    .where('id', '=', id)
    .where('lease_by', '=', holder)
    .where('payload', 'is not', null)
    .execute();
}

/** It could not be carried out or told: later again. @param wait milliseconds */
export async function leavePress(
  store: Store,
  { team, id }: PressKey,
  wait: number,
  now: number,
): Promise<void> {
  await store
    .updateTable('presses')
    .set({ lease_by: null, lease_until: iso(now + wait) })
    .where('team', '=', team)
    .where('id', '=', id)
    .where('payload', 'is not', null)
    .execute();
}

/**
 * Takes a press as carried out; to be called first in the transaction that does what it says. Two that carry it out at
 * once wait for each other here, and the second learns that it is done.
 * @param store a transaction
 * @returns whether it was this call that did it
 */
export async function settlePress(store: Store, { team, id }: PressKey, now: number): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('presses')
    .set({ done_at: iso(now) })
    .where('team', '=', team)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What came of it, in case this process dies before whoever pressed is told. @param store the same transaction */
export async function keepWords(store: Store, { team, id }: PressKey, words: string): Promise<void> {
  await store.updateTable('presses').set({ words }).where('team', '=', team).where('id', '=', id).execute();
}

/** @returns what came of it; null: it is not carried out yet, or told already */
export async function wordsOf(store: Store, { team, id }: PressKey): Promise<string | null> {
  const row = await store
    .selectFrom('presses')
    .select('words')
    .where('team', '=', team)
    .where('id', '=', id)
    .where('done_at', 'is not', null)
    .executeTakeFirst();
  return row?.words ?? null;
}

/** Whoever pressed knows what came of it. One that is not carried out yet stays to be done. */
export async function notePressTold(store: Store, { team, id }: PressKey): Promise<void> {
  await store
    .updateTable('presses')
    .set({ payload: null, words: null, lease_by: null })
    .where('team', '=', team)
    .where('id', '=', id)
    .where('done_at', 'is not', null)
    .execute();
}

/** Nobody will carry it out: whoever pressed was told so. */
export async function dropPress(store: Store, key: PressKey, now: number): Promise<void> {
  await settlePress(store, key, now);
  await notePressTold(store, key);
}
