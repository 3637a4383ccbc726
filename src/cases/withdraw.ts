/** Takes back what a message told: it was edited, and says something else now. */
import { actorJson, itself, writeEntry } from '../audit/index.ts';
import type { Store } from '../store/index.ts';

/** @returns the keys of the cases that a message told of, by its problems' places */
export async function keysOf(
  store: Store,
  { team, id }: { readonly team: string; readonly id: string },
): Promise<readonly { readonly caseId: string; readonly key: string }[]> {
  return store
    .selectFrom('case_messages')
    .innerJoin('cases', 'cases.id', 'case_messages.case_id')
    .select(['cases.id as caseId', 'cases.key'])
    .where('case_messages.team', '=', team)
    .where('case_messages.message_id', '=', id)
    .orderBy('part')
    .execute();
}

/**
 * @param store a transaction
 * @returns the cases that it had told of. One that no other message tells of is dismissed
 */
export async function withdraw(
  store: Store,
  message: { readonly team: string; readonly id: string },
  now: number,
): Promise<readonly string[]> {
  const { team, id } = message;
  const told = await keysOf(store, message);
  const bounces = await store
    .selectFrom('bounces')
    .select(['case_id', (eb) => eb.fn.countAll().as('count')])
    .where('team', '=', team)
    .where('message_id', '=', id)
    .groupBy('case_id')
    .execute();
  const named = await store
    .selectFrom('bounces')
    .select(['case_id', 'address'])
    .where('team', '=', team)
    .where('message_id', '=', id)
    .where('address', 'is not', null)
    .execute();
  await store.deleteFrom('case_messages').where('team', '=', team).where('message_id', '=', id).execute();
  await store.deleteFrom('bounces').where('team', '=', team).where('message_id', '=', id).execute();
  await forgetUnnamed(store, named);
  for (const { caseId } of told) {
    const gone = Number(bounces.find(({ case_id }) => case_id === caseId)?.count ?? 0);
    await store
      .updateTable('cases')
      .set((eb) => ({ count: eb('count', '-', gone), version: eb('version', '+', 1) }))
      .where('id', '=', caseId)
      .execute();
    await dismissIfUntold(store, team, caseId, now);
  }
  return told.map(({ caseId }) => caseId);
}

/** Whom nothing else names any more is no recipient of the case: "Suppress all" would take them along. */
async function forgetUnnamed(
  store: Store,
  named: readonly { readonly case_id: string; readonly address: string | null }[],
): Promise<void> {
  for (const { case_id: caseId, address } of named) {
    await store
      .deleteFrom('case_recipients')
      .where('case_id', '=', caseId)
      .where('address', '=', address)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('bounces')
              .select('bounces.address')
              .where('bounces.case_id', '=', caseId)
              .where('bounces.address', '=', address),
          ),
        ),
      )
      .execute();
  }
}

async function dismissIfUntold(store: Store, team: string, caseId: string, now: number): Promise<void> {
  const other = await store
    .selectFrom('case_messages')
    .select('message_id')
    .where('case_id', '=', caseId)
    .limit(1)
    .executeTakeFirst();
  if (other) return;
  const at = new Date(now).toISOString();
  const by = itself(team);
  const changed = await store
    .updateTable('cases')
    .set({ status: 'dismissed', status_by: actorJson(by), status_at: at, snoozed_until: null })
    .where('id', '=', caseId)
    .where('status', 'not in', ['resolved', 'dismissed'])
    .executeTakeFirstOrThrow();
  if (changed.numUpdatedRows === 0n) return;
  const after = { status: 'dismissed', why: 'the message was edited' };
  const origin = { by, at: new Date(now), place: null };
  await writeEntry(store, origin, { team, action: 'withdrawn', caseId, before: null, after });
}
