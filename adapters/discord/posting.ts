/**
 * Posts and edits by the REST routes themselves, not through cached channels: after a restart, or in a channel
 * that is not in the cache, they work alike and ask Discord for nothing first.
 */
import { type APIMessage, type APIThreadChannel, type APIUser, type REST, Routes } from 'discord.js';
import { CODES, hasCode } from './errors.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';
import { markOf } from './mark.ts';
import type { Spot } from './place.ts';
import type { Body } from './render.ts';

export type Posting = {
  /**
   * Posts for all to see. Doing it again within minutes doubles nothing (nonce).
   * @param key the same for a repeat of the same post, at most 25 characters
   * @param replyTo a message of the channel; null: none
   * @returns the new message
   */
  post(channelId: string, body: Body, key: string, replyTo: string | null): Promise<Spot>;
  /** Looks for what was posted under a key before. @returns null where it is not among the nearest hundred */
  find(channelId: string, key: string, near: 'its end' | { readonly after: string }): Promise<Spot | null>;
  /** Opens a thread on a message, or finds the one that is there. @returns null where none can be had */
  threadOn(message: Spot, name: string): Promise<string | null>;
  /** Changes a message of ours, in an archived thread as well. */
  edit(message: Spot, body: Body): Promise<void>;
};

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

export function createPosting(rest: REST): Posting {
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

  return {
    async post(channelId, body, key, replyTo) {
      const send = async (reference: object): Promise<Spot> => {
        const sent = (await rest.post(Routes.channelMessages(channelId), {
          body: { ...body, ...reference, nonce: key.slice(0, LIMITS.nonce), enforce_nonce: true },
        })) as Pick<APIMessage, 'id'>;
        return { channelId, messageId: sent.id };
      };
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
      const [us, messages] = await Promise.all([
        ownId(),
        rest.get(Routes.channelMessages(channelId), { query }) as Promise<APIMessage[]>,
      ]);
      const found = messages.find(
        ({ author, nonce, components }) =>
          author.id === us && (nonce === key || components?.[0]?.id === markOf(key)),
      );
      return found ? { channelId, messageId: found.id } : null;
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
      const change = () => rest.patch(Routes.channelMessage(channelId, messageId), { body });
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
