/**
 * Erases a person's address from the whole installation, all teams of it. What was suppressed stays so by a
 * fingerprint. Everything is done in small transactions, so that the bot goes on; one that breaks off is simply
 * done again.
 */
import { randomUUID } from 'node:crypto';
import { type ExpressionBuilder, SqliteAdapter, sql } from 'kysely';
import { actorJson, itself, type Origin, writeEntry } from '../audit/index.ts';
import { addressKey, closeEscalation } from '../cases/index.ts';
import { type Store, type Tables, transaction } from '../store/index.ts';
import { type Fingerprint, holdKey } from '../suppressions/index.ts';
import { eraseTexts } from './sweep.ts';
import { textsWith } from './texts.ts';

/** In how many rows of which table the address was found and erased. */
export type Forgotten = {
  readonly erased: Readonly<
    Record<
      | 'suppressions'
      | 'cases'
      | 'bounces'
      | 'inbox'
      | 'presses'
      | 'outbox'
      | 'answers'
      | 'escalations'
      | 'audit',
      number
    >
  >;
  /** Teams on whose lists it stays suppressed. */
  readonly staysSuppressed: readonly string[];
};

/**
 * @param address as `normalAddress` writes it
 * @param fingerprint from `openFingerprint`: the same that look-ups use
 * @param origin who wants it; each team in which something was erased has it in its audit log
 */
export async function forget(
  store: Store,
  fingerprint: Fingerprint,
  address: string,
  origin: Origin,
): Promise<Forgotten> {
  const print = fingerprint(address);
  const teams = new Set<string>();
  const erased = {
    ...{ suppressions: 0, cases: 0, bounces: 0, inbox: 0, presses: 0, outbox: 0 },
    ...{ answers: 0, escalations: 0, audit: 0 },
  };
  erased.suppressions += await leaveFingerprint(store, fingerprint, address, origin, teams);
  erased.cases += await eraseRecipients(store, print, address, origin, teams);
  erased.bounces += await eraseHistory(store, address, teams);
  for (const texts of textsWith(address, print)) {
    erased[texts.table] += await eraseTexts(store, texts, address, teams);
  }
  for (const team of teams) {
    const about = { caseId: null, address: print, before: null, after: { erased } };
    await writeEntry(store, origin, { team, action: 'address-forgotten', ...about });
  }
  // What is deleted is overwritten (see `sqlite.ts`), but lies in the write-ahead log until that is emptied.
  if (store.getExecutor().adapter instanceof SqliteAdapter) {
    await sql`pragma wal_checkpoint(truncate)`.execute(store);
  }
  const stays = await store.selectFrom('forgotten').select('team').where('fingerprint', '=', print).execute();
  return { erased, staysSuppressed: stays.map(({ team }) => team).toSorted() };
}

/** Rows from before `normalAddress` may have the local part as it was written. */
const isThis = (address: string) => sql<boolean>`lower(address) = ${address}`;

function leaveFingerprint(
  store: Store,
  fingerprint: Fingerprint,
  address: string,
  { at }: Origin,
  teams: Set<string>,
): Promise<number> {
  return transaction(store, async (tx) => {
    const rows = await tx.deleteFrom('suppressions').where(isThis(address)).returning('team').execute();
    const listed = [...new Set(rows.map(({ team }) => team))];
    if (listed.length > 0) await holdKey(tx, fingerprint, at);
    for (const team of listed) {
      teams.add(team);
      await tx
        .insertInto('forgotten')
        .values({ team, fingerprint: fingerprint(address), at: at.toISOString() })
        .onConflict((conflict) => conflict.columns(['team', 'fingerprint']).doNothing())
        .execute();
    }
    return rows.length;
  });
}

/** A case that was about this address alone keeps its history, but is settled, and no new bounce joins it. */
function eraseRecipients(
  store: Store,
  fingerprint: string,
  address: string,
  { at }: Origin,
  teams: Set<string>,
): Promise<number> {
  return transaction(store, async (tx) => {
    const recipients = await tx
      .deleteFrom('case_recipients')
      .where(isThis(address))
      .returning(['team', 'case_id'])
      .execute();
    for (const { team, case_id } of recipients) {
      teams.add(team);
      await tx
        .updateTable('cases')
        .set({ key: `${addressKey(fingerprint)}|${case_id}`, apart: 1 })
        .where('id', '=', case_id)
        .where('key', '=', addressKey(address))
        .execute();
      const settled = await tx
        .updateTable('cases')
        .set((eb) => ({
          status: 'resolved',
          status_by: actorJson(itself(team)),
          status_at: at.toISOString(),
          snoozed_until: null,
          version: eb('version', '+', 1),
        }))
        .where('id', '=', case_id)
        .where('side', '=', 'recipient')
        .where('status', 'in', ['open', 'claimed', 'snoozed', 'escalated'])
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('case_recipients').select('address').where('case_id', '=', case_id))),
        )
        .executeTakeFirstOrThrow();
      if (settled.numUpdatedRows > 0n) await closeEscalation(tx, case_id, at.getTime());
    }
    return recipients.length;
  });
}

/** What is left of an attempt can't be known again, so it counts no longer: told once more, it would count twice. */
async function eraseHistory(store: Store, address: string, teams: Set<string>): Promise<number> {
  const rows = await store.selectFrom('attempts').select(['team', 'id']).where(isThis(address)).execute();
  for (const { team, id } of rows) {
    teams.add(team);
    // Its id is a digest of the address among others: told again, the attempt is a new one.
    const next = `forgotten|${randomUUID()}`;
    await transaction(store, async (tx) => {
      const counting = (eb: ExpressionBuilder<Tables, 'cases'>) =>
        eb
          .selectFrom('attempts')
          .select('case_id')
          .where('team', '=', team)
          .where('id', '=', id)
          .where('counts', '=', 1);
      await tx
        .updateTable('cases')
        .set((eb) => ({ count: eb('count', '-', 1), version: eb('version', '+', 1) }))
        .where('id', 'in', counting)
        .where('count', '>', 0)
        .execute();
      await tx
        .updateTable('attempts')
        .set({ address: null, id: next, mailing: next, named: 0, counts: 0 })
        .where('team', '=', team)
        .where('id', '=', id)
        .execute();
      await tx
        .updateTable('retellings')
        .set({ attempt_id: next })
        .where('team', '=', team)
        .where('attempt_id', '=', id)
        .execute();
    });
  }
  await store.deleteFrom('arrivals').where(isThis(address)).execute();
  await store.deleteFrom('deliveries').where(isThis(address)).execute();
  return rows.length;
}
