/** Cases that were handed to somebody who can mend them: where it was posted, who acknowledged it, when it ended. */
import { z } from 'zod';
import { type Actor, actorJson, actorOfJson } from '../audit/index.ts';
import { prepared, type Store, timeOrderedId } from '../store/index.ts';
import type { Case } from './case.ts';

/** A user group (Slack) or a role (Discord) that an admin configured to be told. */
const mention = z.object({ kind: z.literal('group'), id: z.string(), name: z.string() });
export type Mention = z.infer<typeof mention>;

const target = z.object({
  channel: z.string(),
  notify: mention.nullable(),
  /** Minutes without an acknowledgement after which it is told; 0 for the first, which is told at once. */
  after: z.number(),
});
/** One level of an escalation: a channel of the case's own platform. */
export type Target = z.infer<typeof target>;

export type Escalation = {
  readonly id: string;
  readonly by: Actor;
  /** Milliseconds since 1970, as all moments here. */
  readonly openedAt: number;
  readonly note: string | null;
  readonly targets: readonly Target[];
  /** How many of the targets were told. */
  readonly level: number;
  readonly acknowledged: { readonly by: Actor; readonly at: number } | null;
  readonly closedAt: number | null;
};

/**
 * @param store a transaction
 * @returns the new one; null where the case has an open one
 */
export async function openEscalation(
  store: Store,
  caseId: string,
  by: Actor,
  note: string | null,
  targets: readonly Target[],
  now: number,
): Promise<string | null> {
  const id = timeOrderedId(now);
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('escalations')
    .values({
      id,
      team: by.team,
      case_id: caseId,
      by: actorJson(by),
      opened_at: new Date(now).toISOString(),
      note,
      targets: JSON.stringify(targets),
      level: Math.min(targets.length, 1),
      acknowledged_by: null,
      acknowledged_at: null,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.column('case_id').where('closed_at', 'is', null).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? id : null;
}

/** @returns the newest escalation of a case, open or not; null where there never was one */
export async function escalationOf(store: Store, team: string, caseId: string): Promise<Escalation | null> {
  const [row] = (await selectNewest(store, { team, caseId })).rows;
  return row
    ? {
        id: row.id,
        by: actorOfJson(row.by),
        openedAt: Date.parse(row.opened_at),
        note: row.note,
        targets: z.array(target).parse(JSON.parse(row.targets)),
        level: row.level,
        acknowledged:
          row.acknowledged_by !== null && row.acknowledged_at !== null
            ? { by: actorOfJson(row.acknowledged_by), at: Date.parse(row.acknowledged_at) }
            : null,
        closedAt: row.closed_at === null ? null : Date.parse(row.closed_at),
      }
    : null;
}

const selectNewest = prepared((store, { team, caseId }: { readonly team: string; readonly caseId: string }) =>
  store
    .selectFrom('escalations')
    .selectAll()
    .where('team', '=', team)
    .where('case_id', '=', caseId)
    .orderBy('id', 'desc')
    .limit(1),
);

/** @returns those of the cases that have an open escalation, the one that was opened first before the others */
export async function escalatedAmong(
  store: Store,
  team: string,
  caseIds: readonly string[],
): Promise<readonly string[]> {
  const open = await store
    .selectFrom('escalations')
    .select('case_id')
    .where('team', '=', team)
    .where('case_id', 'in', caseIds)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute();
  return open.map((row) => row.case_id);
}

/** SQLite takes 32,766 values in one statement. */
const CASES_AT_ONCE = 10_000;

/** @returns those that have an open escalation or incident among a case, what it stands for, and the bundles of that */
export async function concernedBy(
  store: Store,
  { team, parts, shownAs }: Pick<Case, 'team' | 'parts' | 'shownAs'>,
): Promise<readonly string[]> {
  const all = new Set([...shownAs, ...parts]);
  for (let i = 0; i < parts.length; i += CASES_AT_ONCE) {
    const bundles = await store
      .selectFrom('cases')
      .select('bundle')
      .distinct()
      .where('id', 'in', parts.slice(i, i + CASES_AT_ONCE))
      .where('bundle', 'is not', null)
      .execute();
    for (const { bundle } of bundles) if (bundle !== null) all.add(bundle);
  }
  const ids = [...all];
  const found = new Set<string>();
  for (let i = 0; i < ids.length; i += CASES_AT_ONCE) {
    const some = ids.slice(i, i + CASES_AT_ONCE);
    const incidents = await store
      .selectFrom('incidents')
      .select('case_id')
      .where('team', '=', team)
      .where('case_id', 'in', some)
      .where('ended_at', 'is', null)
      .execute();
    for (const id of await escalatedAmong(store, team, some)) found.add(id);
    for (const { case_id } of incidents) found.add(case_id);
  }
  return [...found];
}

/** @returns the id of the escalation; null where there is none to acknowledge: somebody did, or it is closed */
export async function acknowledge(
  store: Store,
  caseId: string,
  by: Actor,
  now: number,
): Promise<string | null> {
  const row = await store
    .updateTable('escalations')
    .set({ acknowledged_by: actorJson(by), acknowledged_at: new Date(now).toISOString() })
    .where('team', '=', by.team)
    .where('case_id', '=', caseId)
    .where('acknowledged_at', 'is', null)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The next of its targets is told. @returns false where it was acknowledged, closed, or raised before */
export async function raise(store: Store, id: string, level: number): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('escalations')
    .set({ level })
    .where('id', '=', id)
    .where('level', '=', level - 1)
    .where('acknowledged_at', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns the id of the one that was open; null where none was */
export async function closeEscalation(store: Store, caseId: string, now: number): Promise<string | null> {
  const row = await store
    .updateTable('escalations')
    .set({ closed_at: new Date(now).toISOString() })
    .where('case_id', '=', caseId)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}
