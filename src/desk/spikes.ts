/** Many bounces of one problem in a short time become one incident. */
import { wasRemarked, writePastSpike, writeRemark } from '../audit/index.ts';
import {
  applyTransition,
  beganEarlier,
  beginIncident,
  beginningOf,
  escalatedAmong,
  findCase,
  incidentOf,
  problemKey,
  type Spike,
  siblingsOf,
  spikeIn,
} from '../cases/index.ts';
import { enqueue, enqueueUpdates } from '../queue/index.ts';
import { minutesWords, type Span, spanOf } from '../replies/index.ts';
import type { Store } from '../store/index.ts';
import { meansOf } from './change-case.ts';
import { linesFor } from './check.ts';
import type { Context, Step } from './context.ts';
import { beginEscalation, targetsFor } from './escalating.ts';
import { FRESH } from './incident.ts';
import { awaitQuiet } from './quiet.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What was filed into a case: the times of the attempts that are new, and what they are called in a sentence. */
type Told = Span & { readonly name: string };

/**
 * Looks whether bounces that were just filed make a spike: then the case stands for an incident, and is escalated
 * where a way is configured. What belongs to an incident already brings its ticket up to date. What is over by its own
 * times makes no alarm: it is told when it was.
 * @param store the transaction in which they were filed
 * @param step by the bot itself
 * @returns the audit's entry that the thread is to hear of; null where there is none, or the threads of the case do
 */
export async function noteSpike(
  context: Context,
  store: Store,
  told: Told,
  step: Step,
): Promise<string | null> {
  const { caseId, place } = step;
  const { team } = step.by;
  const now = step.at.getTime();
  const { plan } = context.escalation;
  const handled = await findCase(store, team, caseId);
  const problem = handled && problemKey(handled.key);
  if (handled === null || problem === null) return null;
  const known = await incidentOf(store, team, problem);
  const siblings = await siblingsOf(store, team, handled);
  const holders = await escalatedAmong(store, team, siblings);
  // The ticket of another case counts these too.
  for (const holder of holders) if (holder !== caseId) await enqueueUpdates(store, team, holder, now);
  const gap = plan.spikes.minutes * MINUTE;
  if (known) {
    if (told.from < known.beganAt) {
      await beganEarlier(store, known.id, await beginningOf(store, siblings, known.beganAt, gap));
    }
    if (known.caseId !== caseId) await enqueueUpdates(store, team, known.caseId, now);
    await escalateLate(context, store, { ...step, caseId: known.caseId }, told, siblings);
    return null;
  }
  const spike = await spikeAmong(context, store, siblings, told, now);
  if (spike === null) return null;
  if (spike.to < now - plan['quiet-hours'] * HOUR) {
    // One line a day is enough, however a log is cut.
    if (await wasRemarked(store, caseId, 'spike', now - DAY)) return null;
    const when = `${spikeWords(context, told, spike)}, but these are from ${spanOf(spike, now)}: no alarm.`;
    // Its answer, which may not be posted yet, shows it.
    await writePastSpike(store, caseId, when, step);
    await enqueueUpdates(store, team, caseId, now);
    return null;
  }
  const began = await beginningOf(store, siblings, spike.from, gap);
  if ((await beginIncident(store, team, problem, caseId, began)) === null) return null;
  const escalated = holders.length > 0;
  const targets = escalated ? [] : await targetsFor({ ...context, store }, handled, place);
  const isFresh = spike.to >= now - FRESH;
  const words = spikeWords(context, told, spike);
  const note = isFresh ? `${words}: this is an incident.` : `${words}, ${spanOf(spike, now)}.`;
  const auditId = await writeRemark(
    store,
    caseId,
    'spike',
    `${note}${nextWords({ escalated, isFresh, hasWay: targets.length > 0 })}`,
    step,
  );
  const lines = await linesFor(store, team, caseId, auditId);
  await enqueue(store, lines, null, now);
  if (targets.length > 0 && isFresh) await escalateByItself(context, store, step, note, targets);
  else await awaitQuiet(context, store, step);
  for (const sibling of siblings) await enqueueUpdates(store, team, sibling, now);
  return lines.length > 0 ? null : auditId;
}

function spikeAmong(
  { escalation: { plan } }: Context,
  store: Store,
  siblings: readonly string[],
  told: Told,
  now: number,
): Promise<Spike | null> {
  const { bounces, minutes, 'times-usual': timesUsual } = plan.spikes;
  return spikeIn(store, siblings, told, { bounces, minutes, timesUsual }, now - FRESH);
}

function spikeWords({ escalation: { plan } }: Context, { name }: Told, { mailings }: Spike): string {
  const { minutes } = plan.spikes;
  return `${mailings} bounces of ${name} within ${minutesWords(minutes)}`;
}

/** What is done about it, or is to be. */
function nextWords(state: {
  readonly escalated: boolean;
  readonly isFresh: boolean;
  readonly hasWay: boolean;
}): string {
  if (state.escalated) return ' It is escalated already.';
  if (!state.hasWay) return ' Press "Escalate" where somebody else has to fix it.';
  return state.isFresh
    ? ' I escalate it.'
    : ' That is over an hour ago, so I don\'t escalate it by myself: press "Escalate" if it goes on.';
}

/** An incident that was an hour old when it was told may go on: then it is escalated all the same. */
async function escalateLate(
  context: Context,
  store: Store,
  step: Step,
  told: Told,
  siblings: readonly string[],
): Promise<void> {
  const now = step.at.getTime();
  const { team } = step.by;
  if (told.to < now - FRESH || (await escalatedAmong(store, team, siblings)).length > 0) return;
  const handled = await findCase(store, team, step.caseId);
  const targets = handled ? await targetsFor({ ...context, store }, handled, step.place) : [];
  if (targets.length === 0) return;
  const spike = await spikeAmong(context, store, siblings, told, now);
  if (spike === null || spike.to < now - FRESH) return;
  const note = `${spikeWords(context, told, spike)}: this goes on.`;
  const auditId = await writeRemark(store, step.caseId, 'spike', `${note} I escalate it.`, step);
  await enqueue(store, await linesFor(store, team, step.caseId, auditId), null, now);
  await escalateByItself(context, store, step, note, targets);
  for (const sibling of siblings) await enqueueUpdates(store, team, sibling, now);
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
