/** Writes down what a message tells: each attempt once, and each problem with the cases that it belongs to. */
import type { Insertable, Selectable } from 'kysely';
import { itself, writeEntry } from '../audit/index.ts';
import { mapGently } from '../give-way.ts';
import { prepared, type Store, type Tables } from '../store/index.ts';
import type { Story } from './attempts/stories.ts';
import type { Telling } from './attempts/telling.ts';
import { bringAlong, noteAgain, writeTellings } from './attempts/write.ts';
import { newCaseId } from './case-id.ts';
import { type Lot, lotsOf } from './lots.ts';
import { addRecipients } from './move.ts';
import { isNewer, newestOf, ranksAbove } from './newest.ts';
import type { Problem } from './problems.ts';
import { type Filed, type Joined, tellTogether } from './together.ts';

/** So many rows in one statement, of some twenty values each: others have their turn between two of them. */
const ROWS_AT_ONCE = 200;

type CaseRow = Selectable<Tables['cases']>;
type Message = { readonly team: string; readonly id: string };

/**
 * @param store a transaction: all is written down or nothing
 * @param message whose problems these are
 * @param now milliseconds since 1970
 * @returns what became of each, in their order: what was known of some of it already has an entry of its own
 */
export async function fileProblems(
  store: Store,
  message: Message,
  problems: readonly Problem[],
  now: number,
): Promise<readonly Filed[]> {
  const filed: Filed[] = [];
  const rows: { readonly telling: Telling; readonly story: Story; readonly caseId: string }[] = [];
  const known = new Set<string>();
  const standing = new Map<string, Telling>();
  for (const problem of problems) {
    const joined = await fileLots(
      store,
      message.team,
      problem,
      await lotsOf(store, message.team, problem),
      standing,
      now,
    );
    filed.push(...(await tellTogether(store, message.team, problem, joined)));
    for (const { row, lot } of joined) {
      for (const story of lot.stories) {
        for (const { id } of story.before) known.add(id);
        for (const telling of story.tellings) rows.push({ telling, story, caseId: row.id });
      }
    }
  }
  await noteTold(store, message, filed);
  await writeTellings(
    store,
    message,
    rows.filter(({ telling }) => !known.has(telling.id)),
  );
  await noteAgain(
    store,
    message,
    rows.flatMap(({ telling, story }) =>
      story.before.some(({ id, messageId }) => id === telling.id && messageId !== message.id)
        ? [telling.id]
        : [],
    ),
  );
  for (const { story, caseId } of new Map(rows.map((row) => [row.story, row])).values()) {
    await bringAlong(store, message.team, story, caseId, now);
  }
  return filed;
}

