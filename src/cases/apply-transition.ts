/** Applies a transition: the case, the suppression list and the audit log change together or not at all. */
import { z } from 'zod';
import { type Actor, actorJson, actorShape, lastChange, type Origin, writeEntry } from '../audit/index.ts';
import { CASE_STATUSES, type Store } from '../store/index.ts';
import { type Fingerprint, suppress, unsuppressCase } from '../suppressions/index.ts';
import { type Case, findCase } from './case.ts';
import { judge, type Knowledge } from './judge.ts';
import { keptSince } from './kept-by-verdict.ts';
import { type SuppressRefusal, transitionRefusal } from './may-suppress.ts';
import { silence, unsilence } from './silence.ts';
import { type CaseState, nextState, stateOf, type Transition, type TransitionName } from './transition.ts';

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
  status: z.enum(CASE_STATUSES),
  owner: actorShape.nullable(),
  until: z.number().nullable(),
});

/** A change that somebody else made in between is looked at again, this often. */
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
    const kept = await keptSince(store, before, suppressedBy(transition, before), knowledge);
    if (kept !== null) return { case: before, auditId: null, refusal: { kind: 'kept-since', address: kept } };
    if (!(await change(store, before, next, actor, origin.at))) continue;
    const auditId = await log(store, before, next, transition, origin);
    const beside =
      transition.do !== 'undo'
        ? EFFECTS[transition.do].done
        : undone !== null && isTransition(undone.action)
          ? EFFECTS[undone.action].undone
          : null;
    await beside?.(store, before, { transition, origin, fingerprint, undoneAt: undone?.at ?? '' });
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

/** What a transition changes beside the case. */
type Beside = (store: Store, handled: Case, change: Change) => Promise<unknown>;
type Change = {
  readonly transition: Transition;
  readonly origin: Origin;
  readonly fingerprint: Fingerprint;
  /** When what is taken back was done, ISO 8601; '' where nothing is. */
  readonly undoneAt: string;
};

/** How it is done, and how it is taken back. */
type Effect = { readonly done: Beside | null; readonly undone: Beside | null };

/** @returns the addresses that the transition puts on the list */
function suppressedBy(transition: Transition, { recipients }: Case): readonly string[] {
  if (transition.do === 'suppress-some') return transition.addresses;
  return transition.do === 'suppress' ? recipients : [];
}

const NONE: Effect = { done: null, undone: null };
const SUPPRESSES: Effect = {
  done: (store, handled, { transition, origin, fingerprint }) =>
    suppress(
      store,
      fingerprint,
      handled.team,
      {
        addresses: suppressedBy(transition, handled),
        reason: handled.reason,
        evidence: handled.bounce.diagnosticCode ?? handled.bounce.excerpt,
        source: 'case',
        caseId: handled.id,
      },
      origin,
    ),
  undone: (store, { team, id }, { origin, undoneAt }) => unsuppressCase(store, team, id, undoneAt, origin),
};

const EFFECTS: Readonly<Record<Exclude<TransitionName, 'undo'>, Effect>> = {
  claim: NONE,
  release: NONE,
  'hand-over': NONE,
  snooze: NONE,
  wake: NONE,
  escalate: NONE,
  resolve: NONE,
  suppress: SUPPRESSES,
  'suppress-some': SUPPRESSES,
  'not-a-bounce': {
    done: (store, { id, bounce }, { origin }) =>
      silence(store, bounce.excerpt, id, origin.by, origin.at.toISOString()),
    undone: (store, { team, id }) => unsilence(store, team, id),
  },
  reopen: { done: (store, { team, id }) => unsilence(store, team, id), undone: null },
};

const isTransition = (name: string): name is keyof typeof EFFECTS => Object.hasOwn(EFFECTS, name);

/** @returns what was done last and the state before it; null where that can't be taken back any more */
async function lastUndoable(
  store: Store,
  handled: Case,
): Promise<{ readonly action: string; readonly at: string; readonly before: CaseState } | null> {
  const last = await lastChange(store, handled);
  const before = storedState.safeParse(last?.before);
  return last && before.success && last.action !== 'undo'
    ? { action: last.action, at: last.at, before: before.data }
    : null;
}
