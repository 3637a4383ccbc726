/** What is owed → what goes out, as things are now. */
import { type Case, caseChange, findAnswer, findCase, toldCasesOf } from '../cases/index.ts';
import { type Content, type Delivery, jobOf, type OutboxRow, type Place } from '../queue/index.ts';
import {
  awayReply,
  changeLine,
  deletedReply,
  deliveredReply,
  helpReply,
  knownWords,
  noBounceReply,
  notedReply,
  otherReportsReply,
  ownAnswerReply,
  pasteHereReply,
  plain,
  type Reply,
  sorryReply,
  unreadReply,
  type VerdictReply,
  withElsewhere,
} from '../replies/index.ts';
import type { Context } from './context.ts';
import { type Spot, toldBy, toldElsewhere } from './elsewhere.ts';
import { knownReply } from './known.ts';
import { manyOf, replyAgain } from './many.ts';
import { postsOf } from './posts.ts';
import { replyToQuery } from './question.ts';
import { ticketPostOf } from './tickets.ts';
import { verdictOf } from './verdicts.ts';

/** @returns null where it is owed no more: its case is gone, or the message that it was about */
export async function deliveryOf(context: Context, row: OutboxRow): Promise<Delivery | null> {
  const what = await whatOf(context, row);
  if (what === null) return null;
  const place = { platform: row.platform as Place['platform'], team: row.team, channel: row.channel };
  return { id: row.id, place, messageId: row.message_id, again: row.attempts > 1, what };
}

async function whatOf(context: Context, row: OutboxRow): Promise<Delivery['what'] | null> {
  const job = jobOf(row.kind, row.body);
  switch (job.kind) {
    case 'wake':
    case 'check':
    case 'remind':
    case 'quiet':
    case 'webhook':
      return null;
    case 'update': {
      const { ref, caseId } = job.body;
      const reply = await lookOf(context, row.team, caseId, ref);
      return reply && { kind: 'update', ref, reply };
    }
    case 'line': {
      const change = await caseChange(context.store, row.team, job.body.auditId);
      return change && { kind: 'line', line: changeLine(change) };
    }
    case 'single':
      return { kind: 'single', ...job.body };
    case 'post': {
      const reply = await replyOf(context, row, job.body);
      return reply && { kind: 'post', reply };
    }
  }
}

/**
 * @param caseId of a case, or of an answer that tells of many
 * @param ref of our message; null: one that is kept nowhere
 * @returns how it is to look by now: as a ticket where it is one; null where there is no such case
 */
export async function lookOf(
  context: Context,
  team: string,
  caseId: string,
  ref: string | null,
): Promise<Reply | null> {
  const post = ref === null ? undefined : await postAt(context, team, ref);
  const reply = await shownAt(context, team, post?.case_id ?? caseId, post);
  const isAnswer = reply?.kind === 'verdict' || reply?.kind === 'many';
  return isAnswer && post !== undefined && post.deleted_at !== null ? deletedReply(reply) : reply;
}

type Post = NonNullable<Awaited<ReturnType<typeof postAt>>>;

async function shownAt(
  context: Context,
  team: string,
  caseId: string,
  post: Post | undefined,
): Promise<Reply | null> {
  const handled = await findCase(context.store, team, caseId);
  if (handled === null) {
    const answer = await findAnswer(context.store, team, caseId);
    return answer && manyOf(context, answer);
  }
  const ticket = post?.shows === 'ticket' ? await ticketPostOf(context, handled, post.channel) : null;
  if (ticket !== null) return ticket;
  const spot = post && post.shows !== 'copy' ? { channel: post.channel, messageId: post.message_id } : null;
  return post?.shows === 'again' ? again(context, handled, post, null) : verdictAt(context, handled, spot);
}

/** @param spot null: it answers no message that is kept */
async function verdictAt(context: Context, handled: Case, spot: Spot | null): Promise<VerdictReply> {
  const verdict = await verdictOf(context, handled);
  if (spot === null) return verdict;
  const { ofCase, alone, left } = await toldBy(context, handled, spot.messageId);
  const elsewhere = withElsewhere(verdict, await toldElsewhere(context, handled, spot.channel, ofCase));
  if (alone === null) return elsewhere;
  const notes = [
    ...(alone.known > 0 && alone.known < alone.told
      ? [`${alone.told.toLocaleString('en')} here: ${knownWords(alone.told, alone.known)}.`]
      : []),
    ...(left ? [left] : []),
  ];
  return notes.reduce((reply, words) => notedReply(reply, plain(words)), elsewhere);
}

async function replyOf(context: Context, row: OutboxRow, content: Content): Promise<Reply | null> {
  switch (content.show) {
    case 'case': {
      const handled = await findCase(context.store, row.team, content.caseId);
      const spot = row.message_id === null ? null : { channel: row.channel, messageId: row.message_id };
      return handled && verdictAt(context, handled, spot);
    }
    case 'ticket': {
      const handled = await findCase(context.store, row.team, content.caseId);
      return handled && ticketPostOf(context, handled, row.channel);
    }
    case 'again': {
      const handled = await findCase(context.store, row.team, content.caseId);
      return handled && again(context, handled, row, content);
    }
    case 'many': {
      const answer = await findAnswer(context.store, row.team, content.caseId);
      return answer && manyOf(context, answer);
    }
    case 'summary': {
      const message = { team: row.team, id: row.message_id ?? '' };
      const told = await toldCasesOf(context.store, message.team, message.id);
      const [many] = told.length > 1 ? await replyAgain(context, message, told) : [];
      return many ?? null;
    }
    case 'no-bounce':
      return content.delivered
        ? deliveredReply(content.delivered, content.left)
        : noBounceReply(content.left);
    case 'other-reports':
      return otherReportsReply(content.reports, content.left);
    case 'help':
      return helpReply();
    case 'own-answer':
      return ownAnswerReply();
    case 'unread':
      return unreadReply(content);
    case 'paste-here':
      return pasteHereReply();
    case 'lookup': {
      const { diagnoses } = await context.explain(content.query, { asked: true });
      return replyToQuery(context, content.query, diagnoses[0] ?? null, true);
    }
    case 'away':
      return awayReply(content);
    case 'sorry':
      return sorryReply();
  }
}

/** @param told what its message told; null: that was told when it was posted */
async function again(
  context: Context,
  handled: Case,
  { channel, message_id }: { readonly channel: string; readonly message_id: string | null },
  told: Extract<Content, { show: 'again' }> | null,
): Promise<Reply> {
  const post = (await postsOf(context, handled, 'case')).find((one) => one.channel === channel);
  if (post === undefined) return verdictOf(context, handled);
  const first = { channel, ref: post.ref };
  const fresh = told?.fresh ?? null;
  const left = message_id === null ? null : (await toldBy(context, handled, message_id)).left;
  return knownReply(context, handled, first, { reopened: told?.reopened ?? false, fresh, left });
}

/** @returns what our message is about; `deleted_at` is when the message that it answers was deleted */
function postAt({ store }: Context, team: string, ref: string) {
  return store
    .selectFrom('posts')
    .select(['channel', 'message_id', 'case_id', 'shows', 'deleted_at'])
    .where('team', '=', team)
    .where('ref', '=', ref)
    .executeTakeFirst();
}
