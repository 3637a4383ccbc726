/** What a message tells of several cases at once is answered as one: they become a bundle, see `bundle.ts`. */
import type { Selectable } from 'kysely';
import type { Diagnosis } from '../diagnosis/index.ts';
import { among, type Store, type Tables } from '../store/index.ts';
import { newCaseId } from './case-id.ts';
import type { Lot } from './lots.ts';
import type { Problem } from './problems.ts';
import { arrivalsOf } from './reached.ts';
import { troubleIn } from './trouble/key.ts';

/** What became of one problem, or of that part of it which has an answer of its own. */
export type Filed = {
  /** Of the case, or of the bundle. */
  readonly caseId: string;
  /** The cases that it tells of. */
  readonly cases: readonly string[];
  /** `new`: opened. `again`: joined one that is being handled. `reopened`: it was settled, and is back. */
  readonly how: 'new' | 'again' | 'reopened';
  /** The verdict is another one than the case had. */
  readonly changed: boolean;
  readonly side: Problem['side'];
  /** Whether it is a provider's own trouble. */
  readonly isTrouble: boolean;
  /** What stands for it in the message. */
  readonly diagnosis: Diagnosis;
  /** Attempts that the message tells, how many of them were known before, and of how many addresses. */
  readonly told: number;
  readonly known: number;
  readonly addresses: number;
  /** The times of those, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
};

/** So many in one statement: others have their turn between two of them. */
const AT_ONCE = 1000;

/** What became of one case. */
export type Joined = Pick<Filed, 'how' | 'changed' | 'diagnosis'> & {
  /** As it was found. */
  readonly row: Selectable<Tables['cases']>;
  readonly lot: Lot;
  /** Attempts that nobody knew. */
  readonly fresh: number;
};

/**
 * @param store a transaction
 * @param joined the cases of one problem, in the order of the text
 * @returns one for each answer that it takes: what is shown together already has its own
 */
export async function tellTogether(
  store: Store,
  team: string,
  problem: Problem,
  joined: readonly Joined[],
): Promise<readonly Filed[]> {
  const isAlone = ({ row, changed }: Joined): boolean => row.bundle === null || row.apart === 1 || changed;
  const mayBundle = problem.side === 'recipient' && joined.length > 1;
  const alive = mayBundle ? await reachedSince(store, team, joined) : new Set<Joined>();
  const mayJoin = mayBundle
    ? joined.filter((one) => isAlone(one) && isOfOne(one) && !isCorrected(one) && !alive.has(one))
    : [];
  const bundled = new Set(mayJoin.length > 1 ? mayJoin : []);
  const id = bundled.size > 1 ? await bundle(store, team, [...bundled]) : null;
  for (const { row, changed } of joined) {
    if (id === null && changed && row.bundle !== null) await setApart(store, row.id);
  }
  const groups = Map.groupBy(joined, (one) =>
    id !== null && bundled.has(one) ? id : isAlone(one) ? one.row.id : (one.row.bundle as string),
  );
  return [...groups].map(([caseId, some]) => filedOf(problem, caseId, some));
}

/** What is called dead, and mail reached it since, is told of alone: it is not to be suppressed with the others. */
async function reachedSince(
  store: Store,
  team: string,
  joined: readonly Joined[],
): Promise<ReadonlySet<Joined>> {
  const hard = joined.filter(({ diagnosis }) => diagnosis.category === 'hard');
  const arrivals = await arrivalsOf(store, team, [...new Set(hard.flatMap(({ lot }) => lot.recipients))]);
  const isReached = ({ row, lot }: Joined): boolean => {
    const told = lot.stories.flatMap(({ tellings }) => tellings.map(({ at }) => at));
    const last = told.reduce((a, b) => Math.max(a, b), Date.parse(row.last_at));
    return lot.recipients.some((address) => (arrivals.get(address) ?? 0) > last);
  };
  return new Set(arrivals.size === 0 ? [] : hard.filter(isReached));
}

/** What a person said of one case is told of that one. */
const isCorrected = ({ row }: Joined): boolean => row.corrected !== null;

/** Cases of whole problems, such as a provider's, stand alone; and those of older versions hold many addresses already. */
const isOfOne = ({ row: { key } }: Joined): boolean =>
  key.startsWith('address|') || key.startsWith('domain|');

function filedOf({ side }: Problem, name: string, some: readonly Joined[]): Filed {
  const [first] = some as readonly [Joined];
  const stories = some.flatMap(({ lot }) => lot.stories);
  const told = stories.reduce((sum, story) => sum + story.told, 0);
  const fresh = some.reduce((sum, one) => sum + one.fresh, 0);
  const moments = stories.flatMap(({ tellings }) => tellings.map(({ at }) => at));
  const hows = new Set(some.map(({ how }) => how));
  return {
    // Of a bundle of which one case alone is told, that is what the answer is about.
    caseId: some.length > 1 ? name : first.row.id,
    cases: some.map(({ row }) => row.id),
    how: hows.has('new') ? 'new' : hows.has('reopened') ? 'reopened' : 'again',
    changed: some.some(({ changed }) => changed),
    side,
    isTrouble: troubleIn(first.row.key) !== null,
    diagnosis: first.diagnosis,
    told,
    known: Math.max(0, told - fresh),
    addresses: new Set(some.flatMap(({ lot }) => lot.recipients)).size,
    from: moments.reduce((a, b) => Math.min(a, b)),
    to: moments.reduce((a, b) => Math.max(a, b)),
  };
}

/** @returns the new bundle's id: it looks like a case's, and is used as one */
async function bundle(store: Store, team: string, joined: readonly Joined[]): Promise<string> {
  const id = newCaseId();
  const ids = joined.map(({ row }) => row.id);
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    await store
      .updateTable('cases')
      .set({ bundle: id, apart: 0 })
      .where('id', 'in', among(store, ids.slice(i, i + AT_ONCE)))
      .execute();
  }
  for (const old of new Set(joined.flatMap(({ row }) => row.bundle ?? []))) {
    await handOn(store, team, old, id);
  }
  return id;
}

/** What shows a bundle that nothing is left of shows the other one. */
export async function handOn(store: Store, team: string, bundle: string, into: string): Promise<void> {
  const left = await store
    .selectFrom('cases')
    .select('id')
    .where('team', '=', team)
    .where('bundle', '=', bundle)
    .limit(1)
    .executeTakeFirst();
  if (left) return;
  await store
    .updateTable('superseded')
    .set({ into })
    .where('team', '=', team)
    .where('into', '=', bundle)
    .execute();
  await store
    .insertInto('superseded')
    .values({ team, bundle, into })
    .onConflict((conflict) => conflict.columns(['team', 'bundle']).doUpdateSet({ into }))
    .execute();
  for (const table of ['posts', 'case_messages'] as const) {
    await store
      .updateTable(table)
      .set({ case_id: into })
      .where('team', '=', team)
      .where('case_id', '=', bundle)
      .execute();
  }
}

const setApart = (store: Store, id: string): Promise<unknown> =>
  store.updateTable('cases').set({ apart: 1 }).where('id', '=', id).execute();
