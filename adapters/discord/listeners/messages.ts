/** Reads along: channel messages, mentions and direct messages. */
import { ChannelType, type Message, MessageType } from 'discord.js';
import type { Answer, Message as Heard } from '../../../src/desk.ts';
import { download } from '../attachments.ts';
import { describe } from '../errors.ts';
import { attachmentsOf, contentOf, mentionsBot, plainText } from '../heard-text.ts';
import { actorOf, messageIdFor, placeOf } from '../place.ts';
import type { Answered } from '../posting.ts';
import type { Room } from '../room.ts';

const FROM_PEOPLE = [MessageType.Default, MessageType.Reply];

/** Only these have room for a thread on a message; in a thread, a voice channel, a DM we reply to the message. */
const WITH_THREADS = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/** Resolves when the message is answered or known to need no answer; never rejects. */
export async function onMessage(message: Message, room: Room): Promise<void> {
  if (message.author.bot || message.webhookId !== null || !FROM_PEOPLE.includes(message.type)) return;
  const answered: Answered = {
    channelId: message.channelId,
    messageId: message.id,
    where: WITH_THREADS.some((type) => type === message.channel.type) ? 'thread' : 'here',
  };
  const spokenTo = isSpokenTo(message);
  try {
    const heard = await hear(message, spokenTo ? 'mentioned' : 'watching', room);
    if (!spokenTo && heard.text === '' && heard.files.length === 0) return;
    const { replies, repeat } = await room.desk.message(heard);
    if (repeat || replies.length === 0) return;
    await post(heard, answered, replies, room);
  } catch (error) {
    room.log.error(describe(error), 'a message could not be answered');
    if (spokenTo) await apologise(answered, room);
  }
}

const isSpokenTo = (message: Message): boolean =>
  message.guildId === null || mentionsBot(contentOf(message), message.client.user.id, ownRole(message));

const ownRole = (message: Message): string | null =>
  message.guild?.roles.botRoleFor(message.client.user.id)?.id ?? null;

/** @returns the message in the desk's words, its text attachments fetched */
export async function hear(
  message: Message,
  heard: Heard['heard'],
  { apiUrl, log }: Room,
  extra = '',
): Promise<Heard> {
  const { author, guildId, channelId, client } = message;
  const content = plainText(contentOf(message), client.user.id, ownRole(message));
  return {
    id: messageIdFor(channelId, message.id),
    text: [content, extra].filter((text) => text !== '').join('\n\n'),
    files: await download(attachmentsOf(message), apiUrl, log),
    heard,
    actor: actorOf(author, guildId),
    place: placeOf(guildId, channelId, author.id),
  };
}

async function post(heard: Heard, answered: Answered, replies: Answer['replies'], room: Room): Promise<void> {
  if ((await room.posting.answer(answered, replies)) === null) {
    room.log.info('a message was deleted before it could be answered');
  }
  await room.desk.posted(heard.id, heard.place.team);
}

async function apologise(answered: Answered, { posting, log }: Room): Promise<void> {
  try {
    await posting.notice(
      answered,
      'That did not work, and the fault is on our side. Please send it again in a minute; “Apps → Explain this bounce” on the message works as well.',
    );
  } catch (error) {
    log.warn(describe(error), 'and the one who asked could not be told');
  }
}
