/** Writes down what was heard and the cases that it makes, and finds them again. */
import { randomBytes } from 'node:crypto';
import type { Bounce } from '../intake/bounce.ts';
import type { Store } from '../store/index.ts';
import { type Case, caseOf } from './case.ts';

/** A message as far as cases go: where it was said and what tells it from all others. */
export type Heard = {
  readonly id: string;
  readonly team: string;
  readonly platform: string;
  readonly channel: string;
};

/** One problem of a message: a bounce that stands for it, and everybody it happened to. */
export type Problem = { readonly bounce: Bounce; readonly recipients: readonly string[] };

/**
 * Writes a message and its cases in one go.
 * @param at when it was heard
 * @returns its cases, and whether they are new: a message that came before keeps the cases that it has
 */
export async function fileMessage(
  store: Store,
  message: Heard,
  problems: readonly Problem[],
  at: Date,
): Promise<{ readonly cases: readonly Case[]; readonly isNew: boolean }> {
  const isNew = await store.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('messages')
      .values({ ...message, heard_at: at.toISOString(), posted_at: null })
      .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return false;
    await tx
      .insertInto('cases')
      .values(
        problems.map(({ bounce, recipients }, part) => ({
          id: newCaseId(),
          team: message.team,
          message_id: message.id,
          part,
          bounce: JSON.stringify(bounce),
          recipients: JSON.stringify(recipients),
          status: 'open' as const,
          status_by: null,
          status_at: at.toISOString(),
        })),
      )
      .execute();
    return true;
  });
  return { cases: await casesOf(store, message.team, message.id), isNew };
}

/** @returns the cases of a message in their order; none where it was never heard */
export async function casesOf(store: Store, team: string, messageId: string): Promise<readonly Case[]> {
  const rows = await store
    .selectFrom('cases')
    .selectAll()
    .where('team', '=', team)
    .where('message_id', '=', messageId)
    .orderBy('part')
    .execute();
  return rows.map(caseOf);
}

/** @returns the case, or null where this team has none of that id */
export async function findCase(store: Store, team: string, id: string): Promise<Case | null> {
  const row = await store
    .selectFrom('cases')
    .selectAll()
    .where('team', '=', team)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? caseOf(row) : null;
}

/** Notes that the platform has taken the replies to a message. */
export async function markPosted(store: Store, team: string, messageId: string, at: Date): Promise<void> {
  await store
    .updateTable('messages')
    .set({ posted_at: at.toISOString() })
    .where('team', '=', team)
    .where('id', '=', messageId)
    .where('posted_at', 'is', null)
    .execute();
}

/** @returns messages heard since then whose replies the platform may not have, oldest first */
export async function findUnposted(store: Store, platform: string, since: Date): Promise<readonly Heard[]> {
  return store
    .selectFrom('messages')
    .select(['id', 'team', 'platform', 'channel'])
    .where('platform', '=', platform)
    .where('posted_at', 'is', null)
    .where('heard_at', '>=', since.toISOString())
    .orderBy('heard_at')
    .execute();
}

/** Short enough for a button, and not to be guessed: 80 bits. */
const newCaseId = (): string => `c-${randomBytes(10).toString('hex')}`;

/** @returns whether a button's target names a case, and not a query */
export const isCaseId = (target: string): boolean => /^c-[0-9a-f]{20}$/.test(target);
