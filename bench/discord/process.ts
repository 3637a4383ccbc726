/** Starts the bot in a process of its own, on a Discord of ours. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Discord, startDiscord } from '../../test/support/discord/stand-in.ts';
import { BOT } from './bot.ts';

export type Memory = { readonly rss: number; readonly heapUsed: number };

export type Running = {
  readonly discord: Discord;
  /** Bytes, after a garbage collection. */
  memory(): Promise<Memory>;
  stop(): Promise<void>;
};

/** @param prepare the world before the bot connects */
export async function startBot(prepare: (discord: Discord) => void): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const discord = await startDiscord();
  // Checking bodies against the OpenAPI document costs more than the bot itself.
  discord.world.strict = false;
  prepare(discord);
  const child = fork(BOT, [discord.apiUrl, discord.token, join(folder, 'bench.db')], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message');
  return {
    discord,
    async memory() {
      const answer = once(child, 'message');
      child.send('memory');
      return (await answer)[0] as Memory;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
      await discord.close();
      rmSync(folder, { recursive: true });
    },
  };
}
