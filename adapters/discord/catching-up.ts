/**
 * What was written while no session was up: Discord never sends it again. After each beginning of a session the
 * channels and threads that have newer messages are read, from the moment until which everything was heard; the
 * store has it. What was heard before is known by its id.
 */
import { type Client, Events, type Guild } from 'discord.js';
import type { Logger } from 'pino';
import type { Connection, Queue } from '../../src/queue/index.ts';
import { describe } from './errors.ts';
import { type Reading, readMissed } from './missed.ts';
import { DIRECT_TEAMS } from './place.ts';

/** A dead line is only noticed when a heartbeat, one in about 41 s, stays without an answer: ms. */
const UNNOTICED = 120_000;
/** How often it is written down until when everything was heard: ms. */
const EVERY = 5_000;

type Parts = Omit<Reading, 'since' | 'guilds' | 'direct' | 'self' | 'signal'> & {
  readonly queue: Pick<Queue, 'heardUntil' | 'heardIn' | 'noteHeard' | 'connected'>;
  readonly log: Logger;
};

export type CatchingUp = {
  /** Resolves when nothing more is read. */
  stop(): Promise<void>;
};

/** @param client before it connects */
export function catchUp(client: Client, parts: Parts): CatchingUp {
  const { queue, log } = parts;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const connected = new Set<number>();
  /** Shards that know what was missed before their session began. */
  const caughtUp = new Set<number>();
  const sessions = new Map<number, symbol>();
  /** Servers that were out of order, and since when. */
  const outOfOrder = new Map<string, number>();

  const connectionOf = (shard: number): Connection => ({
    platform: 'discord',
    account: client.application?.id ?? '',
    part: `${shard} of ${client.options.shardCount ?? client.ws.shards.size}`,
  });

  /** Only of what hears everything now. */
  const note = async (shard: number): Promise<void> => {
    if (!connected.has(shard)) return;
    try {
      await queue.noteHeard(connectionOf(shard));
    } catch (error) {
      log.warn(describe(error), 'until when Discord was heard could not be written down');
    }
  };

  const begin = (work: () => Promise<void>): void => {
    if (stopping.signal.aborted) return;
    const piece = work()
      .catch((error: unknown) =>
        log.warn(describe(error), 'what was written while Discord was away could not be read'),
      )
      .finally(() => underWay.delete(piece));
    underWay.add(piece);
  };

  const read = async (guilds: readonly Guild[], direct: Reading['direct'], since: number): Promise<void> => {
    const { messages, channels, unread, failed } = await readMissed({
      ...parts,
      guilds,
      direct,
      self: client.user?.id ?? '',
      since: since - UNNOTICED,
      signal: stopping.signal,
    });
    const what = { since: new Date(since).toISOString(), channels, messages, unread, failed };
    if (failed > 0) log.warn(what, 'what was written while Discord was away was read but for some channels');
    else log.info(what, 'read what was written while Discord was away');
  };

  const afterAbsence = async (shard: number, session: symbol): Promise<void> => {
    const since = await queue.heardUntil(connectionOf(shard));
    if (since !== null && parts.hours > 0) {
      const guilds = [...client.guilds.cache.values()].filter((guild) => guild.shardId === shard);
      for (const { id, available } of guilds) if (!available) outOfOrder.set(id, since);
      await read(
        guilds.filter(({ available }) => available),
        // The first shard alone hears them (Gateway, "Sharding").
        shard === 0 ? await queue.heardIn(DIRECT_TEAMS) : [],
        since,
      );
    }
    if (stopping.signal.aborted || sessions.get(shard) !== session) return;
    caughtUp.add(shard);
    await note(shard);
  };

  client.on(Events.ShardReady, (shard) => {
    const session = Symbol('session');
    sessions.set(shard, session);
    connected.add(shard);
    caughtUp.delete(shard);
    queue.connected('discord');
    begin(() => afterAbsence(shard, session));
  });
  client.on(Events.ShardReconnecting, (shard) => void connected.delete(shard));
  client.on(Events.ShardDisconnect, (_, shard) => void connected.delete(shard));
  // All that was missed has come by now.
  client.on(Events.ShardResume, (shard) => {
    connected.add(shard);
    queue.connected('discord');
  });
  client.on(Events.GuildUnavailable, ({ id }) => void outOfOrder.set(id, Date.now()));
  client.on(Events.GuildAvailable, (guild) => {
    const since = outOfOrder.get(guild.id);
    outOfOrder.delete(guild.id);
    if (since !== undefined) begin(() => read([guild], [], since));
  });

  const timer = setInterval(() => {
    for (const shard of caughtUp) void note(shard);
  }, EVERY).unref();

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(underWay);
      await Promise.all([...caughtUp].map(note));
      caughtUp.clear();
    },
  };
}
