/** Many bounces of one problem in a short time become one incident; and when they stop, it is said. */
import { itself, wasRemarked, writeRemark } from '../audit/index.ts';
import {
  applyTransition,
  beginIncident,
  endIncident,
  escalationOf,
  findCase,
  incidentOf,
  loadCases,
  problemKey,
  siblingsOf,
  spikeIn,
} from '../cases/index.ts';
import { enqueue, enqueueUpdates, type NewJob, type OutboxRow } from '../queue/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { meansOf } from './change-case.ts';
import { linesFor } from './check.ts';
import type { Context, Step, Where } from './context.ts';
import { beginEscalation, enqueueWebhook, targetsFor } from './escalating.ts';

const HOUR = 60 * 60 * 1000;

/**
 * Looks whether bounces that were just filed make a spike: then the case stands for an incident, and is escalated
 * where a way is configured. What belongs to an incident already brings its ticket up to date.
 * @param store the transaction in which they were filed
 * @param step by the bot itself
 */
export async function noteSpike(context: Context, store: Store, step: Step): Promise<void> {
  const { caseId, place } = step;
  const { team } = step.by;
  const now = step.at.getTime();
  const handled = await findCase(store, team, caseId);
  const problem = handled && problemKey(handled.key);
  if (handled === null || problem === null) return;
  const known = await incidentOf(store, team, problem);
  if (known) {
    if (known.caseId !== caseId) await enqueueUpdates(store, team, known.caseId, now);
    return;
  }
  const { bounces, minutes, 'times-usual': timesUsual } = context.escalation.plan.spikes;
  const siblings = await siblingsOf(store, team, handled);
  const found = await spikeIn(store, siblings, { bounces, minutes, timesUsual }, now);
  if (found === null || (await beginIncident(store, team, problem, caseId, now)) === null) return;
  const escalated = await wasEscalated(store, team, siblings);
  const targets = escalated ? [] : await targetsFor({ ...context, store }, handled, place);
  const words = `${found} bounces of this within ${minutes} minutes: this is an incident.`;
  const more = escalated
    ? ' It is escalated already.'
    : targets.length > 0
      ? ' I escalate it.'
      : ' Press "Escalate" where somebody else has to fix it.';
  const auditId = await writeRemark(store, caseId, 'spike', `${words}${more}`, step);
  await enqueue(store, await linesFor(store, team, caseId, auditId), null, now);
  if (targets.length > 0) await escalateByItself(context, store, step, words, targets);
  else await enqueueQuiet(context, store, step, now);
  for (const sibling of siblings) await enqueueUpdates(store, team, sibling, now);
}

async function wasEscalated(store: Store, team: string, caseIds: readonly string[]): Promise<boolean> {
  for (const id of caseIds) {
    const escalation = await escalationOf(store, team, id);
    if (escalation !== null && escalation.closedAt === null) return true;
  }
  return false;
}

async function escalateByItself(
  context: Context,
  store: Store,
  step: Step,
  note: string,
  targets: Awaited<ReturnType<typeof targetsFor>>,
): Promise<void> {
  const means = await meansOf(context);
  const applied = await applyTransition(store, step.caseId, { do: 'escalate', note }, step, means);
  if (applied?.auditId) await beginEscalation(context, store, step, note, targets);
}

async function enqueueQuiet(
  { escalation: { plan } }: Context,
  store: Store,
  { caseId, by: { team }, place: { platform, channel } }: Step,
  from: number,
): Promise<void> {
  const job = { kind: 'quiet', body: { caseId }, due: from + plan['quiet-hours'] * HOUR } as const;
  const due: NewJob = { ...job, team, platform, channel, messageId: null };
  await enqueue(store, [due], null, from);
}

/** No bounce for some hours: it is said once, and resolving offered. Else it is looked at again later. */
export async function noteQuiet(context: Context, row: OutboxRow, caseId: string): Promise<void> {
  const { store, escalation } = context;
  const { team } = row;
  const now = context.now().getTime();
  const hours = escalation.plan['quiet-hours'];
  const place = { platform: row.platform, channel: row.channel } as Where;
  const step = { caseId, by: itself(team), at: new Date(now), place };
  await transaction(store, async (tx) => {
    const handled = await findCase(tx, team, caseId);
    const settled = handled?.status.kind === 'resolved' || handled?.status.kind === 'dismissed';
    if (handled === null || settled) return;
    const siblings = await loadCases(tx, team, await siblingsOf(tx, team, handled));
    const lastAt = Math.max(handled.lastAt, ...[...siblings.values()].map((one) => one.lastAt));
    if (now - lastAt < hours * HOUR) return enqueueQuiet(context, tx, step, lastAt);
    await endIncident(tx, team, caseId, now);
    // Where a spike and an escalation both wait for the end, it is said once.
    if (await wasRemarked(tx, caseId, 'quiet', lastAt)) return;
    const words = `No more of these for ${hours === 1 ? 'an hour' : `${hours} hours`}: it looks fixed. If it is, resolve this.`;
    const auditId = await writeRemark(tx, caseId, 'quiet', words, step);
    await enqueue(tx, await linesFor(tx, team, caseId, auditId), null, now);
    for (const id of [caseId, ...siblings.keys()]) await enqueueUpdates(tx, team, id, now);
    const known = await escalationOf(tx, team, caseId);
    if (known && known.closedAt === null && escalation.hook) {
      await enqueueWebhook(tx, step, known.id, 'escalation.quiet');
    }
  });
}
