/** What went out → our message as it stands there. */
import type { Selectable } from 'kysely';
import { prepared, type Store, type Tables, transaction } from '../store/index.ts';
import type { Place } from './connector.ts';
import { iso } from './lease.ts';
import { enqueueLooks, enqueueUpdates } from './looks.ts';
import type { OutboxRow } from './outbox.ts';

type Post = Selectable<Tables['posts']>;

/** It went out. @param ref the platform's id of a new message of ours, or null */
export async function markDelivered(
  store: Store,
  id: string,
  ref: string | null,
  now: number,
): Promise<void> {
  await transaction(store, async (tx) => {
    const { rows } = await markDone(tx, { id, moment: iso(now) });
    const [row] = rows;
    if (row?.kind !== 'post' || row.case_id === null || ref === null) return;
    const { show, instead } = JSON.parse(row.body) as { show: string; instead?: true };
    if (show !== 'case' && show !== 'ticket' && show !== 'again' && show !== 'many') return;
    const { team, platform, channel, case_id, message_id } = row;
    await notePost(tx, {
      ...{ team, platform, channel, ref, case_id },
      message_id: message_id ?? ref,
      posted_at: iso(now),
      deleted_at: null,
      shows: show,
    });
    if (show === 'ticket') await enqueueUpdates(tx, team, case_id, now);
    else if (instead || (await hasChangedSince(tx, row, row.made_at))) {
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

const markDone = prepared((store, { id, moment }: { readonly id: string; readonly moment: string }) =>
  store
    .updateTable('outbox')
    .set({ done_at: moment, lease_by: null })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .returningAll(),
);

const notePost = prepared((store, post: Post) =>
  store
    .insertInto('posts')
    .values(post)
    .onConflict((conflict) => conflict.columns(['team', 'ref']).doNothing()),
);

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

type Shown = Pick<OutboxRow, 'team' | 'case_id'> & { readonly moment: string };

const checksSince = (store: Store, { case_id, moment }: Shown) =>
  store.selectFrom('checks').select('id').where('case_id', '=', case_id).where('done_at', '>=', moment);

const changesSince = (store: Store, { team, moment }: Shown) =>
  store
    .selectFrom('audit')
    .select('id')
    .where('team', '=', team)
    .where('at', '>', moment)
    // A case that comes back does so by the message that is answered.
    .where('action', '!=', 'came-back');

const anySince = prepared((store, shown: Shown) =>
  checksSince(store, shown).unionAll(changesSince(store, shown)).limit(1),
);

/**
 * Somebody may have pressed a button, or a check may have ended, before it was noted that the post is there: it shows
 * the case as it was.
 */
async function hasChangedSince(
  store: Store,
  { team, case_id, message_id }: Pick<OutboxRow, 'team' | 'case_id' | 'message_id'>,
  moment: string,
): Promise<boolean> {
  const shown = { team, case_id, moment };
  // Mostly nobody did anything meanwhile, and whose case it was need not be looked up.
  if ((await anySince(store, shown)).rows.length === 0) return false;
  const ofCase = changesSince(store, shown).where((eb) =>
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
  const any = await checksSince(store, shown).unionAll(ofCase).limit(1).executeTakeFirst();
  return any !== undefined;
}
