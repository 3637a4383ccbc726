/** Attempts change their case: what was told since shows that they belong to another problem. */
import type { Insertable } from 'kysely';
import { actorJson, itself, writeEntry } from '../audit/index.ts';
import { prepared, type Store, type Tables } from '../store/index.ts';
import { carryIncident } from './incidents.ts';
import { handOn } from './together.ts';

/** So many in one statement: others have their turn between two of them. */
const AT_ONCE = 500;

/**
 * Brings attempts into another case, with those whom they befell. A case that is left with none becomes part of the
 * other one: our messages that showed it show the other, and what was done to it goes along.
 * @param store a transaction
 * @param ids of attempts that are in the case `from`
 * @param how many of them count
 */
export async function moveAttempts(
  store: Store,
  team: string,
  ids: readonly string[],
  move: { readonly from: string; readonly into: string; readonly count: number },
  now: number,
): Promise<void> {
  const { from, into, count } = move;
  const named: { address: string | null }[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    named.push(
      ...(await store
        .updateTable('attempts')
        .set({ case_id: into })
        .where('team', '=', team)
        .where('id', 'in', ids.slice(i, i + AT_ONCE))
        .returning('address')
        .execute()),
    );
  }
  const recipients = [...new Set(named.flatMap(({ address }) => address ?? []))];
  await addRecipients(store, team, [{ id: into, recipients }]);
  await raiseCount(store, from, -count);
  await raiseCount(store, into, count);
  await forgetUnnamed(store, from, named);
  await keepTimes(store, from);
  await keepTimes(store, into);
  const left = await store
    .selectFrom('cases')
    .select('count')
    .where('id', '=', from)
    .where('count', '<=', 0)
    .where('status', 'not in', ['resolved', 'dismissed'])
    .executeTakeFirst();
  if (left) await becomePart(store, team, from, into, now);
}

const raiseCount = (store: Store, id: string, count: number): Promise<unknown> =>
  store
    .updateTable('cases')
    .set((eb) => ({ count: eb('count', '+', count), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

/** A case was seen first and last when attempts were made that count; one that has none left keeps what it had. */
export async function keepTimes(store: Store, id: string): Promise<void> {
  const times = await store
    .selectFrom('attempts')
    .select((eb) => [eb.fn.min('at').as('first'), eb.fn.max('at').as('last')])
    .where('case_id', '=', id)
    .where('counts', '=', 1)
    .executeTakeFirst();
  if (!times?.first || !times.last) return;
  await store
    .updateTable('cases')
    .set({ first_at: times.first, last_at: times.last })
    .where('id', '=', id)
    .execute();
}

/** Those who are known from before stay as they are. */
export async function addRecipients(
  store: Store,
  team: string,
  cases: readonly { readonly id: string; readonly recipients: readonly string[] }[],
): Promise<void> {
  const rows = cases.flatMap(({ id, recipients }) =>
    recipients.map((address, place) => ({ team, case_id: id, address, place })),
  );
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    await insertRecipients(store, { rows: rows.slice(i, i + AT_ONCE) });
  }
}

const insertRecipients = prepared(
  (store, { rows }: { readonly rows: readonly Insertable<Tables['case_recipients']>[] }) =>
    store
      .insertInto('case_recipients')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['case_id', 'address']).doNothing()),
);

/** Whom nothing else names any more is no recipient of the case: "Suppress all" would take them along. */
export async function forgetUnnamed(
  store: Store,
  caseId: string,
  named: readonly { readonly address: string | null }[],
): Promise<void> {
  for (const address of new Set(named.flatMap((one) => one.address ?? []))) {
    await store
      .deleteFrom('case_recipients')
      .where('case_id', '=', caseId)
      .where('address', '=', address)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('attempts')
              .select('attempts.address')
              .where('attempts.case_id', '=', caseId)
              .where('attempts.address', '=', address),
          ),
        ),
      )
      .execute();
  }
}

/** Nothing joins the empty case any more: its key is free for what comes. */
async function becomePart(
  store: Store,
  team: string,
  from: string,
  into: string,
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString();
  const by = itself(team);
  const cases = await store.selectFrom('cases').selectAll().where('id', 'in', [from, into]).execute();
  const old = cases.find(({ id }) => id === from);
  const other = cases.find(({ id }) => id === into);
  if (!old || !other) return;
  if (old.status !== 'open' && other.status === 'open') {
    const { status, status_by, status_at, owner, snoozed_until } = old;
    await store
      .updateTable('cases')
      .set({ status, status_by, status_at, owner, snoozed_until })
      .where('id', '=', into)
      .execute();
    for (const table of ['escalations', 'checks'] as const) {
      await store.updateTable(table).set({ case_id: into }).where('case_id', '=', from).execute();
    }
  }
  await carryIncident(store, team, from, into);
  for (const table of ['posts', 'case_messages'] as const) {
    await store
      .updateTable(table)
      .set({ case_id: into })
      .where('team', '=', team)
      .where('case_id', '=', from)
      .execute();
  }
  await store
    .updateTable('cases')
    .set({
      key: `joined:${from}`,
      bundle: null,
      status: 'dismissed',
      status_by: actorJson(by),
      status_at: at,
      snoozed_until: null,
    })
    .where('id', '=', from)
    .execute();
  if (old.bundle !== null) await handOn(store, team, old.bundle, into);
  await writeEntry(
    store,
    { by, at: new Date(now), place: null },
    {
      team,
      action: 'withdrawn',
      caseId: from,
      before: { status: old.status },
      after: { status: 'dismissed', why: 'it is part of another case', case: into },
    },
  );
}
