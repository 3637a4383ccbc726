/** A Discord with the adapter in it, for tests: one server, one channel, one person, everything closed afterwards. */
import pino from 'pino';
import { afterEach } from 'vitest';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import type { Desk } from '../../../src/desk.ts';
import { createSampleDesk } from './sample-desk.ts';
import { type Discord, startDiscord } from './stand-in.ts';
import { buttonsOf, isLoading } from './visible.ts';
import type { Interaction, StoredMessage } from './world.ts';

export const BOUNCE = '550 5.1.1 The email account that you tried to reach does not exist';

export const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

export async function discordWith(options: Parameters<typeof startDiscord>[0] = {}): Promise<Discord> {
  const discord = await startDiscord(options);
  cleanUp.push(() => discord.close());
  return discord;
}

/** @returns the log's lines as they are written */
export async function run(
  discord: Discord,
  desk: Desk,
  token = discord.token,
): Promise<{ log: string[]; stop(): Promise<void> }> {
  const log: string[] = [];
  const adapter = createDiscordAdapter(
    { token, apiUrl: discord.apiUrl },
    { desk, log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }) },
  );
  cleanUp.push(() => adapter.stop());
  await adapter.start();
  return { log, stop: () => adapter.stop() };
}

/** A server with one channel, one person and the bot in it. */
export async function team(options: Parameters<typeof startDiscord>[0] = {}) {
  const discord = await discordWith(options);
  const channel = discord.channel('bounces');
  const ann = discord.person('Ann');
  const desk = createSampleDesk();
  const bot = await run(discord, desk);
  return { discord, channel, ann, desk, bot };
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
