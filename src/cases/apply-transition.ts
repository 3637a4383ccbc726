/** Applies a transition: the case, the suppression list and the audit log change together or not at all. */
import { z } from 'zod';
import { type Actor, actorJson, actorShape, lastChanges, type Origin, writeEntries } from '../audit/index.ts';
import { CASE_STATUSES, type Store } from '../store/index.ts';
import type { Fingerprint } from '../suppressions/index.ts';
import { doBeside, type Move, suppressedBy } from './beside.ts';
import { type Case, findCase, partsOf } from './case.ts';
import { correctionShape } from './correction.ts';
import { bouncesOfProblem } from './incidents.ts';
import { judge, type Knowledge } from './judge.ts';
import { keptSince } from './kept-by-verdict.ts';
import { type SuppressRefusal, transitionRefusal } from './may-suppress.ts';
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
  status: z.enum(CASE_STATUSES),
  owner: actorShape.nullable(),
  until: z.number().nullable(),
  corrected: correctionShape.nullable().default(null),
});

/** A change that somebody else made in between is looked at again, this often. */
const TRIES = 5;
/** SQLite takes 32,766 values in one statement. */
const PARTS_AT_ONCE = 10_000;

/**
 * @param store a transaction
 * @returns null where the actor's team has no such case. Of two who do the same at once, one does it. What is done to a
 *   bundle is done to each of its cases. Whether it may suppress anybody is decided here, by today's verdict on the case
 *   as it is at this moment
 */
export const applyTransition = (
  store: Store,
  caseId: string,
  transition: Transition,
  origin: Origin,
  means: Means,
): Promise<Applied | null> =>
  applyFound(store, () => findCase(store, origin.by.team, caseId), transition, origin, means);

/**
 * The same for whatever is found in the transaction.
 * @param find asked again where somebody else was quicker
 * @returns the case as it is now; what no id finds, as it was
 */
export async function applyFound(
  store: Store,
  find: () => Promise<Case | null>,
  transition: Transition,
  origin: Origin,
  { fingerprint, knowledge }: Means,
): Promise<Applied | null> {
  const { by: actor } = origin;
  for (let i = 0; i < TRIES; i++) {
    const before = await find();
    if (before === null) return null;
    const parts = before.id === before.parts[0] ? [before] : await lockedParts(store, before);
    const moves = await movesOf(store, parts, transition, actor);
    if (moves.length === 0) return { case: before, auditId: null, refusal: null };
    const no = transitionRefusal(transition, before, () => judge(knowledge, before));
    if (no !== null) return { case: before, auditId: null, refusal: await whyNot(store, before, no) };
    const kept = await keptSince(store, before.team, parts, suppressedBy(transition, before), knowledge);
    if (kept !== null) return { case: before, auditId: null, refusal: { kind: 'kept-since', address: kept } };
    if (!(await change(store, moves, actor, origin.at))) continue;
    if (transition.do === 'correct') await partWays(store, before);
    const auditId = await log(store, moves, transition, origin);
    await doBeside(store, before, moves, { transition, origin, fingerprint });
    return { case: (await findCase(store, actor.team, before.id)) ?? before, auditId, refusal: null };
  }
  throw new Error('A case kept changing while it was to be changed.');
}

/** Who went their own way since is no stranger to the bundle. */
async function whyNot(store: Store, { team, id }: Case, refusal: SuppressRefusal): Promise<SuppressRefusal> {
  if (refusal.kind !== 'stranger') return refusal;
  const { address } = refusal;
  const apart = await store
    .selectFrom('case_recipients')
    .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
    .select('cases.id')
    .where('case_recipients.team', '=', team)
    .where('case_recipients.address', '=', address)
    .where('cases.bundle', '=', id)
    .where('cases.apart', '=', 1)
    .executeTakeFirst();
  return apart ? { kind: 'kept-since', address } : refusal;
}

/** Nobody changes them before this transaction is through. */
async function lockedParts(store: Store, { team, parts }: Case): Promise<readonly Case[]> {
  for (let i = 0; i < parts.length; i += PARTS_AT_ONCE) {
    await store
      .updateTable('cases')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('team', '=', team)
      .where('id', 'in', parts.slice(i, i + PARTS_AT_ONCE))
      .execute();
  }
  return partsOf(store, { team, parts });
}

/** Where some addresses were chosen, the cases that hold them. */
function concerned(parts: readonly Case[], transition: Transition): readonly Case[] {
  if (transition.do !== 'suppress-some') return parts;
  const chosen = new Set(transition.addresses);
  const some = parts.filter(({ recipients }) => recipients.some((one) => chosen.has(one)));
  return some.length > 0 ? some : parts;
}

