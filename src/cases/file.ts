/** Writes down what a message tells: each attempt once, and each problem with the case that it belongs to. */
import type { Selectable } from 'kysely';
import { itself, writeEntry } from '../audit/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Store, Tables } from '../store/index.ts';
import type { Story } from './attempts/stories.ts';
import { isExact, type Telling } from './attempts/telling.ts';
import { bringAlong, noteAgain, writeTellings } from './attempts/write.ts';
import { newCaseId } from './case-id.ts';
import { type Lot, lotsOf } from './lots.ts';
import { addRecipients } from './move.ts';
import type { Problem } from './problems.ts';
import { troubleIn } from './trouble/key.ts';

/** What became of one problem. */
export type Filed = {
  readonly caseId: string;
  /** `new`: opened. `again`: joined one that is being handled. `reopened`: it was settled, and is back. */
  readonly how: 'new' | 'again' | 'reopened';
  /** The verdict is another one than the case had. */
  readonly changed: boolean;
  readonly side: Problem['side'];
  /** Whether it is a provider's own trouble. */
  readonly isTrouble: boolean;
  /** What stands for it in the message. */
  readonly diagnosis: Diagnosis;
  /** Attempts that the message tells, and how many of them were known before. */
  readonly told: number;
  readonly known: number;
  /** The times of those, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
};

/** Attempts of one moment, of which one stands for the case. */
const MOST_AT_ONE_MOMENT = 1000;

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
  for (const problem of problems) {
    for (const lot of await lotsOf(store, message.team, problem)) {
      const one = await fileLot(store, message.team, problem, lot, now);
      await store
        .insertInto('case_messages')
        .values({
          team: message.team,
          message_id: message.id,
          part: filed.length,
          case_id: one.caseId,
          told: one.told,
          known: one.known,
          addresses: lot.recipients.length,
        })
        .execute();
      filed.push(one);
      for (const story of lot.stories) {
        for (const { id } of story.before) known.add(id);
        for (const telling of story.tellings) rows.push({ telling, story, caseId: one.caseId });
      }
    }
  }
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

async function fileLot(
  store: Store,
  team: string,
  { side, diagnosis: first }: Problem,
  { caseId, key, recipients, stories }: Lot,
  now: number,
): Promise<Filed> {
  const id = newCaseId();
  const newest = newestOf(stories);
  const { diagnosis } = newest ?? { diagnosis: first };
  const told = stories.reduce((sum, story) => sum + story.told, 0);
  const fresh = stories.reduce((sum, story) => sum + Math.max(0, story.fresh), 0);
  const moments = stories.flatMap(({ tellings }) => tellings.map(({ at }) => at));
  const moment = new Date(now).toISOString();
  const from = moments.reduce((a, b) => Math.min(a, b), now);
  const to = moments.reduce((a, b) => Math.max(a, b), 0);
  const firstAt = new Date(from).toISOString();
  const lastAt = new Date(to).toISOString();
  const verdict = {
    reason: diagnosis.reason,
    category: diagnosis.category,
    provider: diagnosis.provider,
    bounce: JSON.stringify({ ...diagnosis.bounce, attempts: [] }),
  };
  const counts = {
    told,
    known: Math.max(0, told - fresh),
    side,
    diagnosis,
    from,
    to,
    isTrouble: troubleIn(key) !== null,
  };
  // One statement finds the case or opens it, so that two processes can't open two.
  const row =
    caseId === null
      ? await store
          .insertInto('cases')
          .values({
            id,
            team,
            key,
            side,
            ...verdict,
            status: 'open',
            status_by: null,
            status_at: moment,
            owner: null,
            snoozed_until: null,
            count: fresh,
            first_at: firstAt,
            last_at: lastAt,
            opened_at: moment,
            heard_at: moment,
            version: 0,
          })
          .onConflict((conflict) => conflict.columns(['team', 'key']).doUpdateSet({ heard_at: moment }))
          .returningAll()
          .executeTakeFirstOrThrow()
      : await store
          .updateTable('cases')
          .set({ heard_at: moment })
          .where('id', '=', caseId)
          .returningAll()
          .executeTakeFirstOrThrow();
  await addRecipients(store, team, row.id, recipients);
  if (row.id === id) return { caseId: id, how: 'new', changed: false, ...counts };
  // A line that was pasted before says nothing new of what is settled; words that no id tells apart may.
  const isNews = fresh > 0 || stories.some(({ last }) => !last.named);
  const settled = isNews && (row.status === 'resolved' || row.status === 'dismissed');
  if (settled) await reopen(store, row, moment);
  const decides = newest !== null && (await isNewer(store, row, newest));
  await store
    .updateTable('cases')
    .set((eb) => ({
      count: eb('count', '+', fresh),
      version: eb('version', '+', 1),
      first_at: firstAt < row.first_at ? firstAt : row.first_at,
      last_at: lastAt > row.last_at ? lastAt : row.last_at,
      ...(decides ? verdict : {}),
    }))
    .where('id', '=', row.id)
    .execute();
  return {
    caseId: row.id,
    how: settled ? 'reopened' : 'again',
    changed: decides && (row.reason !== verdict.reason || row.category !== verdict.category),
    ...counts,
  };
}

/** @returns what stands for the case: the newest that isn't known from before; null where all of it is */
function newestOf(stories: readonly Story[]): Telling | null {
  let newest: Telling | null = null;
  for (const { last, before } of stories) {
    if (before.some(({ id }) => id === last.id)) continue;
    if (newest === null || ranksAbove(last, newest)) newest = last;
  }
  return newest;
}

/** What is refused for good at the same moment has the last word; then the order is any, but always the same. */
function ranksAbove(one: Telling, other: Telling): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.permanence !== other.permanence) return one.permanence === 'permanent';
  return isExact(one) && isExact(other) && one.id > other.id;
}

/** Whether a telling is newer than all that the case has: of one moment, as `ranksAbove` says. */
async function isNewer(store: Store, row: CaseRow, telling: Telling): Promise<boolean> {
  const at = new Date(telling.at).toISOString();
  if (at > row.last_at) return true;
  const others = await store
    .selectFrom('attempts')
    .select(['id', 'permanence', 'at'])
    .where('case_id', '=', row.id)
    .where('at', '>=', at)
    .orderBy('at', 'desc')
    .limit(MOST_AT_ONE_MOMENT)
    .execute();
  // Of what names no time of its own, what was told last is the newest.
  return others.every(
    (other) =>
      other.at === at &&
      (!isExact(telling) ||
        (other.permanence === telling.permanence
          ? telling.id > other.id
          : telling.permanence === 'permanent')),
  );
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
