/**
 * The outbox: what is owed to a platform, and what is due later. Rows are written in the transaction that makes
 * them due, and taken by whichever process comes first; one conversation's rows go out in their order.
 */
import type { Selectable } from 'kysely';
import { locksRows, prepared, type Store, type Tables, timeOrderedId } from '../store/index.ts';
import { isChore, type Job } from './job.ts';
import { iso, LEASE, type Leasing, leasing, type Taking } from './lease.ts';

export type OutboxRow = Selectable<Tables['outbox']>;

export type NewJob = Job & {
  readonly team: string;
  readonly platform: string;
  readonly channel: string;
  /** The message whose thread it belongs to; null: none. */
  readonly messageId: string | null;
  /** Milliseconds since 1970; left out: at once. */
  readonly due?: number;
};

/**
 * Writes down what is owed.
 * @param store a transaction, so that it is owed exactly when what caused it is true
 * @param holder the process that sends it right away; null: whoever comes first
 * @returns the rows, in the same order
 */
export async function enqueue(
  store: Store,
  jobs: readonly NewJob[],
  holder: string | null,
  now: number,
): Promise<readonly OutboxRow[]> {
  if (jobs.length === 0) return [];
  const rows = jobs.map((job): OutboxRow => {
    const { team, platform, channel, messageId, kind, body } = job;
    const caseId = 'caseId' in body ? body.caseId : null;
    return {
      id: timeOrderedId(now),
      team,
      platform,
      channel,
      lane: laneOf(job),
      kind,
      message_id: messageId,
      case_id: caseId,
      body: JSON.stringify(body),
      due_at: iso(job.due ?? now),
      given_up: null,
      made_at: iso(now),
      attempts: holder === null ? 0 : 1,
      lease_by: holder,
      lease_until: holder === null ? null : iso(now + LEASE),
      done_at: null,
    };
  });
  await insert(store, { rows });
  return rows;
}

const insert = prepared((store, { rows }: { readonly rows: readonly OutboxRow[] }) =>
  store.insertInto('outbox').values(rows),
);

/** What must keep its order. A second look holds up nothing else of its conversation. */
function laneOf({ kind, body, team, channel, messageId }: NewJob): string {
  if (kind === 'single') return `${kind} ${body.of}`;
  if (isChore(kind)) return `${kind} ${'caseId' in body ? body.caseId : null}`;
  return `${team} ${messageId ?? channel}`;
}

/**
 * Takes what is due: nobody holds it, and nothing older of its conversation is left.
 */
export async function takeDue(store: Store, taking: Taking): Promise<readonly OutboxRow[]> {
  if (taking.platforms.length === 0) return [];
  return (await leaseDue(store, leasing(taking))).rows;
}

const leaseDue = prepared((store, { platforms, holder, most, moment, until }: Leasing) =>
  store
    .updateTable('outbox')
    .set((eb) => ({ lease_by: holder, lease_until: until, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', (eb) => {
      const due = eb
        .selectFrom('outbox as o')
        .select('o.id')
        .where('o.done_at', 'is', null)
        .where('o.platform', 'in', platforms)
        .where('o.due_at', '<=', moment)
        .where((x) => x.or([x('o.lease_until', 'is', null), x('o.lease_until', '<=', moment)]))
        .where((x) =>
          x.not(
            x.exists(
              x
                .selectFrom('outbox as older')
                .select('older.id')
                .whereRef('older.lane', '=', 'o.lane')
                .whereRef('older.id', '<', 'o.id')
                .where('older.done_at', 'is', null),
            ),
          ),
        )
        .orderBy('o.due_at')
        .limit(most);
      return locksRows(store) ? due.forUpdate().skipLocked() : due;
    })
    .returningAll(),
);

/** Holds on to work that takes longer than a lease. */
export async function renew(
  store: Store,
  ids: readonly string[],
  holder: string,
  now: number,
): Promise<void> {
  if (ids.length === 0) return;
  await store
    .updateTable('outbox')
    .set({ lease_until: iso(now + LEASE) })
    .where('id', 'in', ids)
    .where('lease_by', '=', holder)
    .where('done_at', 'is', null)
    .execute();
}

/**
 * It did not go out: later again.
 * @param wait milliseconds
 * @param held it is not to be tried before, whatever happens
 */
export async function putOff(
  store: Store,
  id: string,
  wait: number,
  now: number,
  held = false,
): Promise<void> {
  const due = iso(now + wait);
  await store
    .updateTable('outbox')
    .set({ due_at: due, lease_by: null, lease_until: held ? due : null })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
}

/** Everything that failed before and waits for a platform is due, the oldest first. */
export async function makeDue(store: Store, platform: string, now: number): Promise<void> {
  await store
    .updateTable('outbox')
    .set((eb) => ({ due_at: eb.ref('made_at') }))
    .where('platform', '=', platform)
    .where('done_at', 'is', null)
    .where('due_at', '>', iso(now))
    .where('attempts', '>', 0)
    .where('kind', 'in', ['post', 'update', 'line'])
    .execute();
}

/** It can't go out, ever. @param why in plain words, without what people wrote */
export async function giveUp(store: Store, id: string, why: string, now: number): Promise<void> {
  await store
    .updateTable('outbox')
    .set({ done_at: iso(now), given_up: why, lease_by: null })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
}
