/**
 * Posts and edits by the REST routes themselves, not through cached channels: after a restart, or in a channel
 * that is not in the cache, they work alike and ask Discord for nothing first.
 */
import { type APIMessage, type APIThreadChannel, type REST, Routes } from 'discord.js';
import type { Reply } from '../../src/replies/reply.ts';
import { CODES, hasCode } from './errors.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';
import { type Body, render, renderNotice } from './render.ts';

/** A message to answer. `thread`: under it, in a thread of its own; `here`: beside it, as a reply to it. */
export type Answered = {
  readonly channelId: string;
  readonly messageId: string;
  readonly where: 'thread' | 'here';
};

export type Posted = { readonly channelId: string; readonly messageId: string };

export type Posting = {
  /**
   * Posts the replies in order, in the message's thread or, where none may be opened, as replies to the message.
   * Doing it again within minutes doubles nothing (nonce).
   * @returns where the first reply is; null when the message is gone, so that there is nothing to answer
   * @throws what Discord refuses for another reason, such as a channel we may not write in
   */
  answer(message: Answered, replies: readonly Reply[]): Promise<Posted | null>;
  /** Answers a message with one sentence. */
  notice(message: Answered, text: string): Promise<void>;
  /** Posts for all to see. @param key the same for a repeat of the same post, at most 25 characters */
  say(channelId: string, reply: Reply, key: string): Promise<Posted>;
  edit(message: Posted, reply: Reply): Promise<void>;
};

/** Why a thread can't be had although the message is there: then a reply does. */
const NO_THREAD = [
  CODES.missingPermissions,
  CODES.missingAccess,
  CODES.wrongChannelType,
  // Archived and locked, a locked thread, too many active threads (160005, 160006, 50083).
  50083,
  160005,
  160006,
];

export function createPosting(rest: REST): Posting {
  const send = async (
    channelId: string,
    body: Body,
    nonce: string,
    replyTo: string | null,
  ): Promise<Posted> => {
    const reference =
      replyTo === null ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: true } };
    const sent = (await rest.post(Routes.channelMessages(channelId), {
      body: { ...body, ...reference, nonce: nonce.slice(0, LIMITS.nonce), enforce_nonce: true },
    })) as Pick<APIMessage, 'id'>;
    return { channelId, messageId: sent.id };
  };

  const sendAll = async (
    channelId: string,
    replies: readonly Reply[],
    messageId: string,
    replyTo: string | null,
  ): Promise<Posted> => {
    const posts: Posted[] = [];
    for (const [index, reply] of replies.entries()) {
      posts.push(await send(channelId, render(reply), `${messageId}.${index}`, replyTo));
    }
    return posts[0] ?? { channelId, messageId };
  };

  const openThread = async ({ channelId, messageId }: Answered, name: string): Promise<string> => {
    try {
      const thread = (await rest.post(Routes.threads(channelId, messageId), {
        body: { name, auto_archive_duration: LIMITS.threadArchiveMinutes },
      })) as Pick<APIThreadChannel, 'id'>;
      return thread.id;
    } catch (error) {
      // A thread on a message has the message's id, so the one that is there already is known.
      if (hasCode(error, CODES.threadExists)) return messageId;
      throw error;
    }
  };

  const inThread = async (message: Answered, replies: readonly Reply[]): Promise<Posted> => {
    const thread = await openThread(message, threadName(replies));
    return sendAll(thread, replies, message.messageId, null);
  };

  return {
    async answer(message, replies) {
      try {
        if (message.where === 'thread') {
          try {
            return await inThread(message, replies);
          } catch (error) {
            if (!hasCode(error, ...NO_THREAD)) throw error;
          }
        }
        return await sendAll(message.channelId, replies, message.messageId, message.messageId);
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },

    async notice({ channelId, messageId }, text) {
      await send(channelId, renderNotice(text), `${messageId}.n`, messageId);
    },

    say: (channelId, reply, key) => send(channelId, render(reply), key, null),

    async edit({ channelId, messageId }, reply) {
      await rest.patch(Routes.channelMessage(channelId, messageId), { body: render(reply) });
    },
  };
}

/** The message was deleted: 10008, or a form error that says so when it was to be replied to. */
const isGone = (error: unknown): boolean =>
  hasCode(error, CODES.unknownMessage) ||
  (error instanceof Error && error.message.includes('REPLIES_UNKNOWN_MESSAGE'));

function threadName(replies: readonly Reply[]): string {
  const title = replies[0]?.title.replace(/\s+/g, ' ').trim() ?? '';
  return clip(title === '' ? 'Bounce' : title, LIMITS.threadName);
}
