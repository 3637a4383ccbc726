/**
 * The outbox: what is owed to a platform, and what is due later. Rows are written in the transaction that makes
 * them due, and taken by whichever process comes first; one conversation's rows go out in their order.
 */
import type { Selectable } from 'kysely';
import { type Store, type Tables, timeOrderedId, transaction } from '../store/index.ts';
import { isChore, type Job } from './job.ts';
import { iso, LEASE, type Taking } from './lease.ts';

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
  await store.insertInto('outbox').values(rows).execute();
  return rows;
}

/** What must keep its order. A second look holds up nothing else of its conversation. */
function laneOf({ kind, body, team, channel, messageId }: NewJob): string {
  if (kind === 'single') return `${kind} ${body.of}`;
  if (isChore(kind)) return `${kind} ${'caseId' in body ? body.caseId : null}`;
  return `${team} ${messageId ?? channel}`;
}

/** How many of them, the newest, are brought up to date at once: a trouble that lasts is told of in many messages. */
const MOST_ANSWERS = 50;
/** SQLite takes 32,766 values in one statement. */
const IDS_AT_ONCE = 10_000;

/**
 * Owes each of the cases' messages its new look, and those of their bundles. One that is owed already, and not yet under
 * way, will show how things stand when it goes out.
 * @param cases ids of cases, or of bundles: then the messages of each of their cases show it too
 */
export async function enqueueUpdates(
  store: Store,
  team: string,
  cases: string | readonly string[],
  now: number,
): Promise<void> {
  for (const ids of await shownWith(store, team, cases)) {
    const posts = await store
      .selectFrom('posts')
      .selectAll()
      .where('team', '=', team)
      .where('case_id', 'in', ids)
      .where('shows', 'in', ['case', 'ticket'])
      .execute();
    await enqueueLooks(store, team, posts, now);
  }
}

/**
 * The same where somebody handled the cases, or they came back: then also what tells that they are known, and answers
 * that tell of them among others.
 */
export async function enqueueStandings(
  store: Store,
  team: string,
  cases: string | readonly string[],
  now: number,
): Promise<void> {
  await enqueueUpdates(store, team, cases, now);
  for (const ids of await shownWith(store, team, cases)) {
    const posts = await store
      .selectFrom('posts')
      .selectAll()
      .where('team', '=', team)
      .where((eb) =>
        eb.or([
          eb.and([eb('shows', '=', 'again'), eb('case_id', 'in', ids)]),
          eb.and([
            eb('shows', '=', 'many'),
            eb(
              'message_id',
              'in',
              eb
                .selectFrom('case_messages')
                .select('case_messages.message_id')
                .where('case_messages.team', '=', team)
                .where('case_messages.case_id', 'in', ids),
            ),
          ]),
        ]),
      )
      .orderBy('posted_at', 'desc')
      .limit(MOST_ANSWERS)
      .execute();
    await enqueueLooks(store, team, posts, now);
  }
}

/** @returns the cases and bundles whose messages show one of these, in portions */
async function shownWith(
  store: Store,
  team: string,
  cases: string | readonly string[],
): Promise<readonly (readonly string[])[]> {
  const asked = typeof cases === 'string' ? [cases] : cases;
  const all = new Set(asked);
  for (let i = 0; i < asked.length; i += IDS_AT_ONCE) {
    const some = asked.slice(i, i + IDS_AT_ONCE);
    const shown = await store
      .selectFrom('cases')
      .select(['id', 'bundle'])
      .where('team', '=', team)
      .where((eb) => eb.or([eb('id', 'in', some), eb('bundle', 'in', some)]))
      .execute();
    for (const { id, bundle } of shown) {
      all.add(id);
      if (bundle !== null) all.add(bundle);
    }
  }
  const ids = [...all];
  return Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, i) =>
    ids.slice(i * IDS_AT_ONCE, (i + 1) * IDS_AT_ONCE),
  );
}

type Post = Selectable<Tables['posts']>;

