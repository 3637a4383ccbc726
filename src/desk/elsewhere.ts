/** What was told in another place before: the answer there need not be seen by those who read this one. */
import type { Case } from '../cases/index.ts';
import type { ToldElsewhere } from '../replies/index.ts';
import type { Context } from './context.ts';

/** Where an answer stands, and which message it answers. */
export type Spot = { readonly channel: string; readonly messageId: string };

/**
 * @returns that all attempts that the message tells of the case were known before, with the first answer about it in
 *   another channel; null where something is new, or the first answer stands here
 */
export async function toldElsewhere(
  { store }: Pick<Context, 'store'>,
  { team, id, parts, shownAs }: Case,
  { channel, messageId }: Spot,
): Promise<ToldElsewhere | null> {
  const { told, known } = await store
    .selectFrom('case_messages')
    .select((eb) => [eb.fn.sum('told').as('told'), eb.fn.sum('known').as('known')])
    .where('team', '=', team)
    .where('message_id', '=', messageId)
    .where('case_id', 'in', [id, ...parts])
    .executeTakeFirstOrThrow();
  if (!Number(told) || Number(known) < Number(told)) return null;
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
