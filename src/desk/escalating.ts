/** Escalating: where to, who is told next, and what a team's own tool is told of it. */
import { itself, writeRemark } from '../audit/index.ts';
import {
  acknowledge,
  type Case,
  closeEscalation,
  effectiveSettings,
  endIncident,
  escalationOf,
  findCase,
  judge,
  openEscalation,
  raise,
  type Target,
} from '../cases/index.ts';
import { defaultWay, routeFor, type Way } from '../escalation/index.ts';
import {
  enqueue,
  enqueueUpdates,
  type NewJob,
  type OutboxRow,
  type Platform,
  type WebhookEvent,
} from '../queue/index.ts';
import { minutesWords } from '../replies/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { linesFor } from './check.ts';
import { type Context, type Step, stepOf, type Where } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { updateSiblings } from './one-ticket.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { verdictOf } from './verdicts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * @returns where this case goes, level by level: by the first route of `escalation.yml` that fits, else as the team
 *   has set, else by the file's default; empty where nothing is configured
 */
export async function targetsFor(context: Context, handled: Case, place: Where): Promise<readonly Target[]> {
  const { plan } = context.escalation;
  const { bounce, control, category, provider } = judge(context, handled);
  const matter = {
    team: handled.team,
    control,
    category,
    provider,
    senderDomain: bounce.senderDomain,
    bounces: handled.count,
  };
  const route = targetsOf(routeFor(plan, matter, context.now()), place.platform);
  if (route.length > 0) return route;
  const { escalateTo, notify } = await effectiveSettings(
    context.store,
    handled.team,
    place.channel,
    context.watch,
  );
  if (escalateTo === null) return targetsOf(defaultWay(plan), place.platform);
  return [{ channel: escalateTo.id, notify: notify && { kind: 'group', ...notify }, after: 0 }];
}

/** @returns the levels that are on this platform; a way that begins elsewhere is none */
function targetsOf(way: Way | null, platform: Platform): readonly Target[] {
  if (way === null) return [];
  const on = (places: Way['to'], after: number): readonly Target[] => {
    const there = WHERE_ON[platform](places);
    return there === null ? [] : [{ ...there, after }];
  };
  const first = on(way.to, 0);
  return first.length > 0 && way.next ? [...first, ...on(way.next.to, way.next.after)] : first;
}

/** Where a place of `escalation.yml` is on each platform; null: nowhere. */
const WHERE_ON: Readonly<Record<Platform, (to: Way['to']) => Omit<Target, 'after'> | null>> = {
  slack: ({ slack }) => (slack ? channelOf(slack.channel, slack.group) : null),
  discord: ({ discord }) => (discord ? channelOf(discord.channel, discord.role) : null),
  web: ({ web }) => (web ? channelOf(web.channel, undefined) : null),
};

const channelOf = (channel: string, group: { readonly id: string; readonly name: string } | undefined) => ({
  channel,
  notify: group ? ({ kind: 'group', ...group } as const) : null,
});

/** @param store a transaction in which the case was escalated */
export async function beginEscalation(
  { escalation: { plan, hook } }: Context,
  store: Store,
  step: Step,
  note: string | null,
  targets: readonly Target[],
): Promise<void> {
  const { caseId, by, place } = step;
  const { team } = by;
  const now = step.at.getTime();
  // Escalated before, and taken back into the team's hands since: whoever is asked now may be somebody else.
  await closeEscalation(store, caseId, now);
  const escalationId = await openEscalation(store, caseId, by, note, targets, now);
  if (escalationId === null) return;
  const [first, second] = targets;
  const at = { team, platform: place.platform, messageId: null };
  const jobs: NewJob[] = [];
  if (first) {
    jobs.push({ ...at, kind: 'post', body: { show: 'ticket', caseId }, channel: first.channel });
  }
  if (second) {
    const due = now + second.after * MINUTE;
    jobs.push({ ...at, kind: 'remind', body: { caseId, escalationId }, channel: second.channel, due });
  }
  const due = now + plan['quiet-hours'] * HOUR;
  jobs.push({ ...at, kind: 'quiet', body: { caseId }, channel: place.channel, due });
  await enqueue(store, jobs, null, now);
  await updateSiblings(store, team, caseId, now);
  if (hook) await enqueueWebhook(store, step, escalationId, 'escalation.opened');
}

