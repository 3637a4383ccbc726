/** The whole program in several processes, each with its share of the servers, on one database. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startDiscord } from '../../support/discord/stand-in.ts';
import { visibleText } from '../../support/discord/visible.ts';

const MAIN = fileURLToPath(new URL('../../../app/main.ts', import.meta.url));
const PATIENCE = 20_000;

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

async function until<T>(what: string, find: () => T | undefined | false): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('two processes answer for their own servers, once; one that dies begins anew; all stop together', async () => {
  const discord = await startDiscord();
  cleanUp.push(() => discord.close());
  const here = discord.anotherServer('first', [0, 2]);
  const there = discord.anotherServer('second', [1, 2]);
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-shards-'));
  cleanUp.push(() => rmSync(folder, { recursive: true }));
  const env = {
    ...process.env,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_SHARDS: '2',
    DATABASE_URL: join(folder, 'shared.db'),
    SLACK_BOT_TOKEN: '',
    SLACK_APP_TOKEN: '',
    WEB: 'off',
    LOG_LEVEL: 'info',
  };
  const bot: ChildProcess = spawn(process.execPath, [MAIN], { env, cwd: folder });
  const log: string[] = [];
  bot.stdout?.on('data', (chunk) => log.push(String(chunk)));
  bot.stderr?.on('data', (chunk) => log.push(String(chunk)));
  cleanUp.push(() => void bot.kill('SIGKILL'));
  await until('both shards', () => log.join('').includes('all shards are connected')).catch((error) => {
    throw new Error(`${error.message}: ${log.join('')}`);
  });
  expect(discord.gateway.shards()).toEqual(['0 of 2', '1 of 2']);
  expect(discord.world.asked.filter(({ method }) => method === 'PUT')).toHaveLength(1);

  const ann = discord.person('Ann');
  const bounce = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
  for (const channel of [here, there]) {
    const message = discord.post(channel, ann, bounce);
    const answer = await until('an answer', () => discord.messages(message.id)[0]);
    expect(visibleText(answer)).toContain('This address does not exist');
  }

  const pids = () =>
    log
      .join('')
      .split('\n')
      .filter((line) => line.includes('connected to Discord') && line.includes('"shard":1'))
      .map((line) => (JSON.parse(line) as { process: number }).process);
  const second = await until('the second process in the log', () => pids()[0]).catch((error) => {
    throw new Error(`${error.message}: ${log.join('')}`);
  });
  process.kill(second, 'SIGKILL');
  await until('the second process to begin anew', () => pids().length === 2);
  const again = discord.post(there, ann, bounce.replace('user@', 'other@'));
  await until('the next answer', () => discord.messages(again.id)[0]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(discord.messages(again.id)).toHaveLength(1);

  const gone = once(bot, 'exit');
  bot.kill('SIGTERM');
  expect((await gone)[0]).toBe(0);
  expect(discord.gateway.connected()).toBe(false);
}, 120_000);
