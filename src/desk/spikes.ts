/** Many bounces of one problem in a short time become one incident; and when they stop, it is said. */
import { itself, wasRemarked, writePastSpike, writeRemark } from '../audit/index.ts';
import {
  applyTransition,
  beganEarlier,
  beginIncident,
  beginningOf,
  endIncident,
  escalationOf,
  findCase,
  incidentOf,
  loadCases,
  problemKey,
  siblingsOf,
  spikeIn,
  troubleIn,
} from '../cases/index.ts';
import { enqueue, enqueueUpdates, type NewJob, type OutboxRow } from '../queue/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { meansOf } from './change-case.ts';
import { linesFor } from './check.ts';
import type { Context, Step, Where } from './context.ts';
import { beginEscalation, enqueueWebhook, targetsFor } from './escalating.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Nothing escalates by itself whose newest attempt is older than this, in milliseconds. */
const FRESH = HOUR;

/**
 * Looks whether bounces that were just filed make a spike: then the case stands for an incident, and is escalated
 * where a way is configured. What belongs to an incident already brings its ticket up to date. What is over by its own
 * times makes no alarm: it is told when it was.
 * @param store the transaction in which they were filed
 * @param told the times of the attempts that are new
 * @param step by the bot itself
 */
export async function noteSpike(
  context: Context,
  store: Store,
  told: { readonly from: number; readonly to: number },
  step: Step,
): Promise<void> {
  const { caseId, place } = step;
  const { team } = step.by;
  const now = step.at.getTime();
  const handled = await findCase(store, team, caseId);
  const problem = handled && problemKey(handled.key);
  if (handled === null || problem === null) return;
  const known = await incidentOf(store, team, problem);
  const gap = context.escalation.plan.spikes.minutes * MINUTE;
  if (known) {
    if (told.from < known.beganAt) {
      const cases = await siblingsOf(store, team, handled);
      await beganEarlier(store, known.id, await beginningOf(store, cases, known.beganAt, gap));
    }
    if (known.caseId !== caseId) await enqueueUpdates(store, team, known.caseId, now);
    return;
  }
  const { plan } = context.escalation;
  const { bounces, minutes, 'times-usual': timesUsual } = plan.spikes;
  const siblings = await siblingsOf(store, team, handled);
  const spike = await spikeIn(store, siblings, told, { bounces, minutes, timesUsual });
  if (spike === null) return;
  const words = `${spike.mailings} bounces of this within ${minutes} minutes`;
  if (spike.to < now - plan['quiet-hours'] * HOUR) {
    // One line a day is enough, however a log is cut.
    if (await wasRemarked(store, caseId, 'spike', now - DAY)) return;
    const when = `${words}, but these are from ${spanOf(spike, now)}: no alarm.`;
    // Its answer, which may not be posted yet, shows it.
    await writePastSpike(store, caseId, when, step);
    return enqueueUpdates(store, team, caseId, now);
  }
  const began = await beginningOf(store, siblings, spike.from, gap);
  if ((await beginIncident(store, team, problem, caseId, began)) === null) return;
  const escalated = await wasEscalated(store, team, siblings);
  const targets = escalated ? [] : await targetsFor({ ...context, store }, handled, place);
  const isFresh = handled.lastAt >= now - FRESH;
  const note = `${words}: this is an incident.`;
  const more = escalated
    ? ' It is escalated already.'
    : targets.length === 0
      ? ' Press "Escalate" where somebody else has to fix it.'
      : isFresh
        ? ' I escalate it.'
        : ' The newest is over an hour old, so I don\'t escalate it by myself: press "Escalate" if it goes on.';
  const auditId = await writeRemark(store, caseId, 'spike', `${note}${more}`, step);
  await enqueue(store, await linesFor(store, team, caseId, auditId), null, now);
  if (targets.length > 0 && isFresh) await escalateByItself(context, store, step, note, targets);
  else await awaitQuiet(context, store, step);
  for (const sibling of siblings) await enqueueUpdates(store, team, sibling, now);
}

/** @returns "yesterday, 22:10 to 22:25 (UTC)" */
export function spanOf({ from, to }: { readonly from: number; readonly to: number }, now: number): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const time = (at: number): string => new Date(at).toISOString().slice(11, 16);
  const named = (at: number): string =>
    day(at) === day(now) ? 'today' : day(at) === day(now - DAY) ? 'yesterday' : day(at);
  return day(from) === day(to)
    ? `${named(from)}, ${time(from)} to ${time(to)} (UTC)`
    : `${named(from)}, ${time(from)} to ${named(to)}, ${time(to)} (UTC)`;
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

/** What began is looked at again when it may be over. */
export const awaitQuiet = (context: Context, store: Store, step: Step): Promise<void> =>
  enqueueQuiet(context, store, step, step.at.getTime());

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
  // Read before the transaction: it may be settled in it.
  await context.fingerprint();
  await transaction(store, async (tx) => {
    const handled = await findCase(tx, team, caseId);
    const settled = handled?.status.kind === 'resolved' || handled?.status.kind === 'dismissed';
    if (handled === null || settled) return;
    const siblings = await loadCases(tx, team, await siblingsOf(tx, team, handled));
    // Nobody knows of a bounce before somebody pastes it.
    const lastAt = Math.max(handled.heardAt, ...[...siblings.values()].map((one) => one.heardAt));
    if (now - lastAt < hours * HOUR) return enqueueQuiet(context, tx, step, lastAt);
    await endIncident(tx, team, caseId, now);
    // Where a spike and an escalation both wait for the end, it is said once.
    if (await wasRemarked(tx, caseId, 'quiet', lastAt)) return;
    const isTrouble = troubleIn(handled.key) !== null;
    const long = hours === 1 ? 'an hour' : `${hours} hours`;
    const words = isTrouble
      ? `None pasted for ${long}: it looks over.`
      : `No more of these for ${long}: it looks fixed. If it is, resolve this.`;
    const auditId = await writeRemark(tx, caseId, 'quiet', words, step);
    await enqueue(tx, await linesFor(tx, team, caseId, auditId), null, now);
    // Nobody had to do anything, so nobody has to press anything.
    if (isTrouble && handled.status.kind === 'open') {
      await applyTransition(tx, caseId, { do: 'resolve' }, step, await meansOf(context));
    }
    for (const id of [caseId, ...siblings.keys()]) await enqueueUpdates(tx, team, id, now);
    const known = await escalationOf(tx, team, caseId);
    if (known && known.closedAt === null && escalation.hook) {
      await enqueueWebhook(tx, step, known.id, 'escalation.quiet');
    }
  });
}
