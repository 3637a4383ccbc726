/** What the bot may do in one server, channel by channel. */
import {
  type APIGuildChannel,
  type APIGuildMember,
  type APIRole,
  ChannelType,
  PermissionFlagsBits,
  type REST,
  Routes,
} from 'discord.js';
import type { Finding } from '../../adapter.ts';
import { NEEDED, type Needed } from '../invite.ts';
import { permissionsIn } from './permissions.ts';

/** Where people paste. */
const LOOKED_AT = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum];

/** Channels that are named one by one. */
const MOST_NAMED = 20;

type Lacking = { readonly channel: string; readonly lacks: readonly Needed[] };

/** @throws what Discord answers */
export async function examineServer(
  rest: REST,
  botId: string,
  server: { readonly id: string; readonly name: string },
): Promise<readonly Finding[]> {
  const [roles, channels, member] = (await Promise.all([
    rest.get(Routes.guildRoles(server.id)),
    rest.get(Routes.guildChannels(server.id)),
    rest.get(Routes.guildMember(server.id, botId)),
  ])) as [APIRole[], APIGuildChannel[], APIGuildMember];
  const standing = { guildId: server.id, memberId: botId, roleIds: member.roles, roles };
  const looked = channels.filter(({ type }) => LOOKED_AT.some((one) => one === type));
  const all = looked.map((channel): Lacking & { readonly seen: boolean } => {
    const may = permissionsIn(standing, channel.permission_overwrites ?? []);
    return {
      channel: channel.name,
      lacks: NEEDED.filter(({ flag }) => (may & flag) === 0n),
      seen: (may & PermissionFlagsBits.ViewChannel) !== 0n,
    };
  });
  const seen = all.filter((one) => one.seen);
  const lacking = seen.filter(({ lacks }) => lacks.length > 0);
  const unseen = all.length - seen.length;
  return [
    ...(lacking.length === 0 && seen.length > 0
      ? [good(server.name, `it may do all that it needs in ${counted(seen.length, 'channel')}.`)]
      : []),
    ...(seen.length === 0
      ? [bad(server.name, 'it sees no channel. Give its role “View Channels” where bounces are pasted.')]
      : []),
    ...lacking.slice(0, MOST_NAMED).map((one) => bad(server.name, words(one))),
    ...(lacking.length > MOST_NAMED
      ? [
          bad(
            server.name,
            `and in ${counted(lacking.length - MOST_NAMED, 'further channel')} something lacks.`,
          ),
        ]
      : []),
    ...(unseen > 0 && seen.length > 0
      ? [note(server.name, `it does not see ${counted(unseen, 'channel')}: nothing is read there.`)]
      : []),
  ];
}

const words = ({ channel, lacks }: Lacking): string =>
  `in #${channel} it lacks ${lacks.map(({ name, without }) => `“${name}” (${without})`).join(', ')}. Give it to the bot’s role in the channel’s settings under “Permissions”.`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const good = (server: string, text: string): Finding => ({ tone: 'good', text: `${server}: ${text}` });
const bad = (server: string, text: string): Finding => ({ tone: 'bad', text: `${server}: ${text}` });
const note = (server: string, text: string): Finding => ({ tone: 'note', text: `${server}: ${text}` });
