/** What the team has on its plate: lists of cases, and the numbers of a week. */
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { actorJson, itself } from '../audit/index.ts';
import type { Store, Tables } from '../store/index.ts';
import { type Case, loadCases } from './case.ts';

export type Which = 'open' | 'mine' | 'escalated' | 'snoozed';

const UNSETTLED = ['open', 'claimed', 'snoozed', 'escalated'] as const;

/** The id under which a case is shown: what was told together is one in lists and numbers. */
const SHOWN = sql<string>`case when cases.apart = 0 then coalesce(cases.bundle, cases.id) else cases.id end`;

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
    base()
      .select([SHOWN.as('id'), (eb) => eb.fn.max('last_at').as('last')])
      .groupBy(SHOWN)
      .orderBy('last', 'desc')
      .orderBy('id')
      .offset(page.from)
      .limit(page.most)
      .execute(),
    base()
      .select((eb) => eb.fn.count(SHOWN).distinct().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  const found = await loadCases(
    store,
    team,
    rows.map(({ id }) => id),
  );
  return { cases: rows.flatMap(({ id }) => found.get(id) ?? []), total: Number(total) };
}

/** Attempts of one kind, in the days and in as many days before. */
export type Share = { readonly id: string; readonly count: number; readonly before: number };

/** The attempts of some days, by their own times. */
export type Stats = {
  /** The beginning of the first day (UTC), in milliseconds since 1970. */
  readonly since: number;
  readonly bounces: number;
  /** As many days before. */
  readonly before: number;
  /** Largest first, as the others are. */
  readonly byCategory: readonly Share[];
  /** Of those with an entry in the catalog, by its id there. */
  readonly byProvider: readonly Share[];
  /** Of all cases, by reason: the largest problems. */
  readonly byReason: readonly Share[];
  /** By day in UTC, "2026-11-21", those without any left out; oldest first. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[];
  readonly opened: number;
  readonly settled: number;
  readonly unsettled: number;
  readonly suppressed: number;
};

const DAY = 24 * 60 * 60 * 1000;
/** Providers and problems that are named. */
const MOST_NAMED = 3;

/**
 * @param now milliseconds since 1970
 * @param days up to today's (UTC), which is one of them
 */
export async function statsOf(store: Store, team: string, now: number, days: number): Promise<Stats> {
  const since = Math.floor(now / DAY) * DAY - (days - 1) * DAY;
  const from = new Date(since).toISOString();
  const to = new Date(since + days * DAY).toISOString();
  const earlier = new Date(since - days * DAY).toISOString();
  const count = async (query: {
    executeTakeFirstOrThrow(): Promise<{ n: string | number | bigint }>;
  }): Promise<number> => Number((await query.executeTakeFirstOrThrow()).n);
  const between = (start: string, end: string) =>
    store
      .selectFrom('attempts')
      .where('attempts.team', '=', team)
      .where('attempts.at', '>=', start)
      .where('attempts.at', '<', end)
      .where('attempts.counts', '=', 1);
  const week = between(from, to);
  const cases = store.selectFrom('cases').where('team', '=', team);
  const byCategory = await sharesOf(week, between(earlier, from), 'category');
  const byDay = await week
    .select([
      (eb) => eb.fn<string>('substr', ['at', eb.lit(1), eb.lit(10)]).as('day'),
      (eb) => eb.fn.countAll().as('n'),
    ])
    .groupBy('day')
    .orderBy('day')
    .execute();
  const byProvider = await sharesOf(week, between(earlier, from), 'provider');
  const byReason = await sharesOf(week, between(earlier, from), 'reason');
  // The bot itself dismisses what became part of another case, or was edited away.
  const gone = actorJson(itself(team));
  const shown = (eb: ExpressionBuilder<Tables, 'cases'>) => eb.fn.count(SHOWN).distinct().as('n');
  const real = cases.where((eb) =>
    eb.or([eb('status', '!=', 'dismissed'), eb('status_by', 'is', null), eb('status_by', '!=', gone)]),
  );
  return {
    since,
    bounces: byCategory.reduce((sum, { count: n }) => sum + n, 0),
    before: await count(between(earlier, from).select((eb) => eb.fn.countAll().as('n'))),
    byCategory,
    byProvider: byProvider.slice(0, MOST_NAMED),
    byReason: byReason.slice(0, MOST_NAMED),
    byDay: byDay.map(({ day, n }) => ({ day, count: Number(n) })),
    opened: await count(real.where('opened_at', '>=', from).select(shown)),
    settled: await count(
      real.where('status', 'in', ['resolved', 'dismissed']).where('status_at', '>=', from).select(shown),
    ),
    unsettled: await count(cases.where('status', 'in', UNSETTLED).select(shown)),
    suppressed: await count(
      store
        .selectFrom('suppressions')
        .where('team', '=', team)
        .where('at', '>=', from)
        .select((eb) => eb.fn.countAll().as('n')),
    ),
  };
}

type Counted = SelectQueryBuilder<Tables, 'attempts', object>;

/** @returns the largest first; what is told of none is left out. What a person said that a case is counts as that */
async function sharesOf(
  week: Counted,
  before: Counted,
  by: 'category' | 'provider' | 'reason',
): Promise<readonly Share[]> {
  const [now, earlier] = await Promise.all([countsIn(week, by), countsIn(before, by)]);
  return [...now]
    .map(([id, count]) => ({ id, count, before: earlier.get(id) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

async function countsIn(
  query: Counted,
  by: 'category' | 'provider' | 'reason',
): Promise<ReadonlyMap<string, number>> {
  const rows = await query
    .select([by, (eb) => eb.fn.countAll().as('n')])
    .where(by, 'is not', null)
    .groupBy(by)
    .execute();
  const counts = new Map(rows.map((row) => [row[by] as string, Number(row.n)]));
  if (by === 'provider') return counts;
  const said = await query
    .innerJoin('cases', 'cases.id', 'attempts.case_id')
    .select([`attempts.${by} as read`, `cases.corrected_${by} as said`, (eb) => eb.fn.countAll().as('n')])
    .where('cases.corrected', 'is not', null)
    .groupBy([`attempts.${by}`, `cases.corrected_${by}`])
    .execute();
  for (const { read, said: as, n } of said) {
    counts.set(read, (counts.get(read) ?? 0) - Number(n));
    if (as !== null) counts.set(as, (counts.get(as) ?? 0) + Number(n));
  }
  return counts;
}
