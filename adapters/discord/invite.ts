/** What the bot may do in a server, and the link by which a server's owner adds it. */
import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

const SCOPES = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands];

/** A permission as Discord's own pages call it, and what does not work without it. */
export type Needed = { readonly flag: bigint; readonly name: string; readonly without: string };

/** Exactly what the adapter does, and nothing more. */
export const NEEDED: readonly Needed[] = [
  {
    flag: PermissionFlagsBits.ViewChannel,
    name: 'View Channels',
    without: 'nothing is read there, and buttons on old answers do not change them',
  },
  {
    flag: PermissionFlagsBits.SendMessages,
    name: 'Send Messages',
    without: 'pasted bounces get no answer there; commands and “Explain this bounce” answer the asker alone',
  },
  {
    flag: PermissionFlagsBits.ReadMessageHistory,
    name: 'Read Message History',
    without: 'an answer can’t be a reply, and after a crash it may come twice',
  },
  {
    flag: PermissionFlagsBits.CreatePublicThreads,
    name: 'Create Public Threads',
    without: 'answers stand in the channel instead of a thread',
  },
  {
    flag: PermissionFlagsBits.SendMessagesInThreads,
    name: 'Send Messages in Threads',
    without: 'answers can’t stand in threads',
  },
  {
    flag: PermissionFlagsBits.AttachFiles,
    name: 'Attach Files',
    without: 'a paste of many bounces is answered without its table',
  },
];

const PERMISSIONS = NEEDED.reduce((all, { flag }) => all | flag, 0n);

/** @returns the address to open in a browser (OAuth2, "Bot Authorization Flow") */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: SCOPES.join(' '),
    permissions: PERMISSIONS.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
