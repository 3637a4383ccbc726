/** What is owed → what goes out, as things are now. */
import { type Case, caseChange, findCase, toldCasesOf } from '../cases/index.ts';
import { type Content, type Delivery, jobOf, type OutboxRow, type Place } from '../queue/index.ts';
import {
  againReply,
  changeLine,
  deletedReply,
  deliveredReply,
  helpReply,
  noBounceReply,
  otherReportsReply,
  pasteHereReply,
  type Reply,
  sorryReply,
  type VerdictReply,
  withElsewhere,
} from '../replies/index.ts';
import type { Context } from './context.ts';
import { type Spot, toldElsewhere } from './elsewhere.ts';
import { replyToQuery } from './question.ts';
import { ticketPostOf } from './tickets.ts';
import { openDossier, summaryOf, verdictOf } from './verdicts.ts';

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
    case 'post': {
      const reply = await replyOf(context, row, job.body);
      return reply && { kind: 'post', reply };
    }
  }
}

/**
 * @param ref of our message; null: one that is kept nowhere
 * @returns how it is to show the case by now: as a ticket where it is one; null where there is no such case
 */
export async function lookOf(
  context: Context,
  team: string,
  caseId: string,
  ref: string | null,
): Promise<Reply | null> {
  const handled = await findCase(context.store, team, caseId);
  if (handled === null) return null;
  const post = ref === null ? undefined : await postAt(context, team, ref);
  const ticket = post?.shows === 'ticket' ? await ticketPostOf(context, handled, post.channel) : null;
  const spot = post ? { channel: post.channel, messageId: post.message_id } : null;
  const reply = ticket ?? (await verdictAt(context, handled, spot));
  return post !== undefined && post.deleted_at !== null ? deletedReply(reply) : reply;
}

/** @param spot null: it answers no message that is kept */
async function verdictAt(context: Context, handled: Case, spot: Spot | null): Promise<VerdictReply> {
  const verdict = await verdictOf(context, handled);
  return spot === null ? verdict : withElsewhere(verdict, await toldElsewhere(context, handled, spot));
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
    case 'again':
      return again(context, row, content);
    case 'summary':
      return summaryOf(
        context,
        await toldCasesOf(context.store, row.team, row.message_id ?? ''),
        content.left,
      );
    case 'no-bounce':
      return content.delivered
        ? deliveredReply(content.delivered, content.left)
        : noBounceReply(content.left);
    case 'other-reports':
      return otherReportsReply(content.reports, content.left);
    case 'help':
      return helpReply();
    case 'paste-here':
      return pasteHereReply();
    case 'lookup': {
      const { diagnoses } = await context.explain(content.query, { asked: true });
      return replyToQuery(context, content.query, diagnoses[0] ?? null, true);
    }
    case 'sorry':
      return sorryReply();
  }
}

async function again(
  context: Context,
  row: OutboxRow,
  { caseId, reopened, fresh }: Extract<Content, { show: 'again' }>,
): Promise<Reply | null> {
  const handled = await findCase(context.store, row.team, caseId);
  if (handled === null) return null;
  const first = await context.store
    .selectFrom('posts')
    .select(['channel', 'ref'])
    .where('team', '=', row.team)
    .where('case_id', 'in', handled.shownAs)
    .where('channel', '=', row.channel)
    .orderBy('posted_at')
    .limit(1)
    .executeTakeFirst();
  const dossier = await openDossier(context, handled);
  const verdict = await verdictOf(context, handled);
  return first ? againReply(dossier, verdict.title, first, { reopened, fresh: fresh ?? null }) : verdict;
}

/** @returns what our message is about; `deleted_at` is when the message that it answers was deleted */
function postAt({ store }: Context, team: string, ref: string) {
  return store
    .selectFrom('posts')
    .select(['channel', 'message_id', 'shows', 'deleted_at'])
    .where('team', '=', team)
    .where('ref', '=', ref)
    .executeTakeFirst();
}
