/** Takes back what a message told: it was edited, and says something else now. */
import { actorJson, itself, writeEntry } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { isToldAgain, type Row, rowsOf } from './attempts/stories.ts';
import type { Telling } from './attempts/telling.ts';
import { counted, standing } from './attempts/tries.ts';
import { arrivedOf } from './deliveries.ts';
import { forgetUnnamed, keepTimes } from './move.ts';

type Message = { readonly team: string; readonly id: string };

/** @returns the cases and bundles that a message told of, by its problems' places */
export async function toldCases(store: Store, { team, id }: Message): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('case_messages')
    .select('case_id')
    .where('team', '=', team)
    .where('message_id', '=', id)
    .orderBy('part')
    .execute();
  return rows.map(({ case_id }) => case_id);
}

/** @returns whether a message tells the same attempts as before, judged the same way */
export async function tellsTheSame(
  store: Store,
  message: Message,
  cases: readonly string[],
  tellings: readonly Telling[],
): Promise<boolean> {
  const before = await tellingsBy(store, message, cases);
  const verdict = (id: string, reason: string, category: string): string => `${id} ${reason} ${category}`;
  const told = new Set(before.map((row) => verdict(row.id, row.reason, row.category)));
  return (
    told.size === tellings.length &&
    tellings.every(({ id, reason, category }) => told.has(verdict(id, reason, category)))
  );
}

async function tellingsBy(store: Store, { team, id }: Message, told: readonly string[]) {
  const cases = (await Promise.all(told.map((one) => casesOf(store, team, one)))).flat();
  const columns = [
    'id',
    'mailing',
    'message_id',
    'case_id',
    'address',
    'reason',
    'category',
    'words',
  ] as const;
  const first =
    cases.length === 0
      ? []
      : await store
          .selectFrom('attempts')
          .select(columns)
          .where('case_id', 'in', cases)
          .where('message_id', '=', id)
          .where('team', '=', team)
          .execute();
  const again = await store
    .selectFrom('retellings')
    .innerJoin('attempts', (join) =>
      join.onRef('attempts.team', '=', 'retellings.team').onRef('attempts.id', '=', 'retellings.attempt_id'),
    )
    .select(columns.map((column) => `attempts.${column}` as const))
    .where('retellings.team', '=', team)
    .where('retellings.message_id', '=', id)
    .execute();
  return [...first, ...again];
}

/** @returns the case of this id, or all that are of the bundle */
async function casesOf(store: Store, team: string, told: string): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('cases')
    .select('id')
    .where('team', '=', team)
    .where((eb) => eb.or([eb('id', '=', told), eb('bundle', '=', told)]))
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * @param store a transaction
 * @param cases that the message told of
 */
export async function withdraw(store: Store, message: Message, cases: readonly string[]): Promise<void> {
  const { team, id } = message;
  const own = (await tellingsBy(store, message, cases)).filter((row) => row.message_id === id);
  await store.deleteFrom('case_messages').where('team', '=', team).where('message_id', '=', id).execute();
  await store.deleteFrom('retellings').where('team', '=', team).where('message_id', '=', id).execute();
  for (const row of own) {
    const other = await store
      .selectFrom('retellings')
      .select('message_id')
      .where('team', '=', team)
      .where('attempt_id', '=', row.id)
      .limit(1)
      .executeTakeFirst();
    await (other ? tellInstead(store, team, row.id, other.message_id) : takeBack(store, team, row.id));
  }
  await countAgain(store, team, own);
  for (const [caseId, named] of Map.groupBy(own, (row) => row.case_id)) {
    await forgetUnnamed(store, caseId, named);
    await keepTimes(store, caseId);
  }
}

/** Another message told it too: now it is that one's. */
async function tellInstead(store: Store, team: string, id: string, messageId: string): Promise<void> {
  await store
    .deleteFrom('retellings')
    .where('team', '=', team)
    .where('message_id', '=', messageId)
    .where('attempt_id', '=', id)
    .execute();
  await store
    .updateTable('attempts')
    .set({ message_id: messageId })
    .where('team', '=', team)
    .where('id', '=', id)
    .execute();
}

async function takeBack(store: Store, team: string, id: string): Promise<void> {
  const gone = await store
    .deleteFrom('attempts')
    .where('team', '=', team)
    .where('id', '=', id)
    .returning(['case_id', 'counts'])
    .executeTakeFirst();
  if (!gone) return;
  await store
    .updateTable('cases')
    .set((eb) => ({ count: eb('count', '-', gone.counts), version: eb('version', '+', 1) }))
    .where('id', '=', gone.case_id)
    .execute();
}

type Gone = Pick<Row, 'mailing' | 'address' | 'words'>;

/** Of two tellings of one attempt the one that counted may be gone. */
async function countAgain(store: Store, team: string, gone: readonly Gone[]): Promise<void> {
  const said = gone.flatMap(({ address, words }) => (words === null ? [] : [{ address, words }]));
  const rows = await rowsOf(store, team, [...new Set(gone.map(({ mailing }) => mailing))], said);
  for (const some of Map.groupBy(rows, ({ mailing, address }: Row) => `${mailing} ${address}`).values()) {
    const [{ named, mailing, address }] = some as [Row];
    const arrived = (await arrivedOf(store, team, [mailing]))(mailing, address);
    const isTold = !named && rows.some((row) => some.some((one) => isToldAgain(row, one)));
    const counts = isTold ? new Set() : standing(some, counted(some, named), arrived);
    for (const row of some) {
      if (row.counts || !counts.has(row.id)) continue;
      await store
        .updateTable('attempts')
        .set({ counts: 1 })
        .where('team', '=', team)
        .where('id', '=', row.id)
        .execute();
      await store
        .updateTable('cases')
        .set((eb) => ({ count: eb('count', '+', 1) }))
        .where('id', '=', row.caseId)
        .execute();
    }
  }
}

/**
 * A case that no message tells of any more is no case; nor is one of a bundle.
 * @param told a case, or a bundle
 */
export async function dismissIfUntold(store: Store, team: string, told: string, now: number): Promise<void> {
  for (const id of await casesOf(store, team, told)) {
    if (id === told ? await isTold(store, id) : await hasAttempts(store, id)) continue;
    await dismiss(store, team, id, now);
  }
}

async function hasAttempts(store: Store, caseId: string): Promise<boolean> {
  const one = await store
    .selectFrom('attempts')
    .select('id')
    .where('case_id', '=', caseId)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

async function isTold(store: Store, caseId: string): Promise<boolean> {
  const other = await store
    .selectFrom('case_messages')
    .select('message_id')
    .where('case_id', '=', caseId)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

async function dismiss(store: Store, team: string, caseId: string, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  const by = itself(team);
  const changed = await store
    .updateTable('cases')
    .set({ status: 'dismissed', status_by: actorJson(by), status_at: at, snoozed_until: null })
    .where('id', '=', caseId)
    .where('status', 'not in', ['resolved', 'dismissed'])
    .executeTakeFirstOrThrow();
  if (changed.numUpdatedRows === 0n) return;
  const after = { status: 'dismissed', why: 'the message was edited' };
  const origin = { by, at: new Date(now), place: null };
  await writeEntry(store, origin, { team, action: 'withdrawn', caseId, before: null, after });
}
