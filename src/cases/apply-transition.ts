/** Applies a transition: the case, the suppression list and the audit log change together or not at all. */
import { z } from 'zod';
import { type Actor, actorJson, actorShape, lastChange, type Origin, writeEntry } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { type Fingerprint, suppress, unsuppressCase } from '../suppressions/index.ts';
import { type Case, findCase } from './case.ts';
import { judge, type Knowledge } from './judge.ts';
import { type SuppressRefusal, transitionRefusal } from './may-suppress.ts';
import { silence, unsilence } from './silence.ts';
import { type CaseState, nextState, stateOf, type Transition } from './transition.ts';

/** The case as it is now. */
export type Applied = {
  readonly case: Case;
  /** Of the entry, where it was this call that changed the case, else null. */
  readonly auditId: string | null;
  /** Why it may not be done; null where it was done, or there was nothing left to do. */
  readonly refusal: SuppressRefusal | null;
};

/** What it takes to apply a transition. */
export type Means = { readonly fingerprint: Fingerprint; readonly knowledge: Knowledge };

const storedState = z.object({
  status: z.enum(['open', 'claimed', 'snoozed', 'escalated', 'resolved', 'dismissed']),
  owner: actorShape.nullable(),
  until: z.number().nullable(),
});

/** A change that somebody else made in between is looked at anew, this often. */
const TRIES = 5;

/**
 * @param store a transaction
 * @returns null where the actor's team has no such case. Of two who do the same at once, one does it. Whether it may
 *   suppress anybody is decided here, by today's verdict on the case as it is at this moment
 */
export async function applyTransition(
  store: Store,
  caseId: string,
  transition: Transition,
  origin: Origin,
  { fingerprint, knowledge }: Means,
): Promise<Applied | null> {
  const { by: actor } = origin;
  for (let i = 0; i < TRIES; i++) {
    const before = await findCase(store, actor.team, caseId);
    if (before === null) return null;
    const undone = transition.do === 'undo' ? await lastUndoable(store, before) : null;
    const next =
      transition.do === 'undo' ? (undone?.before ?? null) : nextState(transition, stateOf(before), actor);
    if (next === null) return { case: before, auditId: null, refusal: null };
    const refusal = transitionRefusal(transition, before, () => judge(knowledge, before));
    if (refusal !== null) return { case: before, auditId: null, refusal };
    if (!(await change(store, before, next, actor, origin.at))) continue;
    const auditId = await log(store, before, next, transition, origin);
    const done = transition.do === 'undo' ? `undo ${undone?.action}` : transition.do;
    const addresses = transition.do === 'suppress-some' ? transition.addresses : before.recipients;
    await follow(store, before, done, addresses, origin, fingerprint);
    return { case: (await findCase(store, actor.team, caseId)) as Case, auditId, refusal: null };
  }
  throw new Error('A case kept changing while it was to be changed.');
}

/** @returns false where it has changed since it was read */
async function change(
  store: Store,
  before: Case,
  next: CaseState,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('cases')
    .set({
      status: next.status,
      status_by: actorJson(actor),
      status_at: now.toISOString(),
      owner: next.owner && actorJson(next.owner),
      snoozed_until: next.until === null ? null : new Date(next.until).toISOString(),
      version: before.version + 1,
    })
    .where('team', '=', before.team)
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function log(
  store: Store,
  before: Case,
  next: CaseState,
  transition: Transition,
  origin: Origin,
): Promise<string> {
  const more =
    transition.do === 'escalate' && transition.note !== null
      ? { note: transition.note }
      : transition.do === 'suppress-some'
        ? { addresses: transition.addresses.length }
        : {};
  return writeEntry(store, origin, {
    team: before.team,
    action: transition.do,
    caseId: before.id,
    before: stateOf(before),
    after: { ...next, ...more },
  });
}

/** What else changes: the suppression list, and the passages that stay unanswered. */
async function follow(
  store: Store,
  { team, id, bounce, reason }: Case,
  done: string,
  addresses: readonly string[],
  origin: Origin,
  fingerprint: Fingerprint,
): Promise<void> {
  if (done === 'suppress' || done === 'suppress-some') {
    const evidence = bounce.diagnosticCode ?? bounce.excerpt;
    const what = { addresses, reason, evidence, source: 'case', caseId: id } as const;
    await suppress(store, fingerprint, team, what, origin);
  }
  if (done === 'undo suppress' || done === 'undo suppress-some')
    await unsuppressCase(store, team, id, origin);
  if (done === 'not-a-bounce') await silence(store, bounce.excerpt, id, origin.by, origin.at.toISOString());
  if (done === 'undo not-a-bounce' || done === 'reopen') await unsilence(store, team, id);
}

/** @returns what was done last and the state before it; null where that can't be taken back any more */
async function lastUndoable(
  store: Store,
  handled: Case,
): Promise<{ readonly action: string; readonly before: CaseState } | null> {
  const last = await lastChange(store, handled);
  const before = storedState.safeParse(last?.before);
  return last && before.success && last.action !== 'undo'
    ? { action: last.action, before: before.data }
    : null;
}