/** @param store a transaction in which the case was settled */
export async function endEscalation(
  { escalation: { hook } }: Context,
  store: Store,
  step: Step,
): Promise<void> {
  const { caseId } = step;
  const now = step.at.getTime();
  await endIncident(store, step.by.team, caseId, now);
  const escalationId = await closeEscalation(store, caseId, now);
  if (escalationId === null) return;
  await updateSiblings(store, step.by.team, caseId, now);
  if (hook) await enqueueWebhook(store, step, escalationId, 'escalation.closed');
}

export async function enqueueWebhook(
  store: Store,
  { caseId, by: { team }, at, place: { platform, channel } }: Step,
  escalationId: string,
  event: WebhookEvent,
): Promise<void> {
  const job = { kind: 'webhook', body: { caseId, escalationId, event } } as const;
  await enqueue(store, [{ ...job, team, platform, channel, messageId: null }], null, at.getTime());
}

/** "Acknowledge": the first who presses has it in hand, and nobody else is told any more. */
export async function acknowledgeCase(context: Context, action: Action): Promise<Outcome> {
  const { store, escalation } = context;
  const { target: caseId, actor } = action;
  const step = stepOf(context, action);
  const now = step.at.getTime();
  const done = await transaction(store, async (tx) => {
    const id = await acknowledge(tx, caseId, actor, now);
    if (id === null) return false;
    const auditId = await writeRemark(tx, caseId, 'acknowledge', null, step);
    await updateSiblings(tx, actor.team, caseId, now);
    await enqueue(tx, await linesFor(tx, actor.team, caseId, auditId), null, now);
    if (escalation.hook) await enqueueWebhook(tx, step, id, 'escalation.acknowledged');
    return true;
  });
  if (done) return NOTHING;
  const handled = await findCase(store, actor.team, caseId);
  if (handled === null) return GONE;
  const known = await escalationOf(store, actor.team, caseId);
  const update = await verdictOf(context, handled);
  const why = known?.acknowledged
    ? `${known.acknowledged.by.name} acknowledged it before.`
    : 'There is nothing to acknowledge any more: the case is settled.';
  return { ...refuse(why), update: known?.targets.length ? null : update };
}

/** Nobody acknowledged in time: the next level is told. */
export async function remind(
  context: Context,
  { team, platform }: OutboxRow,
  caseId: string,
  escalationId: string,
): Promise<void> {
  const { store } = context;
  const now = context.now().getTime();
  await transaction(store, async (tx) => {
    const known = await escalationOf(tx, team, caseId);
    const next = known?.targets[1];
    if (known?.id !== escalationId || !next || !(await raise(tx, escalationId, 2))) return;
    const place = { platform, channel: next.channel } as Where;
    const whom = next.notify ? `: ${next.notify.name} is told now` : ': the next level is told now';
    const words = `Nobody acknowledged this within ${minutesWords(next.after)}${whom}.`;
    const step = { caseId, by: itself(team), at: new Date(now), place };
    const auditId = await writeRemark(tx, caseId, 'raise', words, step);
    await enqueue(tx, await linesFor(tx, team, caseId, auditId), null, now);
    const ticket = { kind: 'post', body: { show: 'ticket', caseId }, messageId: null } as const;
    await enqueue(tx, [{ ...ticket, team, platform, channel: next.channel }], null, now);
    await enqueueUpdates(tx, team, caseId, now);
    if (context.escalation.hook) await enqueueWebhook(tx, step, escalationId, 'escalation.raised');
  });
}
