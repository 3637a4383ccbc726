/** What was told in another place before: the answer there need not be seen by those who read this one. */
import type { Case } from '../cases/index.ts';
import type { ToldElsewhere } from '../replies/index.ts';
import { prepared } from '../store/index.ts';
import type { Context } from './context.ts';

/** Where an answer stands, and which message it answers. */
export type Spot = { readonly channel: string; readonly messageId: string };

/** How many attempts a message tells of, and how many of them were known before. */
type Counted = { readonly told: number; readonly known: number };

/**
 * @returns what a message tells of a case (`told` is 0 where an older version didn't count it); where it tells of nothing
 *   else, the same as `alone`; and what was left unread of it, in plain words
 */
export async function toldBy(
  { store }: Pick<Context, 'store'>,
  { team, id, parts }: Case,
  messageId: string,
): Promise<{ readonly ofCase: Counted; readonly alone: Counted | null; readonly left: string | null }> {
  const { rows } = await selectTold(store, { team, messageId, ids: [...new Set([id, ...parts])] });
  const [row] = rows as [(typeof rows)[number]];
  const alone = { told: Number(row.all_told), known: Number(row.all_known) };
  return {
    ofCase: { told: Number(row.told), known: Number(row.known) },
    alone: Number(row.problems) === 1 ? alone : null,
    left: row.left,
  };
}

type Wanted = { readonly team: string; readonly messageId: string; readonly ids: readonly string[] };

const selectTold = prepared((store, { team, messageId, ids }: Wanted) =>
  store
    .selectFrom('case_messages')
    .select((eb) => [
      eb.fn.countAll().as('problems'),
      eb.fn.sum('told').as('all_told'),
      eb.fn.sum('known').as('all_known'),
      eb.fn.sum('told').filterWhere('case_id', 'in', ids).as('told'),
      eb.fn.sum('known').filterWhere('case_id', 'in', ids).as('known'),
      eb
        .selectFrom('answers')
        .select('left_out')
        .where('answers.team', '=', team)
        .where('answers.message_id', '=', messageId)
        .as('left'),
    ])
    .where('team', '=', team)
    .where('message_id', '=', messageId),
);

/**
 * @param ofCase what the message tells of the case
 * @returns that all of it was known before, with the first answer about it in another channel; null where something is
 *   new, or the first answer stands here
 */
export async function toldElsewhere(
  { store }: Pick<Context, 'store'>,
  { team, shownAs }: Case,
  channel: string,
  { told, known }: Counted,
): Promise<ToldElsewhere | null> {
  if (told === 0 || known < told) return null;
  const first = await store
    .selectFrom('posts')
    .select(['channel', 'ref', 'posted_at'])
    .where('team', '=', team)
    .where('case_id', 'in', shownAs)
    .where('shows', '=', 'case')
    .orderBy('posted_at')
    .limit(1)
    .executeTakeFirst();
  if (first === undefined || first.channel === channel) return null;
  return { channel: first.channel, ref: first.ref, at: Date.parse(first.posted_at) };
}
