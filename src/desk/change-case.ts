/** Applies a transition to a case, and sees to it that everybody sees it. */
import { type Actor, itself } from '../audit/index.ts';
import {
  type Applied,
  applyFound,
  applyTransition,
  type Case,
  concernedBy,
  findCase,
  type Means,
  type SuppressRefusal,
  type Target,
  type Transition,
} from '../cases/index.ts';
import { enqueue, enqueueStandings, type NewJob } from '../queue/index.ts';
import { cardOf, ended, suppressRefusalWords, textOf, type VerdictReply } from '../replies/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { type Context, type Step, stepOf } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { beginEscalation, endEscalation } from './escalating.ts';
import { escalatedElsewhere, escalatedWords } from './one-ticket.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { postsOf } from './posts.ts';
import { verdictOf } from './verdicts.ts';

/** Who does it, to which case, where. */
type Doing = Pick<Action, 'target' | 'actor' | 'place' | 'ref'>;

/** What became of it, in words for whoever did it; `refusal`: why it may not be done. */
export type Changed = { readonly outcome: Outcome; readonly refusal: SuppressRefusal | null };

/** @returns what the core needs of the desk to apply a transition */
export const meansOf = async (context: Context): Promise<Means> => ({
  fingerprint: await context.fingerprint(),
  knowledge: context,
});

/**
 * Applies the transition; in the same transaction it becomes owed that everybody sees it.
 * @param targets whom an escalation is to reach, level by level; empty for all other transitions
 */
export async function changeCase(
  context: Context,
  doing: Doing,
  transition: Transition,
  targets: readonly Target[],
): Promise<Changed> {
  const { actor, target } = doing;
  const find = (tx: Store): Promise<Case | null> => findCase(tx, actor.team, target);
  // Read before the transaction.
  await context.fingerprint();
  const done = await transaction(context.store, async (tx) => {
    const before = transition.do === 'escalate' ? await find(tx) : null;
    const holder = before && (await escalatedElsewhere(tx, before));
    if (before && holder) {
      return { applied: undefined, before, told: await escalatedWords(tx, holder) } as const;
    }
    return carryOut(context, tx, doing, find, transition, targets);
  });
  if (done === null) return { outcome: GONE, refusal: null };
  if (done.applied === undefined) {
    const outcome = { ...refuse(done.told), update: await verdictOf(context, done.before) };
    return { outcome, refusal: null };
  }
  const { refusal } = done.applied;
  if (refusal !== null) {
    // Whoever pressed an old look sees what was said since.
    const update = refusal.kind === 'said-otherwise' ? await verdictOf(context, done.applied.case) : null;
    return { outcome: { ...refuse(suppressRefusalWords(refusal)), update }, refusal };
  }
  const update = await verdictOf(context, done.applied.case);
  const late = done.applied.auditId === null;
  const outcome = {
    ...NOTHING,
    // Where nothing changed, an old look is brought up to date all the same.
    update: done.seenTo && !late ? null : update,
    notice: late ? lateNotice(done.applied.case, lateState(update), actor) : null,
  };
  return { outcome, refusal: null };
}

/**
 * The same for whatever is found in the transaction.
 * @param tx the transaction
 * @returns what became of it, and whether the message that was pressed is brought up to date by the queue; null where
 *   nothing is found
 */
export async function carryOut(
  context: Context,
  tx: Store,
  doing: Doing,
  find: (tx: Store) => Promise<Case | null>,
  transition: Transition,
  targets: readonly Target[],
): Promise<{ readonly applied: Applied; readonly seenTo: boolean } | null> {
  const step = stepOf(context, doing);
  const applied = await applyFound(tx, () => find(tx), transition, step, await meansOf(context));
  if (applied === null) return null;
  const post = await postOf(tx, doing);
  if (applied.auditId !== null) {
    const thread = await threadFor(tx, doing, applied.case, post);
    await tell(tx, step, applied.case, transition, applied.auditId, thread);
    if (transition.do === 'escalate') {
      await beginEscalation(context, tx, { ...step, caseId: applied.case.id }, transition.note, targets);
    } else await endSettled(context, tx, step, applied.case);
  }
  return { applied, seenTo: post !== undefined };
}

/** A case that is settled is escalated no more; nor is its bundle, once all of it is settled. */
async function endSettled(context: Context, tx: Store, step: Step, handled: Case): Promise<void> {
  const { team } = handled;
  for (const caseId of await concernedBy(tx, handled)) {
    const kind = (await findCase(tx, team, caseId))?.status.kind;
    if (kind === 'resolved' || kind === 'dismissed') await endEscalation(context, tx, { ...step, caseId });
  }
}

