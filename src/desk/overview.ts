/** What the team has on its plate: pages of cases, the week, and for whom settings are there. */
import type { Person } from '../audit/index.ts';
import { judge, listCases, roleOf, rulesOf, type Stats, statsOf, type Which } from '../cases/index.ts';
import {
  caseListReply,
  type Figure,
  type Listed,
  type NoteReply,
  statsReply,
  weekFigure,
} from '../replies/index.ts';
import type { Context } from './context.ts';
import { verdictOf } from './verdicts.ts';

/** Cases in one list. */
const PAGE = 15;
/** The week, in days. */
const DAYS = 7;

/** @param page from 0 */
export type OverviewRequest = { readonly which: Which; readonly page: number; readonly actor: Person };

export type Overview = {
  readonly list: NoteReply;
  /** Of pages, from 0; the last one where fewer are left than was asked for. */
  readonly page: number;
  readonly pages: number;
  /** How many cases are in each list. */
  readonly totals: Readonly<Record<Which, number>>;
  readonly week: Extract<Figure, { kind: 'bars' }>;
  /** Whether the settings are theirs to change. */
  readonly administers: boolean;
};

export async function casePage(
  context: Context,
  { which, page, actor }: OverviewRequest,
): Promise<{ readonly list: NoteReply; readonly page: number; readonly total: number }> {
  const at = (from: number) => listCases(context.store, actor.team, which, actor.id, { from, most: PAGE });
  let shown = page;
  let { cases, total } = await at(page * PAGE);
  if (cases.length === 0 && total > 0) {
    shown = Math.floor((total - 1) / PAGE);
    ({ cases, total } = await at(shown * PAGE));
  }
  const listed: Listed[] = [];
  for (const handled of cases) {
    const post = await context.store
      .selectFrom('posts')
      .select(['channel', 'ref'])
      .where('team', '=', actor.team)
      .where('case_id', 'in', handled.shownAs)
      .where('shows', '=', 'case')
      .orderBy('posted_at')
      .limit(1)
      .executeTakeFirst();
    listed.push({
      case: handled,
      title: (await verdictOf(context, handled)).title,
      certainty: judge(context, handled).certainty,
      post: post ?? null,
    });
  }
  const now = context.now().getTime();
  return { list: caseListReply({ which, page: shown }, listed, total, PAGE, now), page: shown, total };
}

const weekOf = ({ store, now }: Context, team: string): Promise<Stats> =>
  statsOf(store, team, now().getTime(), DAYS);

/** @returns the numbers of the week, in words */
export async function weekReply(context: Context, team: string): Promise<NoteReply> {
  return statsReply(await weekOf(context, team), context.catalog, DAYS);
}

export async function overview(context: Context, request: OverviewRequest): Promise<Overview> {
  const { actor } = request;
  const { store } = context;
  const count = async (which: Which): Promise<number> =>
    (await listCases(store, actor.team, which, actor.id, { from: 0, most: 1 })).total;
  const [{ list, page, total }, rules, week] = await Promise.all([
    casePage(context, request),
    rulesOf(store, actor.team),
    weekOf(context, actor.team),
  ]);
  const totals = {
    open: await count('open'),
    mine: await count('mine'),
    escalated: await count('escalated'),
    snoozed: await count('snoozed'),
  };
  return {
    list,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE)),
    totals,
    week: weekFigure(week, DAYS),
    administers: roleOf(actor, rules) === 'admin',
  };
}
