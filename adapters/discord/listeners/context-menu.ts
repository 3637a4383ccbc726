/**
 * "Apps → Explain this bounce" on any message: the path that works without the message-content intent, because
 * Discord sends the message along. The answer goes where a pasted bounce's would; the asker is told where.
 */
import { type APIMessage, Message, type MessageContextMenuCommandInteraction } from 'discord.js';
import { logUnread, readAttachments } from '../attachments.ts';
import type { Context } from '../context.ts';
import { writtenIn, writtenInRaw } from '../heard-text.ts';
import { type KeptMessage, keep, messageOf } from '../kept.ts';
import { personOf } from '../person.ts';
import { channelOf } from '../place.ts';
import { takeTurn } from '../turn.ts';
import { showAlone, showThere } from './asked.ts';

export function onExplain(
  interaction: MessageContextMenuCommandInteraction,
  context: Context,
): Promise<void> {
  return takeTurn(interaction, 'private-reply', context.log, async (turn) => {
    const { team } = personOf(interaction);
    const kept = keptOf(interaction, team);
    const fetched = await readAttachments(kept, context);
    logUnread(context, kept.channelId, fetched.unread);
    const answer = await context.desk.answer(messageOf(kept, fetched));
    const show = isMember(interaction) ? showThere : showAlone;
    await show(answer, team, turn, context);
  });
}

/** As it stands: whether it was edited before somebody asked is nothing to us. */
function keptOf(interaction: MessageContextMenuCommandInteraction, team: string): KeptMessage {
  const { client, guild, channelId, targetMessage } = interaction;
  // In a channel that the client does not know, Discord's own form of it comes.
  const raw: APIMessage | Message = targetMessage;
  const written = raw instanceof Message ? writtenIn(raw) : writtenInRaw(raw);
  const where = { team, within: channelOf(interaction), channelId, messageId: raw.id };
  const role = guild?.roles.botRoleFor(client.user.id)?.id ?? null;
  return { ...keep(written, where, 'asked', client.user.id, role), edit: null };
}

/** Whether the bot is in this channel itself; else somebody brought it along for themselves. */
const isMember = ({ authorizingIntegrationOwners: owners }: MessageContextMenuCommandInteraction): boolean =>
  owners.guildId !== null;
