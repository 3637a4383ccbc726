/** What a team has set for a channel, or for all its channels. */
import { z } from 'zod';
import type { Origin } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { keepSetting, keptSetting } from './kept-setting.ts';

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
  const kept = await keptSetting(store, { team, channel, name: 'channel' });
  return kept === null ? NONE : shape.parse(kept);
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

/** Sets them; the audit log keeps the old ones and the new ones. */
export async function setSettings(
  store: Store,
  team: string,
  channel: string,
  settings: ChannelSettings,
  origin: Origin,
): Promise<void> {
  const which = { team, channel, name: 'channel' } as const;
  await keepSetting(store, which, shape.parse(settings), 'settings-changed', origin);
}
