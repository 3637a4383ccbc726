/**
 * Bots that say a person's words in their stead: the message is deleted within a second or two, and a webhook of the
 * proxy's says the same. What it says is the person's, and the answer belongs below it.
 */
import { type APIMessage, type REST, Routes, SnowflakeUtil } from 'discord.js';
import { CODES, hasCode } from './errors.ts';
import type { Spot } from './place.ts';

/** Ids of the applications: https://pluralkit.me and https://tupperbox.app */
const PROXIES: readonly string[] = ['466378653216014359', '431544605209788416'];

/** Milliseconds after which a message that is still there stays: PluralKit's own bound on deleting it is 1.5 s. */
const SETTLED_AFTER = 2_500;
/** Milliseconds for which it is known whether a server has one. */
const KNOWN_FOR = 60 * 60_000;
const MOST_KNOWN = 5_000;

/** @returns whether a webhook's message holds a person's own words */
export const speaksForSomebody = (applicationId: string | null | undefined): boolean =>
  applicationId !== null && applicationId !== undefined && PROXIES.includes(applicationId);

export type Proxies = {
  /**
   * In a server with a proxy, waits until it would have replaced the message; elsewhere it knows at once.
   * @param guildId null: a direct message, where no proxy is
   * @returns whether the message is gone
   * @throws what may be otherwise in a while
   */
  replaced(guildId: string | null, message: Spot): Promise<boolean>;
};

export function createProxies(rest: REST): Proxies {
  const known = new Map<string, { readonly has: Promise<boolean>; readonly at: number }>();

  const isMember = async (guildId: string, userId: string): Promise<boolean> => {
    try {
      await rest.get(Routes.guildMember(guildId, userId));
      return true;
    } catch (error) {
      if (hasCode(error, CODES.unknownMember, CODES.unknownUser, CODES.missingAccess, CODES.unknownGuild)) {
        return false;
      }
      throw error;
    }
  };

  const hasOne = (guildId: string): Promise<boolean> => {
    const old = known.get(guildId);
    if (old && Date.now() - old.at < KNOWN_FOR) return old.has;
    const has = Promise.all(PROXIES.map((id) => isMember(guildId, id))).then((all) => all.includes(true));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(guildId, { has, at: Date.now() });
    has.catch(() => known.delete(guildId));
    return has;
  };

  return {
    async replaced(guildId, { channelId, messageId }) {
      if (guildId === null || !(await hasOne(guildId))) return false;
      const wait = SnowflakeUtil.timestampFrom(messageId) + SETTLED_AFTER - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        const found = (await rest.get(Routes.channelMessage(channelId, messageId))) as Pick<APIMessage, 'id'>;
        return found.id !== messageId;
      } catch (error) {
        if (hasCode(error, CODES.unknownMessage, CODES.unknownChannel)) return true;
        // It can't be looked at: it is answered where it stood.
        if (hasCode(error, CODES.missingAccess, CODES.missingPermissions)) return false;
        throw error;
      }
    },
  };
}
