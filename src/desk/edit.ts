/** Messages that are edited or deleted after they were answered. */
import {
  answerTo,
  dismissIfUntold,
  type Filing,
  fileRecalled,
  openAnswer,
  type Recalled,
  tellsTheSame,
  withdraw,
} from '../cases/index.ts';
import { type Content, enqueueLooks, enqueueStandings, type Message } from '../queue/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { type Context, quietHoursOf } from './context.ts';

/**
 * An edit that still tells the same attempts, judged the same way, changes nothing. Else what the message told before is
 * taken back, and what it tells now is filed: its answer becomes the new one, in place.
 * @param cases that the message told of before
 * @param unread what was left unread of it, in plain words
 * @returns what was filed, where nothing of ours answers the message yet; null where nothing is to be posted any more
 */
export async function fileEdited(
  context: Pick<Context, 'escalation'>,
  tx: Store,
  { id, place: { team } }: Pick<Message, 'id' | 'place'>,
  cases: readonly string[],
  recalled: Recalled,
  unread: string | null,
  now: number,
): Promise<Filing | null> {
  const message = { team, id };
  if (await tellsTheSame(tx, message, cases, recalled.tellings)) return null;
  await withdraw(tx, message, cases);
  const filing = await fileRecalled(tx, message, recalled, quietHoursOf(context), now);
  for (const caseId of cases) await dismissIfUntold(tx, team, caseId, now);
  const left = [unread, filing.left].filter((words) => words !== null).join(' ') || null;
  const content = await contentOf(tx, message, filing, left, now);
  const isAnswered = await answerInstead(tx, message, content);
  await enqueueStandings(tx, team, [...cases, ...filing.filed.map(({ caseId }) => caseId)], now);
  await enqueueLooks(tx, team, await postsTo(tx, message), now);
  return isAnswered ? null : filing;
}

/** @returns what answers the message by now; null where it tells nothing any more, so that its answer says so */
async function contentOf(
  tx: Store,
  { team, id }: { readonly team: string; readonly id: string },
  { filed }: Filing,
  left: string | null,
  now: number,
): Promise<Extract<Content, { show: 'case' | 'many' }> | null> {
  const [only, ...others] = filed;
  if (only === undefined) return null;
  const known = await answerTo(tx, team, id);
  const needed = others.length > 0 || left !== null || known !== null;
  const answer = needed ? await openAnswer(tx, team, id, left, now) : null;
  return answer !== null && others.length > 0
    ? { show: 'many', caseId: answer }
    : { show: 'case', caseId: only.caseId };
}

type Post = Awaited<ReturnType<typeof postsTo>>[number];

const postsTo = (tx: Store, { team, id }: { readonly team: string; readonly id: string }) =>
  tx
    .selectFrom('posts')
    .selectAll()
    .where('team', '=', team)
    .where('message_id', '=', id)
    .where('shows', '!=', 'ticket')
    .orderBy('posted_at')
    .execute();

/** The first answer to the message, or the one that it waits for, becomes this. @returns whether there is one */
async function answerInstead(
  tx: Store,
  message: { readonly team: string; readonly id: string },
  content: Extract<Content, { show: 'case' | 'many' }> | null,
): Promise<boolean> {
  const { team, id } = message;
  const posts: readonly Post[] = await postsTo(tx, message);
  const main = posts.find(({ shows }) => shows === 'many') ?? posts[0];
  if (main) {
    if (content) {
      await tx
        .updateTable('posts')
        .set({ case_id: content.caseId, shows: content.show })
        .where('team', '=', team)
        .where('ref', '=', main.ref)
        .execute();
    }
    return true;
  }
  const owed = await tx
    .selectFrom('outbox')
    .select(['id', 'case_id', 'body'])
    .where('team', '=', team)
    .where('message_id', '=', id)
    .where('kind', '=', 'post')
    .where('case_id', 'is not', null)
    .where('done_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!owed) return false;
  const body = { ...(content ?? JSON.parse(owed.body)), instead: true };
  await tx
    .updateTable('outbox')
    .set({ case_id: content?.caseId ?? owed.case_id, body: JSON.stringify(body) })
    .where('id', '=', owed.id)
    .execute();
  return true;
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
      .returningAll()
      .execute();
    await enqueueLooks(tx, team, posts, at);
  });
}
