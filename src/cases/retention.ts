/**
 * What is old is forgotten: texts and addresses of cases that were not seen for a while, the attempts that
 * were told, and what was delivered and owed long ago. Suppressions and the audit log stay, and so does the case itself with
 * its codes and its posts, so that a button under an old message still works.
 */
import { sql } from 'kysely';
import type { Bounce } from '../intake/bounce.ts';
import { UNIDENTIFIED } from '../intake/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { storedBounce } from './case.ts';

/** Rows that are worked on in one transaction: some milliseconds, so that nobody waits for it. */
const PORTION = 100;
/** A case of a whole mail log has thousands of recipients: the portion ends with it. */
const MOST_ROWS = 2000;
/** Milliseconds between two portions, for everybody else. */
const PAUSE = 10;
const DAY = 24 * 60 * 60 * 1000;
/** The row of `settings`, of the whole installation, that says when it ran last. */
const LAST_RUN = { team: '', channel: '', name: 'retention.last-run' } as const;

/** How many rows lost their texts, or went. */
export type Expired = {
  readonly cases: number;
  readonly bounces: number;
  /** Ids of messages and the last deliveries to addresses. */
  readonly mailings: number;
  readonly inbox: number;
  readonly outbox: number;
};

/**
 * Does what `expire` does if nobody has within the last 24 hours. Of all replicas that ask, one does it.
 * @param signal see `expire`
 * @returns what went, or null where it isn't due
 */
export async function expireIfDue(
  store: Store,
  now: Date,
  days: number,
  signal: AbortSignal,
): Promise<Expired | null> {
  const run = { ...LAST_RUN, value: String(days), by: null, at: now.toISOString() };
  const due = new Date(now.getTime() - DAY).toISOString();
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('settings')
    .values(run)
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'channel', 'name'])
        .doUpdateSet({ value: run.value, at: run.at })
        .where('settings.at', '<=', due),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? expire(store, now, days, signal) : null;
}

/**
 * Removes, in small portions, what was last seen more than so many days ago. To do it twice, or to be interrupted
 * and begin again, does no harm.
 * @param signal ends it after the portion that it is at; what is left is done the next time
 */
export async function expire(store: Store, now: Date, days: number, signal: AbortSignal): Promise<Expired> {
  const before = new Date(now.getTime() - days * DAY).toISOString();
  await forgetLeftOut(store, before);
  return {
    cases: await inPortions(signal, () => expireCases(store, before, now)),
    bounces: await expireAttempts(store, before, signal),
    mailings:
      (await inPortions(signal, () => removeOlder(store, 'mailings', 'id', before))) +
      (await inPortions(signal, () => removeOlder(store, 'deliveries', 'address', before))) +
      (await inPortions(signal, () => removeOlder(store, 'arrivals', 'id', before))),
    inbox:
      (await inPortions(signal, () => removeDone(store, 'inbox', before))) +
      (await inPortions(signal, () => removeDone(store, 'presses', before))),
    outbox: await inPortions(signal, () => removeDone(store, 'outbox', before)),
  };
}

