/** One setting of a team, kept as JSON; who changed it from what to what is in the audit log. */
import { actorJson, type Origin, writeEntry } from '../audit/index.ts';
import { type Store, transaction } from '../store/index.ts';

/** Which setting: `channel` is '' for the whole team. */
export type Which = { readonly team: string; readonly channel: string; readonly name: 'roles' | 'channel' };

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

/** @param action what the audit log calls it */
export async function keepSetting(
  store: Store,
  which: Which,
  value: unknown,
  action: 'roles-changed' | 'settings-changed',
  origin: Origin,
): Promise<void> {
  const { by, at } = origin;
  const row = { value: JSON.stringify(value), by: actorJson(by), at: at.toISOString() };
  const { team, channel } = which;
  await transaction(store, async (tx) => {
    const before = await keptSetting(tx, which);
    await tx
      .insertInto('settings')
      .values({ ...which, ...row })
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doUpdateSet(row))
      .execute();
    const change = { before: { channel, value: before }, after: { channel, value } };
    await writeEntry(tx, origin, { team, action, caseId: null, ...change });
  });
}
