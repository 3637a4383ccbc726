/** What was told before, looked at again: two ids turned out to be of one message, or its sender is known now. */
import type { Store } from '../../store/index.ts';
import { storedBounce } from '../case.ts';
import { newCaseId } from '../case-id.ts';
import { arrivedOf } from '../deliveries.ts';
import { carryIncident } from '../incidents.ts';
import { moveAttempts } from '../move.ts';
import { senderKeyWith } from '../problems.ts';
import type { Mailings } from './mailings.ts';
import { type Row, rowsOf } from './stories.ts';
import { keysOf } from './telling.ts';
import { counted, deciding, lives, standing } from './tries.ts';

/**
 * @param store a transaction, in which what is new has been written down
 * @returns whose sender is known now
 */
export async function mendStories(
  store: Store,
  team: string,
  mailings: Mailings,
  now: number,
): Promise<readonly Named[]> {
  const { joined, learnt, senderOf } = mailings;
  const named: Named[] = [];
  if (joined.length > 0) {
    for (const rows of storiesIn(await rowsOf(store, team, joined))) await mend(store, team, rows, now);
  }
  if (learnt.length > 0) {
    for (const rows of storiesIn(await rowsOf(store, team, learnt))) {
      const [{ caseId, mailing }] = rows as readonly [Row];
      const sender = senderOf(mailing) as string;
      await tellSender(store, caseId, sender, (keys) => keys.some((key) => mailings.of(key) === mailing));
      const into = await nameSender(store, team, caseId, rows, sender, now);
      const moments = rows.map(({ at }) => at);
      if (into !== null) named.push({ caseId: into, from: Math.min(...moments), to: Math.max(...moments) });
    }
  }
  return named;
}

/** A case of ours that attempts came into, and their times, in milliseconds since 1970. */
export type Named = { readonly caseId: string; readonly from: number; readonly to: number };

const storiesIn = (rows: readonly Row[]): readonly (readonly Row[])[] =>
  [...Map.groupBy(rows, ({ mailing, address }) => `${mailing} ${address}`).values()].flatMap(lives);

/** One message to one recipient is in one case, and each attempt of it counts once. */
async function mend(store: Store, team: string, rows: readonly Row[], now: number): Promise<void> {
  const [{ mailing, address }] = rows as readonly [Row];
  const arrived = (await arrivedOf(store, team, [mailing]))(mailing, address);
  const counts = standing(rows, counted(rows, true), arrived);
  for (const row of rows) {
    if (row.counts === counts.has(row.id)) continue;
    await store
      .updateTable('attempts')
      .set({ counts: row.counts ? 0 : 1 })
      .where('team', '=', team)
      .where('id', '=', row.id)
      .execute();
    await store
      .updateTable('cases')
      .set((eb) => ({ count: eb('count', '+', row.counts ? -1 : 1) }))
      .where('id', '=', row.caseId)
      .execute();
  }
  const into = (deciding(rows) as Row).caseId;
  for (const [from, some] of Map.groupBy(rows, ({ caseId }) => caseId)) {
    if (from === into) continue;
    const ids = some.map(({ id }) => id);
    await moveAttempts(
      store,
      team,
      ids,
      { from, into, count: ids.filter((id) => counts.has(id)).length },
      now,
    );
  }
}

/** Where the bounce that stands for a case is of the message, it is known now who sent it. */
async function tellSender(
  store: Store,
  caseId: string,
  senderDomain: string,
  isOfMessage: (keys: readonly string[]) => boolean,
): Promise<void> {
  const found = await store.selectFrom('cases').select('bounce').where('id', '=', caseId).executeTakeFirst();
  const bounce = found && storedBounce.parse(JSON.parse(found.bounce));
  if (!bounce || bounce.senderDomain !== null || !isOfMessage(keysOf(bounce))) return;
  await store
    .updateTable('cases')
    .set({ bounce: JSON.stringify({ ...bounce, senderDomain }) })
    .where('id', '=', caseId)
    .execute();
}

/** A problem of ours is known by whose it is: what was told without the sender belongs to the sender's case. */
async function nameSender(
  store: Store,
  team: string,
  from: string,
  rows: readonly Row[],
  senderDomain: string,
  now: number,
): Promise<string | null> {
  const old = await store.selectFrom('cases').selectAll().where('id', '=', from).executeTakeFirst();
  const key = old && senderKeyWith(old.key, senderDomain);
  if (!old || !key || key === old.key) return null;
  const known = await store
    .selectFrom('cases')
    .select('id')
    .where('team', '=', team)
    .where('key', '=', key)
    .executeTakeFirst();
  const bounce = JSON.stringify({ ...JSON.parse(old.bounce), senderDomain });
  const ids = rows.map(({ id }) => id);
  const count = rows.filter((row) => row.counts).length;
  if (known) {
    await moveAttempts(store, team, ids, { from, into: known.id, count }, now);
    return known.id;
  }
  if (count >= old.count) {
    await store.updateTable('cases').set({ key, bounce }).where('id', '=', from).execute();
    await carryIncident(store, team, from, from);
    return from;
  }
  const id = newCaseId();
  await store
    .insertInto('cases')
    .values({ ...old, id, key, bounce, count: 0, version: 0, status: 'open', status_by: null, owner: null })
    .execute();
  await moveAttempts(store, team, ids, { from, into: id, count }, now);
  return id;
}
