/** Who is at the other end of an interaction, and what Discord says of their standing. */
import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import type { Command } from '../../src/desk.ts';
import { teamOf } from './place.ts';

export type Person = Command['actor'];

/** What is read of an interaction. */
type Asking = Pick<BaseInteraction, 'guildId' | 'user' | 'member' | 'memberPermissions'> & {
  readonly authorizingIntegrationOwners: Pick<BaseInteraction['authorizingIntegrationOwners'], 'guildId'>;
};

/**
 * In whose name it is asked. A server that has the bot is a team; where somebody brought it along for themselves
 * (a user-installed app), the server knows nothing of us, and what they do is theirs alone.
 */
const guildOf = ({ guildId, authorizingIntegrationOwners }: Asking): string | null =>
  authorizingIntegrationOwners.guildId === guildId ? guildId : null;

/** @returns the person; whoever manages a server is its admin, and everybody is their own in direct messages */
export function personOf(asking: Asking): Person {
  const { user, member, memberPermissions } = asking;
  const guildId = guildOf(asking);
  const named = { id: user.id, name: user.displayName, team: teamOf(guildId, user.id) };
  if (guildId === null || member === null) return { ...named, membership: 'admin', groups: [] };
  const groups = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  const administers = memberPermissions?.any([
    PermissionFlagsBits.Administrator,
    PermissionFlagsBits.ManageGuild,
  ]);
  // Somebody who has not yet accepted the server's rules is as good as not there.
  const membership = administers ? 'admin' : member.pending ? 'guest' : 'member';
  return { ...named, membership, groups };
}