/** @param portion does some of the work. @returns how much all portions did, up to the one that found nothing left */
async function inPortions(signal: AbortSignal, portion: () => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const done = signal.aborted ? 0 : await portion();
    if (done === 0) return all;
    all += done;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function expireCases(store: Store, before: string, now: Date): Promise<number> {
  return transaction(store, async (tx) => {
    const old = await tx
      .selectFrom('cases')
      .select(['team', 'id', 'bounce', 'version'])
      .where('expired_at', 'is', null)
      .where('heard_at', '<', before)
      .orderBy('heard_at')
      .limit(PORTION)
      .execute();
    let done = 0;
    let rows = 0;
    for (const { team, id, bounce, version } of old) {
      const { numUpdatedRows } = await tx
        .updateTable('cases')
        .set({
          // Its key may hold an address, or a domain. What comes back after all that time is a new case.
          key: `expired:${id}`,
          bounce: JSON.stringify(withoutTexts(bounce)),
          expired_at: now.toISOString(),
          version: version + 1,
        })
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirstOrThrow();
      // Somebody was quicker: it is looked at again with the next portion, where it is still old.
      if (numUpdatedRows === 0n) continue;
      done++;
      for (const table of ['case_recipients', 'attempts', 'checks'] as const) {
        const { numDeletedRows } = await tx
          .deleteFrom(table)
          .where('team', '=', team)
          .where('case_id', '=', id)
          .executeTakeFirstOrThrow();
        rows += Number(numDeletedRows);
      }
      await tx.updateTable('escalations').set({ note: null }).where('case_id', '=', id).execute();
      if (rows > MOST_ROWS) break;
    }
    return done;
  });
}

/** What says nothing of a person. */
const kept = storedBounce.pick({
  kind: true,
  feedbackType: true,
  replyCode: true,
  enhancedCode: true,
  remoteHost: true,
  action: true,
  command: true,
  speaker: true,
  refusedByUs: true,
});

/** @returns its codes, and the host that gave them: what says nothing of a person */
function withoutTexts(json: string): Bounce {
  return {
    ...kept.parse(JSON.parse(json)),
    recipient: null,
    finalRecipient: null,
    diagnosticCode: null,
    sourceIp: null,
    sender: null,
    senderDomain: null,
    envelopeDomain: null,
    clientIp: null,
    auth: null,
    ...UNIDENTIFIED,
    attempts: [],
    excerpt: '',
  };
}

/** By team, as the table is ordered; each portion ends at the moment of one of its rows. */
async function expireAttempts(store: Store, before: string, signal: AbortSignal): Promise<number> {
  let all = 0;
  for (let team = ''; ; ) {
    const next = await store
      .selectFrom('attempts')
      .select((eb) => eb.fn.min('team').as('team'))
      .where('team', '>', team)
      .executeTakeFirst();
    if (!next?.team) return all;
    team = next.team;
    all += await inPortions(signal, () => expireAttemptsOf(store, team, before));
  }
}

function expireAttemptsOf(store: Store, team: string, before: string): Promise<number> {
  return transaction(store, async (tx) => {
    const next = await tx
      .selectFrom('attempts')
      .select('at')
      .where('team', '=', team)
      .where('at', '<', before)
      .orderBy('at')
      .offset(PORTION)
      .limit(1)
      .executeTakeFirst();
    const end = next?.at ?? before;
    // A trouble of ours may last for years: its case stays, whom it hit long ago is forgotten.
    await sql`delete from case_recipients where team = ${team}
      and (case_id, address) in (
        select b.case_id, b.address from attempts b join cases c on c.id = b.case_id
        where b.team = ${team} and b.at <= ${end} and b.at < ${before} and c.opened_at < ${before})
      and not exists (
        select 1 from attempts b where b.team = ${team} and b.address = case_recipients.address
        and b.case_id = case_recipients.case_id and b.at > ${end})`.execute(tx);
    await tx
      .deleteFrom('retellings')
      .where('team', '=', team)
      .where((eb) =>
        eb(
          'attempt_id',
          'in',
          eb
            .selectFrom('attempts')
            .select('attempts.id')
            .where('attempts.team', '=', team)
            .where('attempts.at', '<=', end)
            .where('attempts.at', '<', before),
        ),
      )
      .execute();
    const { numDeletedRows } = await tx
      .deleteFrom('attempts')
      .where('team', '=', team)
      .where('at', '<=', end)
      .where('at', '<', before)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}

/** It may hold the name of a file. */
const forgetLeftOut = (store: Store, before: string): Promise<unknown> =>
  store
    .updateTable('answers')
    .set({ left_out: null })
    .where('made_at', '<', before)
    .where('left_out', 'is not', null)
    .execute();

function removeDone(store: Store, table: 'inbox' | 'presses' | 'outbox', before: string): Promise<number> {
  return transaction(store, async (tx) => {
    const old = await tx
      .selectFrom(table)
      .select(['team', 'id'])
      .where('done_at', '<', before)
      .orderBy('done_at')
      .limit(PORTION)
      .execute();
    for (const { team, id } of old) {
      await tx.deleteFrom(table).where('team', '=', team).where('id', '=', id).execute();
    }
    return old.length;
  });
}

function removeOlder<T extends 'mailings' | 'deliveries' | 'arrivals'>(
  store: Store,
  table: T,
  key: T extends 'deliveries' ? 'address' : 'id',
  before: string,
): Promise<number> {
  return transaction(store, async (tx) => {
    const { numAffectedRows = 0n } =
      await sql`delete from ${sql.table(table)} where (team, ${sql.ref(key)}) in (
      select team, ${sql.ref(key)} from ${sql.table(table)} where at < ${before} order by at limit ${PORTION})`.execute(
        tx,
      );
    return Number(numAffectedRows);
  });
}
