/** One problem has one ticket: it tells of all that refuse, so a second one would tell the same again. */
import { type Case, escalatedAmong, escalationOf, findCase, siblingsOf } from '../cases/index.ts';
import { enqueueUpdates } from '../queue/index.ts';
import type { Store } from '../store/index.ts';

/**
 * @param store a transaction: of two who escalate cases of one problem at once, one waits for the other here
 * @returns the other case by which the problem of this one is escalated; null where none is, or this one is itself
 */
export async function escalatedElsewhere(store: Store, handled: Case): Promise<Case | null> {
  const { team, id, status } = handled;
  if (status.kind === 'resolved' || status.kind === 'dismissed') return null;
  const siblings = await siblingsOf(store, team, handled);
  if (siblings.length < 2) return null;
  await lockFirst(store, team, siblings);
  const open = await escalatedAmong(store, team, siblings);
  return open.length === 0 || open.includes(id) ? null : findCase(store, team, open[0] as string);
}

/** Whoever handles the problem takes the same one of its cases, so that nobody waits in a circle. */
async function lockFirst(store: Store, team: string, siblings: readonly string[]): Promise<void> {
  const [first] = siblings.toSorted();
  await store
    .updateTable('cases')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('team', '=', team)
    .where('id', '=', first as string)
    .execute();
}

/** @returns in words for whoever would escalate it again */
export async function escalatedWords(store: Store, { team, id }: Case): Promise<string> {
  const known = await escalationOf(store, team, id);
  const who = known ? `, by ${known.by.name}` : '';
  return `This problem is escalated already${who}, with case ${id}: that ticket counts these bounces too.`;
}

/** Whatever tells of the same problem says whether it is escalated. @param store a transaction */
export async function updateSiblings(store: Store, team: string, caseId: string, now: number): Promise<void> {
  const handled = await findCase(store, team, caseId);
  if (handled === null) return;
  for (const id of await siblingsOf(store, team, handled)) await enqueueUpdates(store, team, id, now);
}
