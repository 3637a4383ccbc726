/**
 * "Apps → Explain this bounce" on any message: the path that works without the message-content intent, because
 * Discord sends the message along. The answer goes where a pasted bounce's would; the asker is told where.
 */
import { ApplicationIntegrationType, type MessageContextMenuCommandInteraction } from 'discord.js';
import { readAttachments, troubleText } from '../attachments.ts';
import { messageOf } from '../kept.ts';
import { personOf } from '../person.ts';
import { renderNotice } from '../render.ts';
import type { Room } from '../room.ts';
import { takeTurn } from '../turn.ts';
import { showAlone, showThere } from './asked.ts';
import { keptOf } from './messages.ts';

export function onExplain(interaction: MessageContextMenuCommandInteraction, room: Room): Promise<void> {
  return takeTurn(interaction, 'private-reply', room.log, async (turn) => {
    const { team } = personOf(interaction);
    const kept = { ...keptOf(interaction.targetMessage, 'asked'), team, edit: null };
    const { files, troubles } = await readAttachments(kept, room);
    const answer = await room.desk.answer(messageOf(kept, files));
    const told = troubles.length > 0 ? [renderNotice(troubleText(troubles))] : [];
    const show = isMember(interaction) ? showThere : showAlone;
    await show(answer, team, turn, room, told);
  });
}

/** Whether the bot is in this channel itself; else somebody brought it along for themselves. */
const isMember = ({ authorizingIntegrationOwners: owners }: MessageContextMenuCommandInteraction): boolean =>
  owners[ApplicationIntegrationType.GuildInstall] !== undefined;
