/** The rows of a message's tellings. */
import type { Insertable } from 'kysely';
import { prepared, type Store, type Tables } from '../../store/index.ts';
import { keepTimes, moveAttempts } from '../move.ts';
import type { Story } from './stories.ts';
import type { Telling } from './telling.ts';

/** So many rows in one statement, of some twenty values each: others have their turn between two of them. */
const ROWS_AT_ONCE = 200;

type Message = { readonly team: string; readonly id: string };

/** Writes new tellings down; of what another process wrote at the same moment nothing counts twice. */
export async function writeTellings(
  store: Store,
  message: Message,
  told: readonly { readonly telling: Telling; readonly story: Story; readonly caseId: string }[],
): Promise<void> {
  const rows = told.map(({ telling, story, caseId }) => ({
    team: message.team,
    id: telling.id,
    mailing: telling.named ? story.mailing : (telling.keys[0] as string),
    named: telling.named ? 1 : 0,
    case_id: caseId,
    message_id: message.id,
    address: telling.address,
    reason: telling.reason,
    category: telling.category,
    permanence: telling.permanence,
    provider: telling.provider,
    host: telling.host,
    trouble: telling.trouble,
    outcome: telling.outcome,
    at: new Date(telling.at).toISOString(),
    time_from: telling.timeFrom,
    counts: story.counts.has(telling.id) ? 1 : 0,
    words: telling.words,
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const some = rows.slice(i, i + ROWS_AT_ONCE);
    const { rows: written } = await insertTellings(store, { rows: some });
    if (written.length === some.length) continue;
    // Another process was quicker with the same attempts: they count there.
    const ids = new Set(written.map(({ id }) => id));
    for (const row of some) {
      if (ids.has(row.id) || row.counts === 0) continue;
      await store
        .updateTable('cases')
        .set((eb) => ({ count: eb('count', '-', 1) }))
        .where('id', '=', row.case_id)
        .execute();
    }
  }
}

const insertTellings = prepared(
  (store, { rows }: { readonly rows: readonly Insertable<Tables['attempts']>[] }) =>
    store
      .insertInto('attempts')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing())
      .returning('id'),
);

/** Remembers that a message told what was told before. */
export async function noteAgain(
  store: Store,
  { team, id }: Message,
  attempts: readonly string[],
): Promise<void> {
  const rows = attempts.map((attempt_id) => ({ team, message_id: id, attempt_id }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    await store
      .insertInto('retellings')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .onConflict((conflict) => conflict.columns(['team', 'message_id', 'attempt_id']).doNothing())
      .execute();
  }
}

/** What was told before of a message goes where it belongs by now, and counts as it is known to by now. */
export async function bringAlong(
  store: Store,
  team: string,
  { before, counts, fresh }: Story,
  caseId: string,
  now: number,
): Promise<void> {
  const wrong = before.filter((row) => row.counts !== counts.has(row.id));
  for (const row of wrong) {
    await store
      .updateTable('attempts')
      .set({ counts: row.counts ? 0 : 1 })
      .where('team', '=', team)
      .where('id', '=', row.id)
      .execute();
  }
  if (wrong.length > 0) for (const id of new Set(wrong.map((row) => row.caseId))) await keepTimes(store, id);
  if (fresh < 0) {
    await store
      .updateTable('cases')
      .set((eb) => ({ count: eb('count', '+', fresh) }))
      .where('id', '=', caseId)
      .execute();
  }
  for (const [from, rows] of Map.groupBy(before, (row) => row.caseId)) {
    if (from === caseId) continue;
    const ids = rows.map(({ id }) => id);
    const count = rows.filter((row) => row.counts).length;
    await moveAttempts(store, team, ids, { from, into: caseId, count }, now);
  }
}
