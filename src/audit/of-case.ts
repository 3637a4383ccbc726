/** What the audit log says of a case. */
import { z } from 'zod';
import { prepared, type Store } from '../store/index.ts';
import { REMARKS, type Remark } from './actions.ts';
import { type Actor, actorOfJson } from './actor.ts';

/** A case, and those that it stands for. */
type CaseRef = { readonly team: string; readonly id: string; readonly parts: readonly string[] };

const idsOf = ({ id, parts }: CaseRef): readonly string[] => [...new Set([id, ...parts])];

/** Entries about a case that change nothing in it. */
const NO_CHANGE: readonly string[] = [...REMARKS, 'feedback'];

/** How something was before, or is since: JSON data of whoever wrote it. */
const data = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)));

type Change = { readonly action: string; readonly at: string; readonly before: unknown };

/** SQLite takes 32,766 values in one statement. */
const CASES_AT_ONCE = 10_000;

/** @returns the same for many cases of one team, each on its own, by their ids */
export async function lastChanges(
  store: Store,
  cases: readonly { readonly team: string; readonly id: string }[],
): Promise<ReadonlyMap<string, Change>> {
  const found = new Map<string, Change>();
  for (let i = 0; i < cases.length; i += CASES_AT_ONCE) {
    const some = cases.slice(i, i + CASES_AT_ONCE);
    const ids = some.map(({ id }) => id);
    const rows = await store
      .selectFrom('audit')
      .select(['case_id', 'action', 'at', 'before'])
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('audit as a')
          .select((e) => e.fn.max('a.id').as('id'))
          .where('a.team', '=', (some[0] as { team: string }).team)
          .where('a.case_id', 'in', ids)
          .where('a.address', 'is', null)
          .where('a.action', 'not in', NO_CHANGE)
          .groupBy('a.case_id'),
      )
      .execute();
    for (const { case_id, before, ...row } of rows) {
      if (case_id !== null) found.set(case_id, { ...row, before: data.parse(before) });
    }
  }
  return found;
}

/** @returns how the case was after it was last changed by `action`; null where it never was */
export async function lastOutcome(store: Store, handled: CaseRef, action: string): Promise<unknown> {
  const last = await store
    .selectFrom('audit')
    .select('after')
    .where('team', '=', handled.team)
    .where('case_id', 'in', idsOf(handled))
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? data.parse(last.after) : null;
}

/** An entry about a case; `before` and `after` are JSON data of whoever wrote it. */
export type CaseEntry = {
  readonly action: string;
  /** ISO 8601. */
  readonly at: string;
  readonly by: Actor;
  readonly before: unknown;
  readonly after: unknown;
};

/** @returns whether it changed the case, and isn't only said of it */
export const isChange = ({ action }: CaseEntry): boolean => !NO_CHANGE.includes(action);

/** @returns what was done to the case and said of it, the oldest first; of very many the newest `most` */
export async function entriesOf(store: Store, handled: CaseRef, most: number): Promise<readonly CaseEntry[]> {
  const { rows } = await selectEntries(store, { team: handled.team, ids: idsOf(handled), most });
  return rows.toReversed().map(({ by, before, after, ...row }) => ({
    ...row,
    by: actorOfJson(by),
    before: data.parse(before),
    after: data.parse(after),
  }));
}

type Wanted = { readonly team: string; readonly ids: readonly string[]; readonly most: number };

const selectEntries = prepared((store, { team, ids, most }: Wanted) =>
  store
    .selectFrom('audit')
    .select(['action', 'at', 'by', 'before', 'after'])
    .where('team', '=', team)
    .where('case_id', 'in', ids)
    .where('address', 'is', null)
    .orderBy('id', 'desc')
    .limit(most),
);

/** @returns whether what was remarked last of many bounces at once is that they were no alarm any more */
export async function hadPastSpike(store: Store, handled: CaseRef): Promise<boolean> {
  return spike.safeParse(await lastOutcome(store, handled, 'spike')).success;
}

const spike = z.object({ past: z.literal(true) });

/** @returns whether the remark was made after `since`, in milliseconds since 1970 */
export async function wasRemarked(
  store: Store,
  caseId: string,
  remark: Remark,
  since: number,
): Promise<boolean> {
  const made = await store
    .selectFrom('audit')
    .select('id')
    .where('case_id', '=', caseId)
    .where('action', '=', remark)
    .where('at', '>', new Date(since).toISOString())
    .limit(1)
    .executeTakeFirst();
  return made !== undefined;
}

/**
 * @param id as `writeEntry` returned it
 * @returns the entry; null where the team has none with this id that is about a case
 */
export async function caseEntry(
  store: Store,
  team: string,
  id: string,
): Promise<{
  readonly caseId: string;
  readonly action: string;
  readonly by: Actor;
  readonly after: unknown;
} | null> {
  const row = await store
    .selectFrom('audit')
    .select(['action', 'by', 'after', 'case_id'])
    .where('team', '=', team)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.case_id) return null;
  const { action, by, after } = row;
  return { caseId: row.case_id, action, by: actorOfJson(by), after: data.parse(after) };
}
