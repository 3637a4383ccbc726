/** Reads along: channel messages, mentions and direct messages; their edits, and that one was deleted. */
import { type Message, MessageType, type PartialMessage } from 'discord.js';
import { isText } from '../attachments.ts';
import { describe } from '../errors.ts';
import { attachmentsOf, contentOf, embedTextOf, mentionsBot, plainText } from '../heard-text.ts';
import { incomingOf, type KeptMessage } from '../kept.ts';
import { channelOf, nameOf, placeOf, teamOf } from '../place.ts';
import { renderNotice } from '../render.ts';
import type { Room } from '../room.ts';

const TO_READ = [MessageType.Default, MessageType.Reply];

/** Resolves when the message is written down or known to need no answer; never rejects. */
export async function onMessage(message: Message, room: Room): Promise<void> {
  if (message.author.id === message.client.user.id || !TO_READ.includes(message.type)) return;
  const kept = keptOf(message, isSpokenTo(message) ? 'mentioned' : 'watching');
  try {
    await room.mailroom.take(incomingOf(kept));
  } catch (error) {
    room.log.error(describe(error), 'a message could neither be written down nor answered');
    if (kept.heard === 'mentioned') await apologise(kept, room);
  }
}

/** Discord tells of an edit also where only a link's preview was added: then nothing was edited. */
export async function onEdit(message: Message, room: Room): Promise<void> {
  if (message.editedTimestamp !== null && !message.partial) await onMessage(message, room);
}

/** Resolves when the answers to the messages are due to say so; never rejects. */
export async function onDeletion(
  messages: Iterable<Message | PartialMessage>,
  { desk, mailroom, log }: Room,
): Promise<void> {
  try {
    for (const { id, channelId, channel, guildId } of messages) {
      const withWhom = channel.isDMBased() && 'recipientId' in channel ? channel.recipientId : '';
      const place = placeOf(teamOf(guildId, withWhom), channelOf({ channelId, channel }));
      await desk.deleted({ id: nameOf({ channelId, messageId: id }), place });
    }
    mailroom.nudge();
  } catch (error) {
    log.warn(describe(error), 'that a message was deleted could not be noted');
  }
}

const isSpokenTo = (message: Message): boolean =>
  message.guildId === null || mentionsBot(contentOf(message), message.client.user.id, ownRole(message));

const ownRole = (message: Message): string | null =>
  message.guild?.roles.botRoleFor(message.client.user.id)?.id ?? null;

/** @returns what is to be kept of a message */
export function keptOf(message: Message, heard: KeptMessage['heard']): KeptMessage {
  const { author, guildId, channelId, client, webhookId, editedTimestamp } = message;
  const content = plainText(contentOf(message), client.user.id, ownRole(message));
  return {
    team: teamOf(guildId, author.id),
    within: channelOf(message),
    channelId,
    messageId: message.id,
    text: [content, embedTextOf(message)].filter((text) => text !== '').join('\n\n'),
    heard,
    bot: webhookId ?? (author.bot ? author.id : null),
    edit: editedTimestamp === null ? null : String(editedTimestamp),
    attachments: attachmentsOf(message).filter(isText),
  };
}

async function apologise({ channelId, messageId }: KeptMessage, { posting, log }: Room): Promise<void> {
  try {
    const words = renderNotice(
      'That did not work, and the fault is on our side. Please send it again in a minute; “Apps → Explain this bounce” on the message works as well.',
    );
    await posting.post(channelId, words, `${messageId}.n`, messageId);
  } catch (error) {
    log.warn(describe(error), 'and the one who asked could not be told');
  }
}
