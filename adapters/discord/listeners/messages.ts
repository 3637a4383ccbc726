/** Reads along: channel messages, mentions and direct messages; their edits, and that one was deleted. */
import { type APIMessage, type Message, MessageType, type PartialMessage } from 'discord.js';
import { aboutOf } from '../about.ts';
import type { Context } from '../context.ts';
import { describe } from '../errors.ts';
import { mentionsBot, writtenIn, writtenInRaw } from '../heard-text.ts';
import { incomingOf, type KeptMessage, keep } from '../kept.ts';
import type { Somewhere } from '../missed.ts';
import { channelOf, nameOf, placeOf, teamOf } from '../place.ts';
import { renderNotice } from '../render.ts';

const TO_READ = [MessageType.Default, MessageType.Reply];

/** Resolves when the message is written down or known to need no answer; never rejects. */
export async function onMessage(message: Message, context: Context): Promise<void> {
  if (message.author.id === message.client.user.id || !TO_READ.includes(message.type)) return;
  const isToUs = isSpokenTo(message);
  const kept = keptOf(message, isToUs ? 'mentioned' : 'watching');
  await take(
    { ...kept, about: isToUs ? aboutOf(message.reference, message.channel, message.client.user.id) : null },
    context,
  );
}

async function take(kept: KeptMessage, context: Context): Promise<void> {
  try {
    await context.queue.take(incomingOf(kept));
  } catch (error) {
    context.log.error(describe(error), 'a message could neither be written down nor answered');
    if (kept.heard === 'mentioned') await apologise(kept, context);
  }
}

/** A message that was read later, in Discord's own form. Resolves when it is written down; never rejects. */
export async function onMissed(message: APIMessage, where: Somewhere, context: Context): Promise<void> {
  const kept = keptOfMissed(message, where);
  if (kept !== null) await take(kept, context);
}

/** @returns whether it is for us, and nobody has answered it */
export async function isOpen(message: APIMessage, where: Somewhere, { desk }: Context): Promise<boolean> {
  const kept = keptOfMissed(message, where);
  if (kept === null) return false;
  const incoming = incomingOf(kept);
  return (await desk.isForUs(incoming)) && !(await desk.hasAnswered(incoming));
}

/** @returns null for what is not for us to read */
function keptOfMissed(message: APIMessage, { guild, self, channel }: Somewhere): KeptMessage | null {
  if (message.author.id === self || !TO_READ.includes(message.type)) return null;
  const role = guild?.roles.botRoleFor(self)?.id ?? null;
  const written = writtenInRaw(message);
  const isToUs = guild === null || mentionsBot(written.content, self, role);
  const heard = isToUs ? 'mentioned' : 'watching';
  const spot = {
    team: teamOf(guild?.id ?? null, message.author.id),
    within: channelOf({ channelId: channel.id, channel }),
    channelId: channel.id,
    messageId: message.id,
  };
  const { message_reference: named } = message;
  const reference = named?.message_id
    ? { type: named.type, channelId: named.channel_id ?? channel.id, messageId: named.message_id }
    : null;
  const about = isToUs ? aboutOf(reference, channel, self) : null;
  return { ...keep(written, spot, heard, self, role), about };
}

/** Discord tells of an edit also where only a link's preview was added: then nothing was edited. */
export async function onEdit(message: Message, context: Context): Promise<void> {
  if (message.editedTimestamp !== null && !message.partial) await onMessage(message, context);
}

/** Resolves when the answers to the messages are due to say so; never rejects. */
export async function onDeletion(
  messages: Iterable<Message | PartialMessage>,
  { desk, queue, log }: Context,
): Promise<void> {
  try {
    for (const { id, channelId, channel, guildId } of messages) {
      const withWhom = channel.isDMBased() && 'recipientId' in channel ? channel.recipientId : '';
      const place = placeOf(teamOf(guildId, withWhom), channelOf({ channelId, channel }));
      const message = { id: nameOf({ channelId, messageId: id }), place };
      // Nearly all that is deleted was never ours; to look is cheaper than to write.
      if (!(await desk.hasAnswered(message))) continue;
      await desk.deleted(message);
      queue.nudge();
    }
  } catch (error) {
    log.warn(describe(error), 'that a message was deleted could not be noted');
  }
}

const isSpokenTo = (message: Message): boolean =>
  message.guildId === null ||
  mentionsBot(writtenIn(message).content, message.client.user.id, ownRole(message));

const ownRole = (message: Message): string | null =>
  message.guild?.roles.botRoleFor(message.client.user.id)?.id ?? null;

function keptOf(message: Message, heard: KeptMessage['heard']): KeptMessage {
  const { author, guildId, channelId, client, id: messageId } = message;
  const where = { team: teamOf(guildId, author.id), within: channelOf(message), channelId, messageId };
  return keep(writtenIn(message), where, heard, client.user.id, ownRole(message));
}

async function apologise({ channelId, messageId }: KeptMessage, { posting, log }: Context): Promise<void> {
  try {
    const words = renderNotice(
      'That did not work, and the fault is on our side. Please send it again in a minute; “Apps → Explain this bounce” on the message works as well.',
    );
    await posting.post(channelId, words, `${messageId}.n`, messageId);
  } catch (error) {
    log.warn(describe(error), 'and the one who asked could not be told');
  }
}
