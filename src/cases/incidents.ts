/**
 * Spikes: many bounces of one problem of ours in a short time are one incident, whichever providers refuse. A problem
 * is known by its reason and whose it is: our domain or address.
 */
import { type Store, timeOrderedId } from '../store/index.ts';

/** When bounces are a spike. */
export type SpikeRule = {
  /** So many bounces … */
  readonly bounces: number;
  /** … within so many minutes; */
  readonly minutes: number;
  /** or so many times what is usual in that time, from `LEAST` bounces on. */
  readonly timesUsual: number;
};

export type Incident = { readonly id: string; readonly caseId: string; readonly beganAt: number };

/** Fewer than these are no spike, however seldom the problem was before. */
const LEAST = 5;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What is usual is told by the week before. */
const USUAL_DAYS = 7;
/** An old log that is pasted today tells of no incident of today. */
const NEWS_FOR = DAY;
/** More cases of one problem (one a provider) are not looked at. */
const MOST_SIBLINGS = 100;

/** @returns what stands for the problem: "auth-failure|example.com"; null for what isn't ours */
export function problemKey(caseKey: string): string | null {
  const [side, reason = '', , ours = ''] = caseKey.split('|');
  if (side !== 'sender') return null;
  return ours === '' ? caseKey : `${reason}|${ours}`;
}

/** @returns the unsettled cases of the same problem, this one among them, oldest first */
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
    .orderBy('first_at')
    .limit(MOST_SIBLINGS)
    .execute();
  const same = rows.filter((row) => problemKey(row.key) === problem).map((row) => row.id);
  return same.includes(id) ? same : [...same, id];
}

/**
 * @param caseIds of one problem
 * @param now milliseconds since 1970
 * @returns how many bounces make the spike; null where there is none
 */
export async function spikeIn(
  store: Store,
  caseIds: readonly string[],
  { bounces, minutes, timesUsual }: SpikeRule,
  now: number,
): Promise<number | null> {
  const newest = await store
    .selectFrom('bounces')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('case_id', 'in', caseIds)
    .executeTakeFirst();
  const end = newest?.at ? Date.parse(newest.at) : 0;
  if (end < now - NEWS_FOR) return null;
  const count = async (from: number, to: number): Promise<number> => {
    const { n } = await store
      .selectFrom('bounces')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('case_id', 'in', caseIds)
      .where('at', '>', new Date(from).toISOString())
      .where('at', '<=', new Date(to).toISOString())
      .executeTakeFirstOrThrow();
    return Number(n);
  };
  const window = minutes * MINUTE;
  const found = await count(end - window, end);
  if (found >= bounces) return found;
  if (found < LEAST) return null;
  const before = await count(end - window - USUAL_DAYS * DAY, end - window);
  const usual = (before * window) / (USUAL_DAYS * DAY);
  return usual > 0 && found >= timesUsual * usual ? found : null;
}

/** @returns the incident that began just now; null where the problem has an open one */
export async function beginIncident(
  store: Store,
  team: string,
  problem: string,
  caseId: string,
  now: number,
): Promise<string | null> {
  const id = timeOrderedId(now);
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('incidents')
    .values({ id, team, problem, case_id: caseId, began_at: new Date(now).toISOString(), ended_at: null })
    .onConflict((conflict) => conflict.columns(['team', 'problem']).where('ended_at', 'is', null).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? id : null;
}

/** @returns the open incident of a problem */
export async function incidentOf(store: Store, team: string, problem: string): Promise<Incident | null> {
  const row = await store
    .selectFrom('incidents')
    .selectAll()
    .where('team', '=', team)
    .where('problem', '=', problem)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row ? { id: row.id, caseId: row.case_id, beganAt: Date.parse(row.began_at) } : null;
}

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
