/**
 * Spikes: many mailings that bounce for one problem of ours in a short time are one incident. A problem is known by its
 * reason, whose it is (our domain or address), and what has to be mended by whom.
 */
import type { Selectable } from 'kysely';
import { type Store, type Tables, timeOrderedId } from '../store/index.ts';
import { THEIRS } from './problems.ts';

export type Incident = {
  readonly id: string;
  readonly caseId: string;
  readonly beganAt: number;
  /** Null: it is open. */
  readonly endedAt: number | null;
};

/** More cases of one problem (one a provider) are not looked at. */
const MOST_SIBLINGS = 100;
const DAY = 24 * 60 * 60 * 1000;
/** Attempts around what was filed that are looked at, the newest. */
const MOST_ATTEMPTS = 20_000;

/**
 * @returns what stands for the problem, by what is to be done and by whom: "auth-failure||example.com|" whoever refuses, "blocked||example.com|spamhaus-zen" whoever asks that list, "blocked|microsoft-365|example.com|" for a
 *   provider's own list; null for what isn't ours
 */
export function problemKey(caseKey: string): string | null {
  const [side, reason = '', provider = '', ours = '', , list = ''] = caseKey.split('|');
  if (side !== 'sender') return null;
  if (ours === '') return caseKey;
  return [reason, THEIRS.has(reason) && list === '' ? provider : '', ours, list].join('|');
}

/** @returns the unsettled cases of the same problem, this one among them, oldest first; what a person said to be something else is none of it */
export async function siblingsOf(
  store: Store,
  team: string,
  { id, key, reason }: { readonly id: string; readonly key: string; readonly reason: string },
): Promise<readonly string[]> {
  const problem = problemKey(key);
  if (problem === null) return [id];
  const rows = await store
    .selectFrom('cases')
    .select(['id', 'key', 'status'])
    .where('team', '=', team)
    .where('side', '=', 'sender')
    .where('reason', '=', reason)
    .where('status', 'in', ['open', 'claimed', 'snoozed', 'escalated'])
    .where('corrected', 'is', null)
    .orderBy('first_at')
    .limit(MOST_SIBLINGS)
    .execute();
  const same = rows.filter((row) => problemKey(row.key) === problem).map((row) => row.id);
  return same.includes(id) ? same : [...same, id];
}

/** @returns those of the problems that are an incident now */
export async function openIncidents(
  store: Store,
  team: string,
  problems: readonly string[],
): Promise<ReadonlySet<string>> {
  if (problems.length === 0) return new Set();
  const rows = await store
    .selectFrom('incidents')
    .select('problem')
    .where('team', '=', team)
    .where('problem', 'in', problems)
    .where('ended_at', 'is', null)
    .execute();
  return new Set(rows.map(({ problem }) => problem));
}

/** @returns how many attempts its whole problem counts, whichever provider refused: what a ticket of it tells */
export async function bouncesOfProblem(
  store: Store,
  handled: { readonly team: string; readonly id: string; readonly key: string; readonly reason: string },
): Promise<number> {
  const { sum } = await store
    .selectFrom('cases')
    .select((eb) => eb.fn.sum('count').as('sum'))
    .where('id', 'in', await siblingsOf(store, handled.team, handled))
    .executeTakeFirstOrThrow();
  return Number(sum);
}

/**
 * @param began when the first of its attempts was made
 * @returns the incident that began; null where the problem has an open one
 */
export async function beginIncident(
  store: Store,
  team: string,
  problem: string,
  caseId: string,
  began: number,
): Promise<string | null> {
  const id = timeOrderedId(began);
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('incidents')
    .values({ id, team, problem, case_id: caseId, began_at: new Date(began).toISOString(), ended_at: null })
    .onConflict((conflict) => conflict.columns(['team', 'problem']).where('ended_at', 'is', null).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? id : null;
}

/**
 * @param at when an attempt of it was made, in milliseconds since 1970
 * @param gap milliseconds without an attempt that part two troubles
 * @returns when the first of those attempts was made that lead up to it
 */
export async function beginningOf(
  store: Store,
  caseIds: readonly string[],
  at: number,
  gap: number,
): Promise<number> {
  const rows = await store
    .selectFrom('attempts')
    .select('at')
    .where('case_id', 'in', caseIds)
    .where('at', '<', new Date(at).toISOString())
    .where('at', '>=', new Date(at - DAY).toISOString())
    .where('counts', '=', 1)
    .orderBy('at', 'desc')
    .limit(MOST_ATTEMPTS)
    .execute();
  let first = at;
  for (const row of rows) {
    const before = Date.parse(row.at);
    if (first - before > gap) break;
    first = before;
  }
  return first;
}

/** What was told since shows that it began earlier. */
export async function beganEarlier(store: Store, id: string, began: number): Promise<void> {
  await store
    .updateTable('incidents')
    .set({ began_at: new Date(began).toISOString() })
    .where('id', '=', id)
    .where('began_at', '>', new Date(began).toISOString())
    .execute();
}

/** A case became part of another one, or its problem has another name: what stands for it goes along. */
export async function carryIncident(store: Store, team: string, from: string, into: string): Promise<void> {
  const open = await store
    .selectFrom('incidents')
    .selectAll()
    .where('team', '=', team)
    .where('case_id', '=', from)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (open) {
    const home = await store.selectFrom('cases').select('key').where('id', '=', into).executeTakeFirst();
    const problem = (home && problemKey(home.key)) ?? open.problem;
    const other = await incidentOf(store, team, problem);
    if (other !== null && other.id !== open.id) {
      await store.deleteFrom('incidents').where('id', '=', open.id).execute();
      await beganEarlier(store, other.id, Date.parse(open.began_at));
    } else await store.updateTable('incidents').set({ problem }).where('id', '=', open.id).execute();
  }
  await store
    .updateTable('incidents')
    .set({ case_id: into })
    .where('team', '=', team)
    .where('case_id', '=', from)
    .execute();
}

/** @returns the open incident of a problem */
export async function incidentOf(store: Store, team: string, problem: string): Promise<Incident | null> {
  const row = await incidentsOf(store, team, problem).where('ended_at', 'is', null).executeTakeFirst();
  return row ? incidentIn(row) : null;
}

/** @returns the incident of a problem that ended last; null where none has */
export async function endedIncidentOf(store: Store, team: string, problem: string): Promise<Incident | null> {
  const row = await incidentsOf(store, team, problem)
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? incidentIn(row) : null;
}

const incidentsOf = (store: Store, team: string, problem: string) =>
  store.selectFrom('incidents').selectAll().where('team', '=', team).where('problem', '=', problem);

const incidentIn = (row: Selectable<Tables['incidents']>): Incident => ({
  id: row.id,
  caseId: row.case_id,
  beganAt: Date.parse(row.began_at),
  endedAt: row.ended_at === null ? null : Date.parse(row.ended_at),
});

/** Ends what stands for this case, where there is one. */
export async function endIncident(store: Store, team: string, caseId: string, now: number): Promise<void> {
  await store
    .updateTable('incidents')
    .set({ ended_at: new Date(now).toISOString() })
    .where('team', '=', team)
    .where('case_id', '=', caseId)
    .where('ended_at', 'is', null)
    .execute();
}
