/** Answers to messages that tell of several problems at once: what a button of such an answer is about. */
import type { Store } from '../store/index.ts';
import { newCaseId } from './case-id.ts';

export type ManyAnswer = {
  readonly team: string;
  /** Looks like a case's, and is none. */
  readonly id: string;
  readonly messageId: string;
  /** What was left unread, in plain words. */
  readonly left: string | null;
  /** When the message was first answered, in milliseconds since 1970. */
  readonly madeAt: number;
};

/**
 * One message has one answer: that of an edited one says from now on what is left unread of it.
 * @param store a transaction
 * @returns its id
 */
export async function openAnswer(
  store: Store,
  team: string,
  messageId: string,
  left: string | null,
  now: number,
): Promise<string> {
  const { id } = await store
    .insertInto('answers')
    .values({
      team,
      id: newCaseId(),
      message_id: messageId,
      left_out: left,
      made_at: new Date(now).toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['team', 'message_id']).doUpdateSet({ left_out: left }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** @returns the answer of this id; null where the team has none */
export const findAnswer = (store: Store, team: string, id: string): Promise<ManyAnswer | null> =>
  oneAnswer(store, team, 'id', id);

/** @returns the answer to a message; null where it has none, or one of a single problem */
export const answerTo = (store: Store, team: string, messageId: string): Promise<ManyAnswer | null> =>
  oneAnswer(store, team, 'message_id', messageId);

async function oneAnswer(
  store: Store,
  team: string,
  by: 'id' | 'message_id',
  value: string,
): Promise<ManyAnswer | null> {
  const row = await store
    .selectFrom('answers')
    .selectAll()
    .where('team', '=', team)
    .where(by, '=', value)
    .executeTakeFirst();
  return row
    ? {
        team,
        id: row.id,
        messageId: row.message_id,
        left: row.left_out,
        madeAt: Date.parse(row.made_at),
      }
    : null;
}

/** Of two who do something with one answer at once, the second waits here. @param store a transaction */
export async function lockAnswer(store: Store, { team, id, messageId }: ManyAnswer): Promise<void> {
  await store
    .updateTable('answers')
    .set({ message_id: messageId })
    .where('team', '=', team)
    .where('id', '=', id)
    .execute();
}
