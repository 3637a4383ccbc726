/** What went out → our message as it stands there. */
import { type Store, transaction } from '../store/index.ts';
import type { Place } from './connector.ts';
import { iso } from './lease.ts';
import { enqueueLooks, enqueueUpdates } from './looks.ts';
import type { OutboxRow } from './outbox.ts';

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

/** A message of ours that shows a case to one person alone. */
export type Copy = {
  readonly place: Place;
  /** The platform's id of it. */
  readonly ref: string;
  readonly caseId: string;
};

/** From now on it is brought up to date with its case, which may have changed since it was read. */
export async function noteCopy(
  store: Store,
  { place: { team, platform, channel }, ref, caseId }: Copy,
  now: number,
): Promise<void> {
  const post = { team, platform, channel, ref, message_id: ref, case_id: caseId };
  const row = { ...post, posted_at: iso(now), deleted_at: null, shows: 'copy' as const };
  await transaction(store, async (tx) => {
    await tx.insertInto('posts').values(row).execute();
    await enqueueLooks(tx, team, [row], now);
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
  const checks = store
    .selectFrom('checks')
    .select('id')
    .where('case_id', '=', case_id)
    .where('done_at', '>=', moment);
  const changes = store
    .selectFrom('audit')
    .select('id')
    .where('team', '=', team)
    .where('at', '>', moment)
    // A case that comes back does so by the message that is answered.
    .where('action', '!=', 'came-back');
  const any = await checks.unionAll(changes).limit(1).executeTakeFirst();
  // Mostly nobody did anything meanwhile, and whose case it was need not be looked up.
  if (any === undefined) return false;
  const ofCase = changes.where((eb) =>
    eb.or([
      eb('case_id', '=', case_id),
      eb('case_id', 'in', (x) =>
        x.selectFrom('cases').select('cases.id').where('team', '=', team).where('bundle', '=', case_id),
      ),
      eb('case_id', 'in', (x) =>
        x
          .selectFrom('case_messages')
          .select('case_messages.case_id')
          .where('team', '=', team)
          .where('message_id', '=', message_id),
      ),
    ]),
  );
  const shown = await checks.unionAll(ofCase).limit(1).executeTakeFirst();
  return shown !== undefined;
}
