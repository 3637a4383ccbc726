/**
 * Posts and edits by the REST routes themselves, not through cached channels: after a restart, or in a channel
 * that is not in the cache, they work alike and ask Discord for nothing first.
 */
import {
  type APIChannel,
  type APIGuildForumChannel,
  type APIMessage,
  type APIThreadChannel,
  type APIUser,
  ChannelType,
  type REST,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import type { File } from './attachments.ts';
import type { Body } from './body.ts';
import { orInEmbed } from './embed.ts';
import { CODES, hasCode } from './errors.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';
import type { Spot } from './place.ts';
import { keyNumber } from './post-key.ts';
import { tagsFor } from './tags.ts';

export type Posting = {
  /**
   * Posts for all to see. Doing it again within minutes doubles nothing (nonce).
   * @param key the same for a repeat of the same post, at most 25 characters
   * @param replyTo a message of the channel; null: none
   * @param files those that the body shows
   * @returns the new message
   */
  post(
    channelId: string,
    body: Body,
    key: string,
    replyTo: string | null,
    files?: readonly File[],
  ): Promise<Spot>;
  /** Looks for what was posted under a key before. @returns what of it is among the nearest hundred, the first one first */
  find(
    channelId: string,
    key: string,
    near: 'its end' | { readonly after: string },
  ): Promise<readonly Spot[]>;
  /** Removes what was posted under a key beside one message: later than that, or shortly before. */
  removeOthers(kept: Spot, key: string): Promise<void>;
  /** Opens a thread on a message, or finds the one that is there. @returns null where none can be had */
  threadOn(message: Spot, name: string): Promise<string | null>;
  /** @returns the channel, where it is a forum and may be seen; else null */
  forum(channelId: string): Promise<Forum | null>;
  /**
   * Opens a post in a forum, with those of its tags that are called by one of the words.
   * @returns the post's first message
   * @throws what Discord refuses
   */
  postInForum(channelId: string, name: string, body: Body, words: readonly string[]): Promise<Spot>;
  /** Looks among the newest posts that we opened for the one with a key's mark. */
  findInForum(channelId: string, key: string): Promise<Spot | null>;
  /** Changes a message of ours, in an archived thread as well. */
  edit(message: Spot, body: Body): Promise<void>;
};

type Forum = Pick<APIGuildForumChannel, 'available_tags' | 'flags' | 'guild_id'>;

/** Posts of ours that are looked at for one that was opened before. */
const MOST_POSTS = 10;

/** Why a thread can't be had although the message is there: then a reply does. */
const NO_THREAD = [
  CODES.missingPermissions,
  CODES.missingAccess,
  CODES.wrongChannelType,
  CODES.archived,
  CODES.threadLocked,
  CODES.tooManyThreads,
];

/** Messages that are looked at for one of ours (Channel resource, "Get Channel Messages": 1 to 100). */
const PAGE = 100;

export function createPosting(rest: REST, log: Logger): Posting {
  let self: Promise<string> | null = null;
  const ownId = (): Promise<string> => {
    self ??= rest.get(Routes.user()).then(
      (user) => (user as APIUser).id,
      (error: unknown) => {
        self = null;
        throw error;
      },
    );
    return self;
  };

  const find = async (channelId: string, key: string, query: URLSearchParams): Promise<readonly Spot[]> => {
    const [us, messages] = await Promise.all([
      ownId(),
      rest.get(Routes.channelMessages(channelId), { query }) as Promise<APIMessage[]>,
    ]);
    return messages
      .filter(
        ({ author, nonce, components }) =>
          author.id === us && (nonce === key || components?.[0]?.id === keyNumber(key)),
      )
      .map(({ id }) => ({ channelId, messageId: id }))
      .toReversed();
  };

  const forum = async (channelId: string): Promise<Forum | null> => {
    try {
      const channel = (await rest.get(Routes.channel(channelId))) as APIChannel;
      const isForum = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
      return isForum ? (channel as APIGuildForumChannel) : null;
    } catch (error) {
      if (hasCode(error, CODES.missingAccess, CODES.unknownChannel)) return null;
      throw error;
    }
  };

  return {
    forum,

    async postInForum(channelId, name, body, words) {
      const known = await forum(channelId);
      const thread = (await rest.post(Routes.threads(channelId), {
        body: {
          name: threadName(name),
          auto_archive_duration: LIMITS.threadArchiveMinutes,
          applied_tags: known === null ? [] : tagsFor(known, words),
          message: body,
        },
      })) as Pick<APIThreadChannel, 'id'>;
      // The first message of a post has the post's own id.
      return { channelId: thread.id, messageId: thread.id };
    },

    async findInForum(channelId, key) {
      const known = await forum(channelId);
      if (known?.guild_id === undefined) return null;
      const [us, { threads }] = await Promise.all([
        ownId(),
        rest.get(Routes.guildActiveThreads(known.guild_id)) as Promise<{ threads: APIThreadChannel[] }>,
      ]);
      const newest = threads
        .filter(({ parent_id, owner_id }) => parent_id === channelId && owner_id === us)
        .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
        .slice(0, MOST_POSTS);
      for (const { id } of newest) {
        const first = (await rest.get(Routes.channelMessage(id, id))) as APIMessage;
        if (first.components?.[0]?.id === keyNumber(key)) return { channelId: id, messageId: id };
      }
      return null;
    },

    async post(channelId, body, key, replyTo, files = []) {
      const once = { nonce: key.slice(0, LIMITS.nonce), enforce_nonce: true };
      const send = (reference: object): Promise<Spot> =>
        orInEmbed(log, body, async (shown) => {
          const sent = (await rest.post(Routes.channelMessages(channelId), {
            body: { ...shown, ...reference, ...once },
            files: files.map(({ name, bytes }) => ({ name, data: Buffer.from(bytes) })),
          })) as Pick<APIMessage, 'id'>;
          return { channelId, messageId: sent.id };
        });
      if (replyTo === null) return send({});
      try {
        return await send({ message_reference: { message_id: replyTo, fail_if_not_exists: true } });
      } catch (error) {
        // Without the right to read the channel's history there are no replies: it stands by itself then.
        if (!hasCode(error, CODES.noHistory)) throw error;
        return send({});
      }
    },

    async find(channelId, key, near) {
      const query = new URLSearchParams({ limit: String(PAGE) });
      if (near !== 'its end') query.set('after', near.after);
      return find(channelId, key, query);
    },

    async removeOthers({ channelId, messageId }, key) {
      const around = new URLSearchParams({ limit: String(PAGE), around: messageId });
      for (const other of await find(channelId, key, around)) {
        if (other.messageId !== messageId)
          await rest.delete(Routes.channelMessage(channelId, other.messageId));
      }
    },

    async threadOn({ channelId, messageId }, name) {
      try {
        const thread = (await rest.post(Routes.threads(channelId, messageId), {
          body: { name: threadName(name), auto_archive_duration: LIMITS.threadArchiveMinutes },
        })) as Pick<APIThreadChannel, 'id'>;
        return thread.id;
      } catch (error) {
        // A thread on a message has the message's id, so the one that is there already is known.
        if (hasCode(error, CODES.threadExists)) return messageId;
        if (hasCode(error, ...NO_THREAD)) return null;
        throw error;
      }
    },

    async edit({ channelId, messageId }, body) {
      const change = () =>
        orInEmbed(log, body, (shown) =>
          rest.patch(Routes.channelMessage(channelId, messageId), { body: shown }),
        );
      try {
        await change();
      } catch (error) {
        if (!hasCode(error, CODES.archived)) throw error;
        // A post wakes a thread by itself, an edit doesn't.
        await rest.patch(Routes.channel(channelId), { body: { archived: false } });
        await change();
      }
    },
  };
}

function threadName(title: string): string {
  const clean = title.replace(/\s+/g, ' ').trim();
  return clip(clean === '' ? 'Bounce' : clean, LIMITS.threadName);
}
