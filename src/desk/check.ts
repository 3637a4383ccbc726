/** Checks of DNS: asked for by a button, made by the queue outside of any transaction, told in every message. */
import { type Actor, writeRemark } from '../audit/index.ts';
import { endCheck, findCase, judge, openCheck } from '../cases/index.ts';
import { type Diagnosis, foreignAuthorOf } from '../diagnosis/index.ts';
import { type CheckReport, compareReports } from '../dns/index.ts';
import { checkInputOf } from '../escalation/index.ts';
import { enqueue, enqueueUpdates, type NewJob, type OutboxRow } from '../queue/index.ts';
import { isOutage, type Store, transaction } from '../store/index.ts';
import { type Context, type Step, stepOf } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { postsOf } from './posts.ts';
import { firstReportOf } from './progress.ts';
import { verdictOf } from './verdicts.ts';

/** A check that failed so often by our own fault is told as not made. */
const MOST_ATTEMPTS = 3;

/** "Check DNS now": owed at once, and "checking…" in every message until it is done. */
export async function askForCheck(context: Context, action: Action): Promise<Outcome> {
  const { actor, ref } = action;
  const handled = await findCase(context.store, actor.team, action.target);
  if (handled === null) return GONE;
  const judged = judge(context, handled);
  if (context.escalation.checks === null || checkInputOf(judged, context.catalog) === null) {
    return refuse(nothingToCheck(judged, context));
  }
  // What was told anew since is checked where it is told now.
  const target = handled.id;
  const step = stepOf(context, { ...action, target });
  const known = (await postsOf(context, handled, 'case')).some((post) => post.ref === ref);
  const owed = await transaction(context.store, async (tx) => {
    const row = await enqueueCheck(tx, step, known ? null : context.holder);
    if (row) await enqueueUpdates(tx, actor.team, target, step.at.getTime());
    return row;
  });
  if (owed === null) return refuse('It is being checked already. The answer comes in some seconds.');
  if (known) return NOTHING;
  // Only the one who pressed sees this message: nobody else brings it up to date, so they wait some seconds.
  await runCheck(context, owed.row, target, owed.checkId).catch((error: unknown) => {
    if (isOutage(error)) throw error;
  });
  return { ...NOTHING, update: await verdictOf(context, handled) };
}

function nothingToCheck(judged: Diagnosis, { catalog }: Context): string {
  const author = foreignAuthorOf(judged, catalog);
  return author === null
    ? 'This bounce names nothing that DNS could be asked about. Type `/bounces check example.com 192.0.2.10`.'
    : `The records of \`${author.domain}\` aren't yours to change, so a check of DNS would mend nothing. To look at a domain of your own, type \`/bounces check example.com 192.0.2.10\`.`;
}

/**
 * @param store a transaction
 * @param holder who makes it right away; null: the queue
 * @returns null where a check is under way already
 */
export async function enqueueCheck(
  store: Store,
  { caseId, by, at, place: { platform, channel } }: Step,
  holder: string | null,
): Promise<{ readonly row: OutboxRow; readonly checkId: string } | null> {
  const now = at.getTime();
  const checkId = await openCheck(store, by.team, caseId, by, now);
  if (checkId === null) return null;
  const job = { kind: 'check', body: { caseId, checkId } } as const;
  const due = { ...job, team: by.team, platform, channel, messageId: null };
  const [row] = await enqueue(store, [due], holder, now);
  return { row: row as OutboxRow, checkId };
}

/** @throws where it could not be made, or not be written down; it is tried again */
export async function runCheck(
  context: Context,
  row: OutboxRow,
  caseId: string,
  checkId: string,
): Promise<void> {
  const { store, escalation } = context;
  const { team } = row;
  const handled = await findCase(store, team, caseId);
  const asked = await store.selectFrom('checks').selectAll().where('id', '=', checkId).executeTakeFirst();
  if (handled === null || !asked || asked.done_at !== null) return;
  const input = checkInputOf(judge(context, handled), context.catalog);
  if (escalation.checks === null || input === null) {
    const why = 'the bounce names nothing any more that DNS could be asked about';
    return finish(context, row, caseId, checkId, { kind: 'fault', why }, null);
  }
  const before = await firstReportOf(context, handled);
  try {
    const outcome = await escalation.checks.check(input, before !== null);
    if ('faults' in outcome) {
      const why = outcome.faults.join(' ');
      return await finish(context, row, caseId, checkId, { kind: 'fault', why }, null);
    }
    const by = JSON.parse(asked.by) as Actor;
    const { report } = outcome;
    const words = wordsOf(report, before);
    await finish(context, row, caseId, checkId, { kind: 'report', report }, { by, words });
  } catch (error) {
    if (row.attempts < MOST_ATTEMPTS) throw error;
    const why = 'the fault is on our side; whoever runs me finds it in the log';
    await finish(context, row, caseId, checkId, { kind: 'fault', why }, null);
    throw error;
  }
}

/** What is said in the thread. */
function wordsOf(report: CheckReport, before: CheckReport | null): string {
  if (before === null) return report.cause.sentence;
  const { sentence, passes } = compareReports(before, report);
  return passes ? `${sentence} If mail goes through again, resolve this.` : sentence;
}

/** @param said what is told in the thread; null: the messages show it, and nobody needs a line */
async function finish(
  { store, now }: Context,
  { team, platform, channel }: OutboxRow,
  caseId: string,
  checkId: string,
  outcome: Parameters<typeof endCheck>[2],
  said: { readonly by: Actor; readonly words: string } | null,
): Promise<void> {
  const at = now().getTime();
  await transaction(store, async (tx) => {
    if (!(await endCheck(tx, checkId, outcome, at))) return;
    await enqueueUpdates(tx, team, caseId, at);
    if (said === null) return;
    const auditId = await writeRemark(tx, caseId, 'check', said.words, {
      by: said.by,
      at: new Date(at),
      place: { platform, channel },
    });
    await enqueue(tx, await linesFor(tx, team, caseId, auditId), null, at);
  });
}

/** @returns a line for the thread in which the case was first answered, and for those of its tickets */
export async function linesFor(
  store: Store,
  team: string,
  caseId: string,
  auditId: string,
): Promise<readonly NewJob[]> {
  const shownAs = (await findCase(store, team, caseId))?.shownAs ?? [caseId];
  const cases = await postsOf({ store }, { team, shownAs }, 'case');
  const tickets = await postsOf({ store }, { team, shownAs }, 'ticket');
  return [...cases.slice(0, 1), ...tickets].map(({ platform, channel, message_id: messageId }) => ({
    kind: 'line',
    body: { auditId },
    team,
    platform,
    channel,
    messageId,
  }));
}
