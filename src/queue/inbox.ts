/** The inbox: what a platform delivered, handled once however often it comes and by however many processes. */
import { locksRows, prepared, type Store } from '../store/index.ts';
import { iso, LEASE, type Leasing, leasing, type Taking } from './lease.ts';

/** A message that a platform delivered, by what tells it from all others. */
export type Delivered = {
  readonly team: string;
  readonly id: string;
  readonly platform: string;
  readonly channel: string;
};

export type InboxRow = Delivered & {
  readonly payload: unknown;
  readonly attempts: number;
  readonly heardAt: number;
};

/**
 * Writes a delivery down.
 * @param payload what the adapter makes the message of: anything that JSON can hold
 * @param holder the process that handles it right away
 * @returns false where it was delivered before
 */
export async function receive(
  store: Store,
  { team, id, platform, channel }: Delivered,
  payload: unknown,
  holder: string,
  now: number,
): Promise<boolean> {
  const { numAffectedRows } = await insertNew(store, {
    ...{ team, id, platform, channel, holder },
    payload: JSON.stringify(payload),
    moment: iso(now),
    until: iso(now + LEASE),
  });
  return numAffectedRows === 1n;
}

type New = Delivered & {
  readonly payload: string;
  readonly holder: string;
  readonly moment: string;
  readonly until: string;
};

const insertNew = prepared((store, { team, id, platform, channel, payload, holder, moment, until }: New) =>
  store
    .insertInto('inbox')
    .values({
      ...{ team, id, platform, channel, payload },
      heard_at: moment,
      attempts: 1,
      lease_by: holder,
      lease_until: until,
      done_at: null,
    })
    .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing()),
);

/** @returns what nobody handles: its process died, or it is time to try again */
export async function takeLeft(store: Store, taking: Taking): Promise<readonly InboxRow[]> {
  if (taking.platforms.length === 0) return [];
  const { rows } = await leaseLeft(store, leasing(taking));
  return rows.map(({ team, id, platform, channel, payload, attempts, heard_at }) => ({
    team,
    id,
    platform,
    channel,
    payload: payload === null ? null : JSON.parse(payload),
    attempts,
    heardAt: Date.parse(heard_at),
  }));
}

const leaseLeft = prepared((store, { platforms, holder, most, moment, until }: Leasing) =>
  store
    .updateTable('inbox')
    .set((eb) => ({ lease_by: holder, lease_until: until, attempts: eb('attempts', '+', 1) }))
    .where((eb) =>
      eb(eb.refTuple('team', 'id'), 'in', (e) => {
        const left = e
          .selectFrom('inbox as i')
          .select(['i.team', 'i.id'])
          .where('i.done_at', 'is', null)
          .where('i.platform', 'in', platforms)
          .where('i.lease_until', '<=', moment)
          .orderBy('i.heard_at')
          .limit(most);
        return (locksRows(store) ? left.forUpdate().skipLocked() : left).$asTuple('team', 'id');
      }),
    )
    .returningAll(),
);

export async function renewInbox(
  store: Store,
  { team, id }: Delivered,
  holder: string,
  now: number,
): Promise<void> {
  await store
    .updateTable('inbox')
    .set({ lease_until: iso(now + LEASE) })
    .where('team', '=', team)
    .where('id', '=', id)
    .where('lease_by', '=', holder)
    .where('done_at', 'is', null)
    .execute();
}

/** It could not be handled: later again. @param wait milliseconds */
export async function leaveFor(
  store: Store,
  { team, id }: Delivered,
  wait: number,
  now: number,
): Promise<void> {
  await store
    .updateTable('inbox')
    .set({ lease_by: null, lease_until: iso(now + wait) })
    .where('team', '=', team)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
}

/**
 * Takes a message as handled; to be called first in the transaction that writes down what became of it. Two that
 * handle it at once wait for each other here, and the second learns that it is done.
 * @returns whether it was this call that did it
 */
export async function settle(store: Store, message: Delivered, now: number): Promise<boolean> {
  const { team, id, platform, channel } = message;
  const { numAffectedRows } = await markDone(store, { team, id, platform, channel, moment: iso(now) });
  return numAffectedRows === 1n;
}

const markDone = prepared(
  (store, { team, id, platform, channel, moment }: Delivered & { readonly moment: string }) =>
    store
      .insertInto('inbox')
      .values({
        ...{ team, id, platform, channel },
        payload: null,
        heard_at: moment,
        attempts: 1,
        lease_by: null,
        lease_until: null,
        done_at: moment,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['team', 'id'])
          .doUpdateSet({ payload: null, lease_by: null, done_at: moment })
          .where('inbox.done_at', 'is', null),
      ),
);

/** @returns whether a message was handled */
export async function isSettled(
  store: Store,
  { team, id }: Pick<Delivered, 'team' | 'id'>,
): Promise<boolean> {
  const done = await store
    .selectFrom('inbox')
    .select('id')
    .where('team', '=', team)
    .where('id', '=', id)
    .where('done_at', 'is not', null)
    .executeTakeFirst();
  return done !== undefined;
}
