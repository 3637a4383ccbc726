/** The message that another is about: the one that it replies to, or the one that its thread was begun with. */
import {
  type APIMessage,
  ChannelType,
  MessageReferenceType,
  RateLimitError,
  type REST,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { About } from '../../src/queue/index.ts';
import { logUnread, readAttachments } from './attachments.ts';
import { CODES, hasCode } from './errors.ts';
import { plainText, type Written, writtenInRaw } from './heard-text.ts';
import { nameOf } from './place.ts';

/** Where it is; kept with the message that is about it. */
export const aboutShape = z.object({
  channelId: z.string(),
  messageId: z.string(),
  /** Our own id: what we say ourselves is no bounce. */
  self: z.string(),
});
export type KeptAbout = z.infer<typeof aboutShape>;

/** What is read of a message's reference; the client and the API name it differently. */
type Reference = {
  readonly type: MessageReferenceType | undefined;
  readonly channelId: string;
  readonly messageId: string | undefined;
};
type Channel = {
  readonly id: string;
  isThread(): boolean;
  readonly parentId?: string | null;
  readonly parent?: { readonly type: ChannelType } | null;
};

const FORUMS: readonly ChannelType[] = [ChannelType.GuildForum, ChannelType.GuildMedia];

/** @returns null for a message that stands alone; a thread's first message has the thread's own id */
export function aboutOf(reference: Reference | null, channel: Channel, self: string): KeptAbout | null {
  if (reference?.messageId && reference.type !== MessageReferenceType.Forward) {
    return { channelId: reference.channelId, messageId: reference.messageId, self };
  }
  if (!channel.isThread()) return null;
  // In a forum it stands in the thread itself.
  const isForum = channel.parent != null && FORUMS.includes(channel.parent.type);
  return { channelId: (isForum ? null : channel.parentId) ?? channel.id, messageId: channel.id, self };
}

type Source = { readonly rest: REST; readonly apiUrl: string };

export const readable = (about: KeptAbout, source: Source & { readonly log: Logger }): About => ({
  id: nameOf(about),
  async read() {
    const written = await fetchIt(about, source.rest);
    if (typeof written === 'string') return written;
    const { attachments, bot } = written;
    const { deleted, ...fetched } = await readAttachments(
      { ...about, attachments: [...attachments] },
      source,
    );
    if (deleted) return 'gone';
    logUnread(source, about.channelId, fetched.unread);
    return { text: plainText(written, about.self, null), ...fetched, bot };
  },
});

/** @throws where Discord is not reached or breaks down; one that lets us ask only later is as good as a refusal now */
async function fetchIt(
  { channelId, messageId, self }: KeptAbout,
  rest: REST,
): Promise<Written | 'refused' | 'gone'> {
  try {
    const message = (await rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage;
    if (message.author.id === self) return 'gone';
    const written = writtenInRaw(message);
    // Without the message-content intent all of it is blank.
    return isBlank(message) ? 'refused' : written;
  } catch (error) {
    if (hasCode(error, CODES.unknownMessage, CODES.unknownChannel)) return 'gone';
    if (hasCode(error, CODES.missingAccess, CODES.missingPermissions) || error instanceof RateLimitError)
      return 'refused';
    throw error;
  }
}

const isBlank = ({ content, ...parts }: APIMessage): boolean => {
  const { attachments, embeds, components, message_snapshots, sticker_items } = parts;
  return (
    content === '' &&
    [attachments, embeds, components, message_snapshots, sticker_items].every((part) => !part?.length)
  );
};
