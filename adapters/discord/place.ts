/** Who said something and where, in the desk's words. */
import type { Place } from '../../src/desk.ts';
import type { Actor } from '../../src/replies/reply.ts';

/** A server is a team. A direct message belongs to the one who writes it. */
const teamOf = (guildId: string | null, userId: string): string =>
  guildId === null ? `discord:dm:${userId}` : `discord:${guildId}`;

export const placeOf = (guildId: string | null, channelId: string, userId: string): Place => ({
  platform: 'discord',
  team: teamOf(guildId, userId),
  channel: channelId,
});

export const actorOf = (
  user: { readonly id: string; readonly displayName: string },
  guildId: string | null,
): Actor => ({ id: user.id, name: user.displayName, team: teamOf(guildId, user.id) });

/** The desk's id for a message: the same whenever Discord sends it again. */
export const messageIdFor = (channelId: string, messageId: string): string => `${channelId}:${messageId}`;

/** @returns the parts of what {@link messageIdFor} made, or null for another id */
export function parseMessageId(
  id: string,
): { readonly channelId: string; readonly messageId: string } | null {
  const [channelId, messageId, ...rest] = id.split(':');
  return channelId && messageId && rest.length === 0 ? { channelId, messageId } : null;
}

/** @returns the address that jumps to a channel, a thread, or a message in it */
export const jumpLink = (guildId: string | null, channelId: string, messageId?: string): string =>
  ['https://discord.com/channels', guildId ?? '@me', channelId, ...(messageId ? [messageId] : [])].join('/');
