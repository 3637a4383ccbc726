/** Who said something and where, in the desk's words. */
import { MessageFlags, type MessageFlagsBitField } from 'discord.js';
import type { Place } from '../../src/desk.ts';

const DIRECT = 'discord:dm:';
/** Between these are the teams of direct messages, however a database sorts: ids are digits. */
export const DIRECT_TEAMS = [`${DIRECT}0`, `${DIRECT}a`] as const;

/** A server is a team. A direct message belongs to the one who writes it. */
export const teamOf = (guildId: string | null, userId: string): string =>
  guildId === null ? `${DIRECT}${userId}` : `discord:${guildId}`;

export const isDirect = (team: string): boolean => team.startsWith(DIRECT);

/** @returns the server of a team, or null for a direct message */
export const guildOf = (team: string): string | null =>
  isDirect(team) ? null : team.slice('discord:'.length);

export const placeOf = (team: string, channelId: string): Place => ({
  platform: 'discord',
  team,
  channel: channelId,
});

/** What is read of something that happened in a channel or thread. */
type Somewhere = {
  readonly channelId: string;
  readonly channel: { isThread(): boolean; readonly parentId?: string | null } | null;
};

/** @returns the channel; of a thread, that in which it is */
export const channelOf = ({ channelId, channel }: Somewhere): string =>
  (channel?.isThread() ? channel.parentId : null) ?? channelId;

/** A message, by what Discord calls it. */
export type Spot = { readonly channelId: string; readonly messageId: string };

/** The desk's id for a message, and the one that it gives back: the same whenever Discord sends it again. */
export const nameOf = ({ channelId, messageId }: Spot): string => `${channelId}:${messageId}`;

/** @returns the parts of what {@link nameOf} made, or null for another id */
export function spotOf(name: string): Spot | null {
  const [channelId, messageId, ...rest] = name.split(':');
  return channelId && messageId && rest.length === 0 ? { channelId, messageId } : null;
}

/** @returns the address that jumps to a message of ours, or null for an id that is none of Discord's */
export function jumpLink(team: string, ref: string): string | null {
  const spot = spotOf(ref);
  if (spot === null) return null;
  const where = isDirect(team) ? '@me' : team.slice('discord:'.length);
  return ['https://discord.com/channels', where, spot.channelId, spot.messageId].join('/');
}

/**
 * @param message that carries a button. In a channel that the client does not know it is Discord's own form, whose
 *   flags are a number, whatever the library's types say.
 * @returns whether one person alone sees it
 */
export const isPrivate = ({ flags }: { readonly flags: Readonly<MessageFlagsBitField> | number }): boolean =>
  ((typeof flags === 'number' ? flags : flags.bitfield) & MessageFlags.Ephemeral) !== 0;