/** Owes these messages of ours their new looks. @param store a transaction */
export async function enqueueLooks(
  store: Store,
  team: string,
  posts: readonly Post[],
  now: number,
): Promise<void> {
  if (posts.length === 0) return;
  const waiting = await store
    .selectFrom('outbox')
    .select('body')
    .where('team', '=', team)
    .where('case_id', 'in', [...new Set(posts.map(({ case_id }) => case_id))])
    .where('kind', '=', 'update')
    .where('done_at', 'is', null)
    .where('attempts', '=', 0)
    .execute();
  const owed = new Set(waiting.map(({ body }) => (JSON.parse(body) as { ref: string }).ref));
  const due = posts.filter(({ ref }) => !owed.has(ref));
  await enqueue(
    store,
    due.map(({ platform, channel, ref, message_id, case_id }) => ({
      kind: 'update',
      body: { ref, caseId: case_id },
      team,
      platform,
      channel,
      messageId: message_id,
    })),
    null,
    now,
  );
}

/**
 * Takes what is due: nobody holds it, and nothing older of its conversation is left.
 */
export async function takeDue(
  store: Store,
  { platforms, holder, most, now, lockRows }: Taking,
): Promise<readonly OutboxRow[]> {
  if (platforms.length === 0) return [];
  const moment = iso(now);
  return store
    .updateTable('outbox')
    .set((eb) => ({ lease_by: holder, lease_until: iso(now + LEASE), attempts: eb('attempts', '+', 1) }))
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
      return lockRows ? due.forUpdate().skipLocked() : due;
    })
    .returningAll()
    .execute();
}

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

/** It went out. @param ref the platform's id of a new message of ours, or null */
export async function markDelivered(
  store: Store,
  id: string,
  ref: string | null,
  now: number,
): Promise<void> {
  await transaction(store, async (tx) => {
    const row = await tx
      .updateTable('outbox')
      .set({ done_at: iso(now), lease_by: null })
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row?.kind !== 'post' || row.case_id === null || ref === null) return;
    const { show } = JSON.parse(row.body) as { show: string };
    if (show !== 'case' && show !== 'ticket' && show !== 'again' && show !== 'many') return;
    const { team, platform, channel, case_id, message_id } = row;
    await tx
      .insertInto('posts')
      .values({
        team,
        platform,
        channel,
        ref,
        message_id: message_id ?? ref,
        case_id,
        posted_at: iso(now),
        deleted_at: null,
        shows: show,
      })
      .onConflict((conflict) => conflict.columns(['team', 'ref']).doNothing())
      .execute();
    if (show === 'ticket') await enqueueUpdates(tx, team, case_id, now);
    else if (await hasChangedSince(tx, row, row.made_at)) {
      const posts = await tx
        .selectFrom('posts')
        .selectAll()
        .where('team', '=', team)
        .where('ref', '=', ref)
        .execute();
      await enqueueLooks(tx, team, posts, now);
    }
  });
}

/**
 * Somebody may have pressed a button, or a check may have ended, before it was noted that the post is there: it shows
 * the case as it was.
 */
async function hasChangedSince(
  store: Store,
  { team, case_id, message_id }: Pick<OutboxRow, 'team' | 'case_id' | 'message_id'>,
  moment: string,
): Promise<boolean> {
  const changes = store
    .selectFrom('audit')
    .select('id')
    .where('team', '=', team)
    .where('at', '>', moment)
    // A case that comes back does so by the message that is answered.
    .where('action', '!=', 'came-back');
  const any = await changes
    .unionAll((eb) =>
      eb.selectFrom('checks').select('id').where('case_id', '=', case_id).where('done_at', '>=', moment),
    )
    .limit(1)
    .executeTakeFirst();
  // Mostly nobody did anything meanwhile, and whose case it was need not be looked up.
  if (any === undefined) return false;
  const shown = await store
    .selectFrom('checks')
    .select('id')
    .where('case_id', '=', case_id)
    .where('done_at', '>=', moment)
    .unionAll(
      changes.where((x) =>
        x.or([
          x('case_id', '=', case_id),
          x('case_id', 'in', (y) =>
            y.selectFrom('cases').select('cases.id').where('team', '=', team).where('bundle', '=', case_id),
          ),
          x('case_id', 'in', (y) =>
            y
              .selectFrom('case_messages')
              .select('case_messages.case_id')
              .where('team', '=', team)
              .where('message_id', '=', message_id),
          ),
        ]),
      ),
    )
    .limit(1)
    .executeTakeFirst();
  return shown !== undefined;
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
