/** Checks of DNS: asked for by a button, made by the queue outside of any transaction, told in every message. */
import { type Actor, writeRemark } from '../audit/index.ts';
import { type Case, endCheck, findCase, judge, openCheck } from '../cases/index.ts';
import { type Diagnosis, foreignAuthorOf } from '../diagnosis/index.ts';
import { type CheckInput, type CheckReport, compareReports } from '../dns/index.ts';
import { checkInputOf, lackingOf, type Told, toldIn } from '../escalation/index.ts';
import { type CheckBody, enqueue, enqueueUpdates, type NewJob, type OutboxRow } from '../queue/index.ts';
import { isOutage, type Store, transaction } from '../store/index.ts';
import { type Context, type Step, stepOf } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { postsOf } from './posts.ts';
import { firstReportOf, lastReportOf } from './progress.ts';
import { verdictOf } from './verdicts.ts';

/** A check that failed so often by our own fault is told as not made. */
const MOST_ATTEMPTS = 3;

/** "Check DNS now". */
export async function askForCheck(context: Context, action: Action): Promise<Outcome> {
  const handled = await findCase(context.store, action.actor.team, action.target);
  return handled === null ? GONE : checkCase(context, action, handled, null);
}

/**
 * Owed at once, and "checking…" in every message until it is done.
 * @param told what whoever asks names, where the bounce names too little
 */
export async function checkCase(
  context: Context,
  asked: Pick<Action, 'actor' | 'place' | 'ref'>,
  handled: Case,
  told: Told | null,
): Promise<Outcome> {
  const { actor, ref } = asked;
  const judged = judge(context, handled);
  if (context.escalation.checks === null || (await inputOf(context, handled, told)) === null) {
    return refuse(nothingToCheck(judged, context));
  }
  // What was told anew since is checked where it is told now.
  const target = handled.id;
  const step = stepOf(context, { ...asked, target });
  const known = (await postsOf(context, handled, 'case')).some((post) => post.ref === ref);
  const owed = await transaction(context.store, async (tx) => {
    const row = await enqueueCheck(tx, step, known ? null : context.holder, told);
    if (row) await enqueueUpdates(tx, actor.team, target, step.at.getTime());
    return row;
  });
  if (owed === null) return refuse('It is being checked already. The answer comes in some seconds.');
  if (known) return NOTHING;
  // Only the one who pressed sees this message: nobody else brings it up to date, so they wait some seconds.
  await runCheck(context, owed.row, owed.body).catch((error: unknown) => {
    if (isOutage(error)) throw error;
  });
  return { ...NOTHING, update: await verdictOf(context, handled) };
}

/** @returns what to ask: what the bounce lacks is as it is told, or else as it was told last */
async function inputOf(context: Context, handled: Case, told: Told | null): Promise<CheckInput | null> {
  const { catalog } = context;
  const judged = judge(context, handled);
  if (told !== null || lackingOf(judged, catalog) === null) return checkInputOf(judged, catalog, told);
  const last = await lastReportOf(context, handled);
  return checkInputOf(judged, catalog, last && toldIn(last));
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
 * @param told what whoever asks names, where the bounce names too little
 * @returns null where a check is under way already
 */
export async function enqueueCheck(
  store: Store,
  { caseId, by, at, place: { platform, channel } }: Step,
  holder: string | null,
  told: Told | null,
): Promise<{ readonly row: OutboxRow; readonly body: CheckBody } | null> {
  const now = at.getTime();
  const checkId = await openCheck(store, by.team, caseId, by, now);
  if (checkId === null) return null;
  const body: CheckBody = { caseId, checkId, ...(told === null ? {} : { told }) };
  const due = { kind: 'check' as const, body, team: by.team, platform, channel, messageId: null };
  const [row] = await enqueue(store, [due], holder, now);
  return { row: row as OutboxRow, body };
}

/** @throws where it could not be made, or not be written down; it is tried again */
export async function runCheck(
  context: Context,
  row: OutboxRow,
  { caseId, checkId, told }: CheckBody,
): Promise<void> {
  const { store, escalation } = context;
  const { team } = row;
  const handled = await findCase(store, team, caseId);
  const asked = await store.selectFrom('checks').selectAll().where('id', '=', checkId).executeTakeFirst();
  if (handled === null || !asked || asked.done_at !== null) return;
  const input = await inputOf(context, handled, told ?? null);
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
