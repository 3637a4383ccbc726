/** Messages that are edited or deleted after they were answered. */
import { fileProblems, keysOf, type Problem, withdraw } from '../cases/index.ts';
import { enqueueUpdates, type Message } from '../queue/index.ts';
import { type Store, transaction } from '../store/index.ts';
import type { Context } from './context.ts';

/**
 * An edit that still tells of the same problems changes nothing. Else what the message told before is taken back:
 * where the number of problems is the same, their answers become the new ones, in place.
 * @returns whether nothing is to be posted any more
 */
export async function isAnswered(
  tx: Store,
  { id, place }: Message,
  problems: readonly Problem[],
  now: number,
): Promise<boolean> {
  const message = { team: place.team, id };
  const before = await keysOf(tx, message);
  if (before.length === 0) return false;
  if (before.map(({ key }) => key).join() === problems.map(({ key }) => key).join()) return true;
  const old = await withdraw(tx, message, now);
  const filed = before.length === problems.length ? await fileProblems(tx, message, problems, now) : [];
  for (const [i, caseId] of old.entries()) {
    const next = filed[i]?.caseId ?? caseId;
    await tx
      .updateTable('posts')
      .set({ case_id: next })
      .where('team', '=', place.team)
      .where('message_id', '=', id)
      .where('case_id', '=', caseId)
      .execute();
    await enqueueUpdates(tx, place.team, next, now);
  }
  return filed.length > 0 || problems.length === 0;
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
