/** Messages that are edited or deleted after they were answered. */
import {
  dismissIfUntold,
  type Filing,
  fileRecalled,
  type Recalled,
  tellsTheSame,
  withdraw,
} from '../cases/index.ts';
import { enqueueUpdates, type Message } from '../queue/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { type Context, quietHoursOf } from './context.ts';

/**
 * An edit that still tells the same attempts, judged the same way, changes nothing. Else what the message told before is
 * taken back, and what it tells now is filed: where that is as much, the answers become the new ones, in place.
 * @param cases that the message told of before
 * @returns what was filed that nothing of ours answers yet; null where nothing is to be posted any more
 */
export async function fileEdited(
  context: Pick<Context, 'escalation'>,
  tx: Store,
  { id, place: { team } }: Pick<Message, 'id' | 'place'>,
  cases: readonly string[],
  recalled: Recalled,
  now: number,
): Promise<Filing | null> {
  const message = { team, id };
  if (await tellsTheSame(tx, message, cases, recalled.tellings)) return null;
  await withdraw(tx, message, cases);
  const filing = await fileRecalled(tx, message, recalled, quietHoursOf(context), now);
  const { filed } = filing;
  const inPlace = filed.length === cases.length || filed.length === 0;
  for (const [i, caseId] of cases.entries()) {
    const next = (inPlace ? filed[i]?.caseId : undefined) ?? caseId;
    await tx
      .updateTable('posts')
      .set({ case_id: next })
      .where('team', '=', team)
      .where('message_id', '=', id)
      .where('case_id', '=', caseId)
      .execute();
    await dismissIfUntold(tx, team, caseId, now);
    for (const one of new Set([caseId, next])) await enqueueUpdates(tx, team, one, now);
  }
  return inPlace ? null : filing;
}

/** The message is gone: what answers it says so from now on. */
export async function noteDeleted(
  { store, now }: Context,
  { id, place: { team } }: Pick<Message, 'id' | 'place'>,
): Promise<void> {
  const at = now().getTime();
  await transaction(store, async (tx) => {
    const posts = await tx
      .updateTable('posts')
      .set({ deleted_at: new Date(at).toISOString() })
      .where('team', '=', team)
      .where('message_id', '=', id)
      .where('deleted_at', 'is', null)
      .returning('case_id')
      .execute();
    for (const caseId of new Set(posts.map(({ case_id }) => case_id)))
      await enqueueUpdates(tx, team, caseId, at);
  });
}
