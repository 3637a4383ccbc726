/** A Discord with the adapter in it, for tests: one server, one channel, one person, everything closed afterwards. */
import pino from 'pino';
import { afterEach, expect } from 'vitest';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import { type Rules, setRules } from '../../../src/cases/index.ts';
import { openDesk } from '../desk.ts';
import { type Core, type Listening, listenIn } from './heard.ts';
import { type Discord, startDiscord } from './stand-in.ts';
import { buttonsOf, isLoading } from './visible.ts';
import type { Interaction, StoredMessage } from './world.ts';

export const BOUNCE = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

export const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

export async function discordWith(options: Parameters<typeof startDiscord>[0] = {}): Promise<Discord> {
  const discord = await startDiscord(options);
  cleanUp.push(async () => {
    await discord.close();
    expect(discord.world.violations).toEqual([]);
  });
  return discord;
}

export type Bot = Listening & {
  /** The log's lines as they are written. */
  readonly log: string[];
  stop(): Promise<void>;
};

/** Starts the adapter on a core, which it shares with others where a test says so. */
export async function run(discord: Discord, core: Core, token = discord.token): Promise<Bot> {
  const log: string[] = [];
  const listening = listenIn(core);
  const adapter = createDiscordAdapter(
    { token, apiUrl: discord.apiUrl },
    { ...listening, log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }) },
  );
  cleanUp.push(() => adapter.stop());
  await adapter.start();
  return { ...listening, log, stop: () => adapter.stop() };
}

/** A desk with a clock that goes: what failed is tried again. */
export async function core(options: Parameters<typeof openDesk>[0] = {}) {
  const opened = await openDesk({ now: () => new Date(), ...options });
  cleanUp.push(() => opened.close());
  opened.queue.start();
  const setRolesOf = (name: string, rules: Rules): Promise<void> =>
    setRules(opened.store, name, rules, {
      by: { id: '1', name: 'Root', team: name },
      at: new Date(),
      place: null,
    });
  return { ...opened, setRules: setRolesOf };
}

/** A server with one channel, one person and the bot in it. */
export async function team(options: Parameters<typeof startDiscord>[0] = {}) {
  const opened = await core();
  const discord = await discordWith(options);
  const channel = discord.channel('bounces');
  const ann = discord.person('Ann');
  const bot = await run(discord, opened);
  return { discord, channel, ann, core: opened, bot };
}

export const privateAnswer = (discord: Discord, interaction: Interaction): Promise<StoredMessage> =>
  discord.until(() => {
    const message = discord.world.messages.get(interaction.original ?? '');
    return message !== undefined && message.onlyFor !== null && !isLoading(message) && message;
  }, 'the private answer');

export const followUp = (discord: Discord, interaction: Interaction): Promise<StoredMessage> =>
  discord.until(
    () => discord.world.messages.get(interaction.followups[0] ?? ''),
    'a message to the one who pressed',
  );

export const answerTo = (discord: Discord, message: StoredMessage): Promise<StoredMessage> =>
  discord.until(() => discord.messages(message.id)[0], 'the answer in the thread');

export const labels = (message: StoredMessage) => buttonsOf(message.components).map(({ label }) => label);
