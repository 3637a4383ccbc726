/**
 * The bot in many servers: several processes, each with its share of the servers, started and kept alive by this one
 * (discord.js' ShardingManager). They share nothing but the store. Discord requires it from 2,500 servers on.
 */
import { once } from 'node:events';
import { type APIGatewayBotInfo, Routes, type Shard, ShardingManager } from 'discord.js';
import type { Logger } from 'pino';
import type { Adapter } from '../adapter.ts';
import { DISCORD, type DiscordConfig, withoutVersion } from './config.ts';
import { describe } from './errors.ts';
import { createRest } from './rest.ts';
import { startError } from './start-error.ts';

/** Between two processes that begin, ms, where Discord lets one begin at once ("Sharding", `max_concurrency`). */
const BETWEEN = 5_500;
/** Until a process must be connected, ms. */
const READY_WAIT = 60_000;
/** Before a process that died is restarted, ms: the first time, and at most; Discord counts the beginnings of a day. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 300_000;
/** A process that lived so long was well, ms. */
const WELL = 600_000;

/** How many processes: a number, or as many as Discord recommends. */
export type Shards = number | 'auto';

/**
 * @param file the program; it is started with `start` and finds its share in the environment
 * @returns an adapter that starts and stops the processes
 */
export function createShardedDiscord(
  { token, apiUrl }: DiscordConfig,
  shards: Shards,
  file: string,
  log: Logger,
): Adapter {
  const address = apiUrl === null ? null : withoutVersion(apiUrl);
  let manager: ShardingManager | null = null;
  let stopping = false;

  /** Restarts what died, later each time. */
  const keepAlive = (shard: Shard): void => {
    let attempts = 0;
    let born = Date.now();
    shard.on('spawn', () => {
      born = Date.now();
    });
    shard.on('death', () => {
      if (stopping) return;
      attempts = Date.now() - born > WELL ? 1 : attempts + 1;
      const wait = Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT);
      log.error({ shard: shard.id, seconds: wait / 1000 }, 'a shard’s process died: it is restarted');
      setTimeout(() => {
        if (!stopping)
          shard.spawn(READY_WAIT).catch((error: unknown) => log.error(describe(error), 'a shard'));
      }, wait).unref();
    });
  };

  async function stop(): Promise<void> {
    stopping = true;
    const processes = [...(manager?.shards.values() ?? [])].flatMap(({ process: child }) =>
      child ? [child] : [],
    );
    await Promise.all(
      processes
        .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
        .map((child) => {
          const gone = once(child, 'exit');
          child.kill('SIGTERM');
          return gone;
        }),
    );
  }

  return {
    name: 'discord',

    async start() {
      const gateway = (await createRest(token, address ?? DISCORD)
        .get(Routes.gatewayBot())
        .catch((error: unknown) => {
          throw startError(error, null, address);
        })) as APIGatewayBotInfo;
      const amount = shards === 'auto' ? gateway.shards : shards;
      manager = new ShardingManager(file, {
        token,
        totalShards: amount,
        respawn: false,
        execArgv: process.execArgv,
        shardArgs: ['start'],
      });
      const delay = amount === 1 ? 0 : Math.ceil(BETWEEN / gateway.session_start_limit.max_concurrency);
      try {
        await manager.spawn({ amount, delay, timeout: READY_WAIT });
      } catch (error) {
        await stop();
        log.debug(describe(error), 'a shard did not start');
        throw new Error('A shard of the Discord adapter could not start; why stands in the lines above.');
      }
      for (const shard of manager.shards.values()) keepAlive(shard);
      log.info({ shards: amount }, 'all shards are connected to Discord');
    },

    stop,
  };
}