async function movesOf(
  store: Store,
  parts: readonly Case[],
  transition: Transition,
  actor: Actor,
): Promise<readonly Move[]> {
  if (transition.do !== 'undo') {
    return concerned(parts, transition).flatMap((part) => {
      const next = nextState(transition, stateOf(part), actor);
      return next === null ? [] : [{ part, next, undone: null }];
    });
  }
  const undoable = await lastUndoable(store, parts);
  const moves = parts.flatMap((part): readonly Move[] => {
    const undone = undoable.get(part.id);
    return undone ? [{ part, next: undone.before, undone }] : [];
  });
  // Of a bundle it is taken back where it was the last step.
  const last = moves.reduce((newest, { undone }) => (undone && undone.at > newest ? undone.at : newest), '');
  return moves.filter(({ undone }) => undone?.at === last);
}

/** @returns false where one has changed since it was read */
async function change(store: Store, moves: readonly Move[], actor: Actor, now: Date): Promise<boolean> {
  const alike = Map.groupBy(moves, ({ part, next }) =>
    JSON.stringify([part.version, next, stays(part, next)]),
  );
  for (const some of alike.values()) {
    const { part, next } = some[0] as Move;
    for (let i = 0; i < some.length; i += PARTS_AT_ONCE) {
      const ids = some.slice(i, i + PARTS_AT_ONCE).map((move) => move.part.id);
      const { numUpdatedRows } = await store
        .updateTable('cases')
        .set({
          ...(stays(part, next)
            ? {}
            : {
                status: next.status,
                status_by: actorJson(actor),
                status_at: now.toISOString(),
                owner: next.owner && actorJson(next.owner),
                snoozed_until: next.until === null ? null : new Date(next.until).toISOString(),
              }),
          corrected: next.corrected && JSON.stringify(next.corrected),
          // A kind alone is counted as no reason.
          corrected_reason: next.corrected?.only === null ? next.corrected.reason : null,
          corrected_category: next.corrected?.category ?? null,
          version: part.version + 1,
        })
        .where('team', '=', part.team)
        .where('id', 'in', ids)
        .where('version', '=', part.version)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== BigInt(ids.length)) return false;
    }
  }
  return true;
}

/** What was said of one of a bundle is shown with that one alone; said of the bundle, it is said of none that is settled. */
async function partWays(store: Store, { id, team, parts }: Case): Promise<void> {
  const ofTeam = store.updateTable('cases').set({ apart: 1 }).where('team', '=', team);
  const parting =
    id === parts[0]
      ? ofTeam.where('id', '=', id).where('bundle', 'is not', null)
      : ofTeam.where('bundle', '=', id).where('status', 'in', ['resolved', 'dismissed']);
  await parting.execute();
}

/** Who claimed or escalated it, and when, is told as long as it stands so, whatever else is said of it. */
function stays(part: Case, next: CaseState): boolean {
  const { status, owner, until } = stateOf(part);
  return status === next.status && owner?.id === next.owner?.id && until === next.until;
}

/** @returns the first entry's id: each tells of all */
async function log(
  store: Store,
  moves: readonly Move[],
  transition: Transition,
  origin: Origin,
): Promise<string> {
  const together = moves.reduce((sum, { part }) => sum + part.recipients.length, 0);
  const more =
    transition.do === 'escalate'
      ? transition.note === null
        ? {}
        : { note: transition.note }
      : transition.do === 'suppress-some'
        ? { addresses: transition.addresses.length }
        : moves.length > 1
          ? { addresses: together }
          : {};
  const counts = new Map<string, number>();
  if (transition.do === 'escalate') {
    for (const { part } of moves) counts.set(part.id, await bouncesOfProblem(store, part));
  }
  const [id] = await writeEntries(
    store,
    origin,
    moves.map(({ part, next }) => ({
      team: part.team,
      action: transition.do,
      caseId: part.id,
      before: stateOf(part),
      after: { ...next, ...more, ...(counts.has(part.id) ? { count: counts.get(part.id) } : {}) },
    })),
  );
  return id as string;
}

type Undoable = { readonly action: string; readonly at: string; readonly before: CaseState };

/** @returns by case what was done last and the state before it; what can't be taken back any more is left out */
async function lastUndoable(store: Store, parts: readonly Case[]): Promise<ReadonlyMap<string, Undoable>> {
  const found = new Map<string, Undoable>();
  for (const [id, last] of await lastChanges(store, parts)) {
    const before = storedState.safeParse(last.before);
    if (before.success && last.action !== 'undo') {
      found.set(id, { action: last.action, at: last.at, before: before.data });
    }
  }
  return found;
}

/** @returns those of the cases whose last change was this one */
export async function undoneWith(
  store: Store,
  parts: readonly Case[],
  action: Transition['do'],
): Promise<readonly Case[]> {
  const undoable = await lastUndoable(store, parts);
  return parts.filter(({ id }) => undoable.get(id)?.action === action);
}
