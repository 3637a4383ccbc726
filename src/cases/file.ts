/** Writes the bounces of a message down: each problem joins the case that it belongs to, or opens one. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { itself, writeEntry } from '../audit/index.ts';
import type { Store, Tables } from '../store/index.ts';
import { addressKey, addressOf, type Problem } from './problems.ts';

/** What became of one problem. */
export type Filed = {
  readonly caseId: string;
  /** `new`: opened. `again`: joined one that is being handled. `reopened`: it was settled, and is back. */
  readonly how: 'new' | 'again' | 'reopened';
  /** The verdict is another one than the case had. */
  readonly changed: boolean;
};

/** A row takes eight values; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 1000;

type CaseRow = Selectable<Tables['cases']>;

/**
 * @param store a transaction: all is written down or nothing
 * @param message whose problems these are
 * @param now milliseconds since 1970
 * @returns for each problem what became of it, in their order
 */
export async function fileProblems(
  store: Store,
  message: { readonly team: string; readonly id: string },
  problems: readonly Problem[],
  now: number,
): Promise<readonly Filed[]> {
  const filed: Filed[] = [];
  for (const [part, problem] of problems.entries()) {
    const one = await fileProblem(store, message.team, problem, now);
    await store
      .insertInto('case_messages')
      .values({ team: message.team, message_id: message.id, part, case_id: one.caseId })
      .execute();
    await writeHistory(store, message, problem, one.caseId, now);
    filed.push(one);
  }
  return filed;
}

async function fileProblem(store: Store, team: string, problem: Problem, now: number): Promise<Filed> {
  const id = newCaseId();
  const known = await knownKey(store, team, problem);
  const { side, diagnosis, recipients, members } = problem;
  const moment = new Date(now).toISOString();
  const verdict = {
    reason: diagnosis.reason,
    category: diagnosis.category,
    provider: diagnosis.provider,
    bounce: JSON.stringify({ ...diagnosis.bounce, attempts: [] }),
  };
  const bounces = Math.max(1, members.length);
  // One statement finds the case or opens it, so that two processes can't open two.
  const row = await store
    .insertInto('cases')
    .values({
      id,
      team,
      key: known ?? problem.key,
      side,
      ...verdict,
      status: 'open',
      status_by: null,
      status_at: moment,
      owner: null,
      snoozed_until: null,
      count: bounces,
      first_at: moment,
      last_at: moment,
      version: 0,
    })
    .onConflict((conflict) =>
      conflict.columns(['team', 'key']).doUpdateSet((eb) => ({
        count: eb('cases.count', '+', bounces),
        last_at: moment,
        version: eb('cases.version', '+', 1),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  await addRecipients(store, team, row.id, recipients);
  if (row.id === id) return { caseId: id, how: 'new', changed: false };
  const settled = row.status === 'resolved' || row.status === 'dismissed';
  if (settled) await reopen(store, row, moment);
  await store.updateTable('cases').set(verdict).where('id', '=', row.id).execute();
  return {
    caseId: row.id,
    how: settled ? 'reopened' : 'again',
    changed: row.reason !== verdict.reason || row.category !== verdict.category,
  };
}

/**
 * An address may be known from a case that it shares with others: then that is its case, where the same is the matter
 * with all of them. What now befalls one of many says nothing of the others, nor does a dead address of our own faults.
 */
async function knownKey(
  store: Store,
  team: string,
  { key, recipients, diagnosis }: Problem,
): Promise<string | null> {
  const [address] = recipients;
  if (address === undefined || recipients.length > 1 || key !== addressKey(address)) return null;
  const rows = await store
    .selectFrom('case_recipients')
    .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
    .select('cases.key')
    .where('case_recipients.team', '=', team)
    .where('case_recipients.address', '=', address)
    .where('cases.key', 'not like', 'domain|%')
    .where('cases.side', '=', 'recipient')
    .where((eb) =>
      eb.or([
        eb('cases.key', '=', key),
        eb.and([eb('cases.reason', '=', diagnosis.reason), eb('cases.category', '=', diagnosis.category)]),
      ]),
    )
    .orderBy('cases.last_at', 'desc')
    .limit(20)
    .execute();
  return rows.some((row) => row.key === key) ? key : (rows[0]?.key ?? null);
}

/** It came back by itself: who had settled it is in the audit. */
async function reopen(store: Store, row: CaseRow, moment: string): Promise<void> {
  const status = row.owner === null ? 'open' : 'claimed';
  await store
    .updateTable('cases')
    .set({ status, status_by: row.owner, status_at: moment, snoozed_until: null })
    .where('id', '=', row.id)
    .execute();
  const { team, id: caseId } = row;
  const before = { status: row.status, by: row.status_by && JSON.parse(row.status_by) };
  const origin = { by: itself(team), at: new Date(moment), place: null };
  await writeEntry(store, origin, { team, action: 'came-back', caseId, before, after: { status } });
}

async function addRecipients(
  store: Store,
  team: string,
  caseId: string,
  recipients: readonly string[],
): Promise<void> {
  const rows = recipients.map((address, place) => ({ team, case_id: caseId, address, place }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    await store
      .insertInto('case_recipients')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .onConflict((conflict) => conflict.columns(['case_id', 'address']).doNothing())
      .execute();
  }
}

async function writeHistory(
  store: Store,
  message: { readonly team: string; readonly id: string },
  { members }: Problem,
  caseId: string,
  now: number,
): Promise<void> {
  const rows = members.map(({ bounce, reason, category, permanence }) => ({
    team: message.team,
    case_id: caseId,
    message_id: message.id,
    address: addressOf(bounce.recipient),
    reason,
    category,
    permanence,
    at: momentOf(bounce.time, now),
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    await store
      .insertInto('bounces')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .execute();
  }
}

/** When it bounced, as the server says, unless that is in the future; else when we heard of it. */
function momentOf(time: string | null, now: number): string {
  const said = time === null ? Number.NaN : Date.parse(time);
  return new Date(said <= now ? said : now).toISOString();
}

/** Short enough for a button, and not to be guessed: 80 bits. */
const newCaseId = (): string => `c-${randomBytes(10).toString('hex')}`;
