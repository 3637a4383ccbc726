/** The incident that a case is part of, as things are now. */
import { hadPastSpike } from '../audit/index.ts';
import {
  bouncedIn,
  type Case,
  endedIncidentOf,
  type Incident,
  incidentOf,
  problemKey,
  siblingsOf,
  spikeIn,
} from '../cases/index.ts';
import type { IncidentProgress } from '../replies/index.ts';
import type { Context } from './context.ts';
import { postsOf } from './posts.ts';

/** Nothing escalates by itself, and nothing is told as going on, whose newest attempt is older than this, in milliseconds. */
export const FRESH = 60 * 60_000;

/** @returns null where there is none, and none was */
export async function incidentProgress(context: Context, handled: Case): Promise<IncidentProgress | null> {
  const { store } = context;
  const { team } = handled;
  const problem = problemKey(handled.key);
  if (problem === null) return null;
  const open = await incidentOf(store, team, problem);
  if (open !== null) return progressOf(context, handled, open);
  if (await hadPastSpike(store, handled)) return pastProgress(context, handled);
  const ended = await endedIncidentOf(store, team, problem);
  // What began since is no part of it.
  const isOf = ended?.endedAt && handled.firstAt <= ended.endedAt;
  return ended && isOf ? progressOf(context, handled, ended) : null;
}

async function progressOf(
  context: Context,
  handled: Case,
  { caseId, beganAt, endedAt }: Incident,
): Promise<IncidentProgress | null> {
  const { store } = context;
  const { team } = handled;
  const asOf = context.now().getTime();
  const siblings = await siblingsOf(store, team, handled);
  const bounced = await bouncedIn(store, siblings, { from: beganAt, to: endedAt });
  if (bounced === null) return null;
  const isOn = endedAt === null && bounced.to > asOf - FRESH;
  const since = endedAt === null ? null : await bouncedIn(store, siblings, { from: endedAt + 1, to: null });
  return {
    ...bounced,
    state: isOn ? 'on' : since === null ? 'over' : 'before',
    cases: siblings.length,
    main: caseId === handled.id ? null : await placeOf(context, team, caseId),
  };
}

async function placeOf(context: Context, team: string, id: string): Promise<IncidentProgress['main']> {
  const [post] = await postsOf(context, { team, shownAs: [id] }, 'case');
  return { id, post: post ? { channel: post.channel, ref: post.ref } : null };
}

/** By all that is known by now, however the log was cut. */
async function pastProgress(context: Context, handled: Case): Promise<IncidentProgress | null> {
  const { store } = context;
  const { bounces, minutes, 'times-usual': timesUsual } = context.escalation.plan.spikes;
  const asOf = context.now().getTime();
  const siblings = await siblingsOf(store, handled.team, handled);
  const spike = await spikeIn(store, siblings, { from: 0, to: asOf }, { bounces, minutes, timesUsual });
  return (
    spike && {
      ...spike,
      state: { within: minutes },
      cases: siblings.length,
      main: null,
    }
  );
}