/** Where it is told what was done: below the message that was pressed; what one person alone sees tells nobody. */
async function threadFor(
  tx: Store,
  doing: Doing,
  handled: Case,
  post: Post | undefined,
): Promise<Thread | undefined> {
  if (post === undefined) return threadOfOwed(tx, doing, handled);
  if (post.shows !== 'copy') return post;
  return (await postsOf({ store: tx }, handled, 'case'))[0];
}

type Thread = { readonly channel: string; readonly message_id: string };
type Post = Thread & { readonly shows: string };

async function postOf(tx: Store, { actor, ref }: Doing): Promise<Post | undefined> {
  if (ref === null) return undefined;
  return tx
    .selectFrom('posts')
    .select(['channel', 'message_id', 'shows'])
    .where('team', '=', actor.team)
    .where('ref', '=', ref)
    .executeTakeFirst();
}

/**
 * Somebody pressed before it was noted that the message is there: what is owed to its thread goes out behind it.
 * Where it is noted meanwhile, it is found then.
 */
async function threadOfOwed(tx: Store, doing: Doing, { shownAs }: Case): Promise<Thread | undefined> {
  const { actor, place, ref } = doing;
  if (ref === null) return undefined;
  const owed = await tx
    .selectFrom('outbox')
    .select(['channel', 'message_id'])
    .where('team', '=', actor.team)
    .where('platform', '=', place.platform)
    .where('case_id', 'in', [doing.target, ...shownAs])
    .where('kind', '=', 'post')
    .where('done_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return owed ? { channel: owed.channel, message_id: owed.message_id ?? ref } : postOf(tx, doing);
}

/** Every message that shows the case changes, and the thread of the one that was pressed gets a line. */
async function tell(
  tx: Store,
  { by: { team }, at, place: { platform, channel } }: Step,
  { id: caseId, parts }: Case,
  transition: Transition,
  auditId: string,
  post: Thread | undefined,
): Promise<void> {
  const now = at.getTime();
  await enqueueStandings(tx, team, [caseId, ...parts], now);
  const jobs: NewJob[] = [];
  if (post) {
    const { channel: where, message_id: messageId } = post;
    jobs.push({ kind: 'line', body: { auditId }, team, platform, channel: where, messageId });
  }
  if (transition.do === 'snooze') {
    const body = { caseId, until: transition.until };
    jobs.push({ kind: 'wake', body, due: transition.until, team, platform, channel, messageId: null });
  }
  await enqueue(tx, jobs, null, now);
}

function lateState(update: VerdictReply): string | null {
  const { state } = cardOf(update);
  return state && textOf(ended(state));
}

/** Somebody was first: say who, where two pressed at once, or one person twice. */
function lateNotice({ status }: Case, state: string | null, { id }: Actor): string {
  if (status.kind === 'open' || state === null)
    return 'That was taken back already, or there is nothing to do.';
  return status.by.id === id ? 'You did that already.' : `Somebody was first: ${state}`;
}

/** A snooze is over; nothing happens where it was ended, or begun again, in the meantime. */
export async function wake(context: Context, caseId: string, team: string, until: number): Promise<void> {
  const now = context.now().getTime();
  const means = await meansOf(context);
  await transaction(context.store, async (tx) => {
    const handled = await findCase(tx, team, caseId);
    if (handled?.status.kind !== 'snoozed' || handled.status.until !== until) return;
    const posts = await tx
      .selectFrom('posts')
      .selectAll()
      .where('team', '=', team)
      .where('case_id', 'in', handled.shownAs)
      .where('shows', 'in', ['case', 'ticket'])
      .orderBy('posted_at')
      .execute();
    const [first] = posts;
    const from = { platform: first?.platform ?? 'web', channel: first?.channel ?? '' };
    const origin = { by: itself(team), at: new Date(now), place: from };
    const applied = await applyTransition(tx, caseId, { do: 'wake' }, origin, means);
    if (!applied?.auditId || !first) return;
    await enqueueStandings(tx, team, caseId, now);
    const line = { kind: 'line', body: { auditId: applied.auditId }, messageId: first.message_id } as const;
    await enqueue(tx, [{ ...line, team, platform: first.platform, channel: first.channel }], null, now);
  });
}
