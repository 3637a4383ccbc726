/**
 * "Apps → Explain this bounce" on any message: the path that works without the message-content intent, because
 * Discord sends the message along. The answer goes where a pasted bounce's would; the asker is told where.
 */
import type { MessageContextMenuCommandInteraction } from 'discord.js';
import type { Answer } from '../../../src/desk.ts';
import type { Reply } from '../../../src/replies/reply.ts';
import { CODES, describe, hasCode } from '../errors.ts';
import { embedTextOf } from '../heard-text.ts';
import { actorOf, jumpLink, placeOf } from '../place.ts';
import type { Posted } from '../posting.ts';
import { type Body, render, renderLink, renderNotice } from '../render.ts';
import type { Room } from '../room.ts';
import { takeTurn } from '../turn.ts';
import { hear } from './messages.ts';

export function onExplain(interaction: MessageContextMenuCommandInteraction, room: Room): Promise<void> {
  return takeTurn(interaction, 'private-reply', room.log, async (turn) => {
    const { guildId, channelId, user, targetMessage } = interaction;
    const message = await hear(targetMessage, 'asked', room, embedTextOf(targetMessage));
    const place = placeOf(guildId, channelId, user.id);
    const answer = await room.desk.message({ ...message, actor: actorOf(user, guildId), place });
    const [first, ...more] = await shown(interaction, answer, room);
    if (first !== undefined) await turn.show(first);
    for (const body of more) await turn.whisper(body);
    if (!answer.repeat && answer.replies.length > 0) await room.desk.posted(message.id, place.team);
  });
}

/** @returns what the asker alone is to see; posts the rest */
async function shown(
  interaction: MessageContextMenuCommandInteraction,
  { replies, repeat }: Answer,
  room: Room,
): Promise<readonly Body[]> {
  if (replies.length === 0) return [renderNotice('There is no bounce in this message that I can read.')];
  // "I found nothing" is of interest to the one who asked and to nobody else in the channel.
  if (repeat || replies.every(isRefusal)) return replies.map(render);
  const posted = await tryToPost(interaction, replies, room);
  if (posted === null) return replies.map(render);
  const link = jumpLink(interaction.guildId, posted.channelId, posted.messageId);
  return [renderLink('Explained here:', { label: 'jump to the answer', url: link })];
}

const isRefusal = (reply: Reply): boolean => reply.kind === 'note' && reply.tone !== 'summary';

/** @returns null where the bot may not write, or the message is gone */
async function tryToPost(
  { channelId, guildId, targetMessage }: MessageContextMenuCommandInteraction,
  replies: readonly Reply[],
  { posting, log }: Room,
): Promise<Posted | null> {
  try {
    const where = guildId === null ? 'here' : 'thread';
    return await posting.answer({ channelId, messageId: targetMessage.id, where }, replies);
  } catch (error) {
    if (!hasCode(error, CODES.missingAccess, CODES.missingPermissions, CODES.unknownChannel)) throw error;
    log.info(describe(error), 'no right to post here: the answer goes to the asker alone');
    return null;
  }
}
