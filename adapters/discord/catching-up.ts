/**
 * What was written while the connection was away. Discord sends it again where the session could be resumed; where
 * it begins again, the channels that have newer messages are read. What was heard before is known by its id.
 */
import {
  type APIMessage,
  type Client,
  Events,
  type GuildBasedChannel,
  type REST,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import { CODES, describe, hasCode } from './errors.ts';

/** A dead line is only noticed when a heartbeat, one in about 41 s, stays without an answer: ms. */
const UNNOTICED = 120_000;
/** Longer ago nobody waits for an answer any more: ms. */
const LONGEST = 6 * 60 * 60_000;
/** Messages read of one channel (Channel resource, "Get Channel Messages": at most 100). */
const PAGE = 100;
/** Channels read after one outage. */
const MOST_CHANNELS = 200;

/** @param hear takes a message as if it had just come */
export function catchUpAfterOutages(
  client: Client,
  rest: REST,
  log: Logger,
  hear: (message: APIMessage, channel: GuildBasedChannel) => Promise<void>,
): void {
  /** Since when each shard has been away. */
  const away = new Map<number, number>();
  client.on(Events.ShardReconnecting, (shard) => {
    if (!away.has(shard)) away.set(shard, Date.now());
  });
  client.on(Events.ShardResume, (shard) => void away.delete(shard));
  client.on(Events.ShardReady, (shard) => {
    const since = away.get(shard);
    away.delete(shard);
    if (since === undefined) return;
    read(client, shard, since - UNNOTICED, rest, hear).then(
      (count) => log.info({ shard, messages: count }, 'read what was written while Discord was away'),
      (error: unknown) =>
        log.warn(describe(error), 'what was written while Discord was away could not be read'),
    );
  });
}

async function read(
  client: Client,
  shard: number,
  since: number,
  rest: REST,
  hear: (message: APIMessage, channel: GuildBasedChannel) => Promise<void>,
): Promise<number> {
  const after = SnowflakeUtil.generate({ timestamp: Math.max(since, Date.now() - LONGEST), increment: 0n });
  const fresh = [...client.channels.cache.values()]
    .filter((one): one is GuildBasedChannel => !one.isDMBased() && one.guild.shardId === shard)
    .filter(
      (one) => 'lastMessageId' in one && one.lastMessageId !== null && BigInt(one.lastMessageId) > after,
    )
    .slice(0, MOST_CHANNELS);
  let count = 0;
  for (const channel of fresh) {
    for (const message of await messagesIn(rest, channel.id, String(after))) {
      await hear(message, channel);
      count += 1;
    }
  }
  return count;
}

/** @returns the oldest first; none where the bot may not read */
async function messagesIn(rest: REST, channelId: string, after: string): Promise<readonly APIMessage[]> {
  const query = new URLSearchParams({ limit: String(PAGE), after });
  try {
    const page = (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
    return page.toReversed();
  } catch (error) {
    if (hasCode(error, CODES.missingAccess, CODES.missingPermissions, CODES.unknownChannel)) return [];
    throw error;
  }
}
