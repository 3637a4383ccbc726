/** One setting of a team, kept as JSON; who changed it from what to what stands in the audit trail. */

import { type Actor, actorJson, writeDown } from '../audit/index.ts';
import { type Store, transaction } from '../store/index.ts';

/** Which setting: `channel` is '' for the whole team. */
export type Which = { readonly team: string; readonly channel: string; readonly name: 'roles' | 'channel' };

/** Who changes it, from where, when. */
export type Change = { readonly by: Actor; readonly place: unknown; readonly now: Date };

/** @returns what was kept, or null where nothing was set */
export async function keptSetting(store: Store, { team, channel, name }: Which): Promise<unknown> {
  const row = await store
    .selectFrom('settings')
    .select('value')
    .where('team', '=', team)
    .where('channel', '=', channel)
    .where('name', '=', name)
    .executeTakeFirst();
  return row ? JSON.parse(row.value) : null;
}

/** @param action what the audit trail calls it */
export async function keepSetting(
  store: Store,
  which: Which,
  value: unknown,
  action: 'roles-changed' | 'settings-changed',
  { by, place, now }: Change,
): Promise<void> {
  const at = now.toISOString();
  const row = { value: JSON.stringify(value), by: actorJson(by), at };
  const { team, channel } = which;
  await transaction(store, async (tx) => {
    const before = await keptSetting(tx, which);
    await tx
      .insertInto('settings')
      .values({ ...which, ...row })
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doUpdateSet(row))
      .execute();
    const change = { before: { channel, value: before }, after: { channel, value } };
    await writeDown(tx, { team, by, action, caseId: null, ...change, place }, now.getTime());
  });
}
