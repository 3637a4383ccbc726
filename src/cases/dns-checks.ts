/** Checks of DNS that a case keeps: who asked, what came of it. The reports themselves are the escalation's. */
import { type Actor, actorJson, actorOfJson } from '../audit/index.ts';
import { type Store, timeOrderedId } from '../store/index.ts';

/** One look into DNS. `report` is parsed JSON, to be read by `readReport`. */
export type KeptCheck = {
  readonly id: string;
  readonly by: Actor;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly outcome:
    | { readonly kind: 'under-way' }
    | { readonly kind: 'report'; readonly report: unknown }
    | { readonly kind: 'fault'; readonly why: string };
};

/** Milliseconds after which a check that has no end is taken as lost, and another may be asked for. */
const LOST_AFTER = 10 * 60 * 1000;

/**
 * @param store a transaction
 * @param now milliseconds since 1970
 * @returns its id; null where one is under way already
 */
export async function openCheck(
  store: Store,
  team: string,
  caseId: string,
  by: Actor,
  now: number,
): Promise<string | null> {
  // Taken first, so that of two who ask at once one waits for the other.
  await store
    .updateTable('cases')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('team', '=', team)
    .where((eb) => eb.or([eb('id', '=', caseId), eb('bundle', '=', caseId)]))
    .execute();
  const pending = await store
    .selectFrom('checks')
    .select('id')
    .where('case_id', '=', caseId)
    .where('done_at', 'is', null)
    .where('asked_at', '>', new Date(now - LOST_AFTER).toISOString())
    .executeTakeFirst();
  if (pending) return null;
  const id = timeOrderedId(now);
  await store
    .insertInto('checks')
    .values({
      id,
      team,
      case_id: caseId,
      by: actorJson(by),
      asked_at: new Date(now).toISOString(),
      done_at: null,
      report: null,
      fault: null,
    })
    .execute();
  return id;
}

/** @returns false where it has ended before, by another process */
export async function endCheck(
  store: Store,
  id: string,
  outcome: Exclude<KeptCheck['outcome'], { kind: 'under-way' }>,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('checks')
    .set({
      done_at: new Date(now).toISOString(),
      report: outcome.kind === 'report' ? JSON.stringify(outcome.report) : null,
      fault: outcome.kind === 'fault' ? outcome.why : null,
    })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns the first one that brought a report, the newest that did, and the newest of all; each null where none is */
export async function checksOf(
  store: Store,
  team: string,
  caseId: string,
): Promise<{
  readonly first: KeptCheck | null;
  readonly last: KeptCheck | null;
  readonly newest: KeptCheck | null;
}> {
  const base = () =>
    store.selectFrom('checks').selectAll().where('team', '=', team).where('case_id', '=', caseId).limit(1);
  const newest = await base().orderBy('id', 'desc').executeTakeFirst();
  if (!newest) return { first: null, last: null, newest: null };
  const [first, last] = await Promise.all([
    base().where('report', 'is not', null).orderBy('id').executeTakeFirst(),
    base().where('report', 'is not', null).orderBy('id', 'desc').executeTakeFirst(),
  ]);
  return { first: first ? checkOf(first) : null, last: last ? checkOf(last) : null, newest: checkOf(newest) };
}

type Row = {
  readonly id: string;
  readonly by: string;
  readonly asked_at: string;
  readonly done_at: string | null;
  readonly report: string | null;
  readonly fault: string | null;
};

const checkOf = ({ id, by, asked_at, done_at, report, fault }: Row): KeptCheck => ({
  id,
  by: actorOfJson(by),
  askedAt: Date.parse(asked_at),
  outcome:
    report !== null
      ? { kind: 'report', report: JSON.parse(report) }
      : done_at === null
        ? { kind: 'under-way' }
        : { kind: 'fault', why: fault ?? '' },
});
