/** What the team has on its plate: lists of cases, and the numbers of a week. */
import type { Store } from '../store/index.ts';
import { type Case, loadCases } from './case.ts';

export type Which = 'open' | 'mine' | 'escalated' | 'snoozed';

const UNSETTLED = ['open', 'claimed', 'snoozed', 'escalated'] as const;

/**
 * @param which `open`: all that is not settled. `mine`: those that `personId` looks after
 * @returns one page of them, those with the newest bounce first, and how many there are in all
 */
export async function listCases(
  store: Store,
  team: string,
  which: Which,
  personId: string,
  page: { readonly from: number; readonly most: number },
): Promise<{ readonly cases: readonly Case[]; readonly total: number }> {
  const base = () => {
    const unsettled = store.selectFrom('cases').where('team', '=', team);
    if (which === 'open') return unsettled.where('status', 'in', UNSETTLED);
    if (which === 'mine')
      return unsettled
        .where('status', 'in', UNSETTLED)
        .where('owner', 'like', `{"id":${JSON.stringify(personId)},%`);
    return unsettled.where('status', '=', which);
  };
  const [rows, { total }] = await Promise.all([
    base().select('id').orderBy('last_at', 'desc').orderBy('id').offset(page.from).limit(page.most).execute(),
    base()
      .select((eb) => eb.fn.countAll().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  const found = await loadCases(
    store,
    team,
    rows.map(({ id }) => id),
  );
  return { cases: rows.flatMap(({ id }) => found.get(id) ?? []), total: Number(total) };
}

/** What happened since a moment. */
export type Stats = {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly bounces: number;
  /** Largest first. */
  readonly byCategory: readonly { readonly category: string; readonly count: number }[];
  /** By day in UTC, "2026-11-21", those without any left out; oldest first. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[];
  readonly opened: number;
  readonly settled: number;
  readonly unsettled: number;
  readonly suppressed: number;
};

/** @param since milliseconds since 1970 */
export async function statsOf(store: Store, team: string, since: number): Promise<Stats> {
  const from = new Date(since).toISOString();
  const count = async (query: {
    executeTakeFirstOrThrow(): Promise<{ n: string | number | bigint }>;
  }): Promise<number> => Number((await query.executeTakeFirstOrThrow()).n);
  const bounces = store.selectFrom('bounces').where('team', '=', team).where('at', '>=', from);
  const cases = store.selectFrom('cases').where('team', '=', team);
  const byCategory = await bounces
    .select(['category', (eb) => eb.fn.countAll().as('n')])
    .groupBy('category')
    .execute();
  const byDay = await bounces
    .select([
      (eb) => eb.fn<string>('substr', ['at', eb.lit(1), eb.lit(10)]).as('day'),
      (eb) => eb.fn.countAll().as('n'),
    ])
    .groupBy('day')
    .orderBy('day')
    .execute();
  const byCount = byCategory
    .map(({ category, n }) => ({ category, count: Number(n) }))
    .sort((a, b) => b.count - a.count);
  return {
    since,
    bounces: byCount.reduce((sum, { count: n }) => sum + n, 0),
    byCategory: byCount,
    byDay: byDay.map(({ day, n }) => ({ day, count: Number(n) })),
    opened: await count(cases.where('first_at', '>=', from).select((eb) => eb.fn.countAll().as('n'))),
    settled: await count(
      cases
        .where('status', 'in', ['resolved', 'dismissed'])
        .where('status_at', '>=', from)
        .select((eb) => eb.fn.countAll().as('n')),
    ),
    unsettled: await count(cases.where('status', 'in', UNSETTLED).select((eb) => eb.fn.countAll().as('n'))),
    suppressed: await count(
      store
        .selectFrom('suppressions')
        .where('team', '=', team)
        .where('at', '>=', from)
        .select((eb) => eb.fn.countAll().as('n')),
    ),
  };
}