async function noteTold(store: Store, { team, id }: Message, filed: readonly Filed[]): Promise<void> {
  const rows = filed.map(({ caseId, told, known, addresses }, part) => ({
    ...{ team, message_id: id, part, case_id: caseId },
    ...{ told, known, addresses },
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    await insertTold(store, { rows: rows.slice(i, i + ROWS_AT_ONCE) });
  }
}

const insertTold = prepared(
  (store, { rows }: { readonly rows: readonly Insertable<Tables['case_messages']>[] }) =>
    store.insertInto('case_messages').values(rows),
);

/** A lot, and what it says of its case. */
type Filing = {
  readonly lot: Lot;
  /** The id of its case, should it be opened. */
  readonly id: string;
  /** What stands for the case; null where all of it is known from before. */
  readonly newest: Telling | null;
  /** All of it arrived after all, or is known from before, or told by what counts already. */
  readonly isOver: boolean;
  readonly fresh: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly verdict: Pick<CaseRow, 'reason' | 'category' | 'provider' | 'bounce'>;
};

function filingOf({ diagnosis: first }: Problem, lot: Lot, now: number): Filing {
  const newest = newestOf(lot.stories);
  const { diagnosis } = newest ?? { diagnosis: first };
  const told = lot.stories.flatMap(({ tellings }) => tellings);
  const counting = lot.stories.flatMap(({ tellings, counts, before }) =>
    tellings.filter(({ id }) => counts.has(id) && !before.some((row) => row.id === id)),
  );
  const moments = (counting.length > 0 ? counting : told).map(({ at }) => at);
  return {
    lot,
    id: newCaseId(),
    newest,
    isOver: counting.length === 0,
    fresh: lot.stories.reduce((sum, story) => sum + Math.max(0, story.fresh), 0),
    firstAt: new Date(moments.reduce((a, b) => Math.min(a, b), now)).toISOString(),
    lastAt: new Date(moments.reduce((a, b) => Math.max(a, b), 0)).toISOString(),
    verdict: {
      reason: diagnosis.reason,
      category: diagnosis.category,
      provider: diagnosis.provider,
      bounce: JSON.stringify({ ...diagnosis.bounce, attempts: [] }),
    },
  };
}

/**
 * @param standing by case, what this message told of it that stands for it so far
 * @returns one for each lot, in their order
 */
async function fileLots(
  store: Store,
  team: string,
  problem: Problem,
  lots: readonly Lot[],
  standing: Map<string, Telling>,
  now: number,
): Promise<readonly Joined[]> {
  const filings = await mapGently(lots, (lot) => filingOf(problem, lot, now));
  const moment = new Date(now).toISOString();
  const opened = await openCases(
    store,
    team,
    problem.side,
    filings.filter(({ lot }) => lot.caseId === null),
    moment,
  );
  const heard = await hearAgain(
    store,
    lots.flatMap(({ caseId }) => caseId ?? []),
    moment,
  );
  const rowOf = ({ lot }: Filing): CaseRow =>
    (lot.caseId === null ? opened.get(lot.key) : heard.get(lot.caseId)) as CaseRow;
  await addRecipients(
    store,
    team,
    filings.map((filing) => ({ id: rowOf(filing).id, recipients: filing.lot.recipients })),
  );
  const joined: Joined[] = [];
  for (const filing of filings) {
    const { lot, id, fresh } = filing;
    const row = rowOf(filing);
    const diagnosis = filing.newest?.diagnosis ?? problem.diagnosis;
    const how = row.id === id ? OPENED : await join(store, row, filing, standing.get(row.id), moment);
    if (filing.newest && how.decides) standing.set(row.id, filing.newest);
    joined.push({ row, lot, diagnosis, fresh, ...how });
  }
  return joined;
}

const OPENED = { how: 'new', changed: false, decides: true } as const;

/** One statement finds a case or opens it, so that two processes can't open two. @returns by their keys */
async function openCases(
  store: Store,
  team: string,
  side: Problem['side'],
  filings: readonly Filing[],
  moment: string,
): Promise<ReadonlyMap<string, CaseRow>> {
  const rows = filings
    .map((filing, place) => newCase(filing, { team, side, moment, place }))
    // Of two processes with the same keys, neither waits for the other.
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const found = new Map<string, CaseRow>();
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const opened = await insertOrHear(store, { moment, rows: rows.slice(i, i + ROWS_AT_ONCE) });
    for (const row of opened.rows) found.set(row.key, row);
  }
  return found;
}

/** @param place in the text */
const newCase = (
  { lot, id, verdict, fresh, firstAt, lastAt }: Filing,
  { team, side, moment, place }: Pick<CaseRow, 'team' | 'side'> & { moment: string; place: number },
) => ({
  bundle_place: place,
  ...{ id, team, key: lot.key, side, ...verdict, status: 'open' as const, status_by: null },
  ...{ status_at: moment, owner: null, snoozed_until: null, count: fresh, version: 0 },
  ...{ first_at: firstAt, last_at: lastAt, opened_at: moment, heard_at: moment },
});

const insertOrHear = prepared(
  (
    store,
    { moment, rows }: { readonly moment: string; readonly rows: readonly ReturnType<typeof newCase>[] },
  ) =>
    store
      .insertInto('cases')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['team', 'key']).doUpdateSet({ heard_at: moment }))
      .returningAll(),
);

/** @returns by their ids */
async function hearAgain(
  store: Store,
  ids: readonly string[],
  moment: string,
): Promise<ReadonlyMap<string, CaseRow>> {
  const found = new Map<string, CaseRow>();
  for (let i = 0; i < ids.length; i += ROWS_AT_ONCE) {
    const some = await store
      .updateTable('cases')
      .set({ heard_at: moment })
      .where('id', 'in', ids.slice(i, i + ROWS_AT_ONCE))
      .returningAll()
      .execute();
    for (const row of some) found.set(row.id, row);
  }
  return found;
}

/** What is told joins a case that there is. */
async function join(
  store: Store,
  row: CaseRow,
  { lot, newest, isOver, fresh, firstAt, lastAt, verdict }: Filing,
  before: Telling | undefined,
  moment: string,
): Promise<Pick<Joined, 'how' | 'changed'> & { readonly decides: boolean }> {
  // A line that was pasted before says nothing new of what is settled; words that no id tells apart may.
  const isNews = fresh > 0 || lot.stories.some(({ last, isEcho }) => !last.named && !isEcho);
  const settled = isNews && (row.status === 'resolved' || row.status === 'dismissed');
  if (settled) await reopen(store, row, moment);
  const decides =
    newest !== null &&
    (before === undefined || ranksAbove(newest, before)) &&
    (await isNewer(store, row, newest));
  // Of a case that nothing counts in, such as one whose message was edited, the times are of what is gone.
  const isEmpty = row.count <= 0;
  const isLonger = !isOver && (firstAt < row.first_at || lastAt > row.last_at);
  if (fresh === 0 && !decides && !settled && !isLonger) return { how: 'again', decides, changed: false };
  await store
    .updateTable('cases')
    .set((eb) => ({
      count: eb('count', '+', fresh),
      version: eb('version', '+', 1),
      first_at: !isOver && (isEmpty || firstAt < row.first_at) ? firstAt : row.first_at,
      last_at: !isOver && (isEmpty || lastAt > row.last_at) ? lastAt : row.last_at,
      ...(decides ? verdict : {}),
    }))
    .where('id', '=', row.id)
    .execute();
  return {
    how: settled ? 'reopened' : 'again',
    decides,
    changed: decides && (row.reason !== verdict.reason || row.category !== verdict.category),
  };
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
