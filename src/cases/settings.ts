/** What a team has set for a channel, or for all its channels. */
import { z } from 'zod';
import { type Store, timeOrderedId, transaction } from '../store/index.ts';
import { type Actor, actorJson } from './actor.ts';

export const WATCHES = ['always', 'asked', 'off'] as const;
/**
 * How much the bot reads along: every message in its channels, only what is addressed to it (mentions and direct
 * messages), or nothing but commands, menus and buttons.
 */
export type Watch = (typeof WATCHES)[number];

const named = z.object({ id: z.string(), name: z.string() });
const shape = z.object({
  /** How much the bot reads along; null: as for the whole team, and there as WATCH says. */
  watch: z.enum(WATCHES).nullable(),
  /** Where escalations are posted; null: as for the whole team. */
  escalateTo: named.nullable(),
  /** The user group or role that is told there; null: nobody. */
  notify: named.nullable().default(null),
  /** Bots whose messages are read as people's are: by the platform's id. */
  bots: z.array(z.string()),
});
export type ChannelSettings = z.infer<typeof shape>;

const NONE: ChannelSettings = { watch: null, escalateTo: null, notify: null, bots: [] };

/** @param channel '' for what holds in all channels that say nothing else */
export async function settingsOf(store: Store, team: string, channel: string): Promise<ChannelSettings> {
  const row = await store
    .selectFrom('settings')
    .select('value')
    .where('team', '=', team)
    .where('channel', '=', channel)
    .where('name', '=', 'channel')
    .executeTakeFirst();
  return row ? shape.parse(JSON.parse(row.value)) : NONE;
}

/** @returns what holds in a channel: its own word before the team's, the team's before `watch` */
export async function effectiveSettings(
  store: Store,
  team: string,
  channel: string,
  watch: Watch,
): Promise<ChannelSettings & { readonly watch: Watch }> {
  const [own, all] = await Promise.all([settingsOf(store, team, channel), settingsOf(store, team, '')]);
  return {
    watch: own.watch ?? all.watch ?? watch,
    escalateTo: own.escalateTo ?? all.escalateTo,
    notify: own.escalateTo ? own.notify : all.notify,
    bots: [...new Set([...own.bots, ...all.bots])],
  };
}

/** Sets them; the audit trail keeps the old ones and the new ones. */
export async function setSettings(
  store: Store,
  team: string,
  channel: string,
  settings: ChannelSettings,
  by: Actor,
  place: unknown,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const row = { value: JSON.stringify(shape.parse(settings)), by: actorJson(by), at };
  await transaction(store, async (tx) => {
    const before = await settingsOf(tx, team, channel);
    await tx
      .insertInto('settings')
      .values({ team, channel, name: 'channel', ...row })
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doUpdateSet(row))
      .execute();
    await tx
      .insertInto('audit')
      .values({
        id: timeOrderedId(now.getTime()),
        team,
        at,
        by: row.by,
        action: 'settings-changed',
        case_id: null,
        address: null,
        before: JSON.stringify({ channel, ...before }),
        after: JSON.stringify({ channel, ...settings }),
        place: JSON.stringify(place),
      })
      .execute();
  });
}
