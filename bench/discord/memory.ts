/** What the bot holds in memory when it is in many servers and much was written in them. */
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { INTENTS } from '../../test/support/discord/gateway.ts';
import { snowflake } from '../../test/support/discord/snowflake.ts';
import type { Discord } from '../../test/support/discord/stand-in.ts';
import type { Print } from '../store/figures.ts';
import { type Memory, startBot } from './process.ts';

const SERVERS = 1_000;
const CHANNELS = 30;
const ROLES = 20;
const MESSAGES = 200_000;
const PEOPLE = 20_000;

type Server = { readonly id: string; readonly channels: readonly { readonly id: string }[] };

export async function benchMemory(print: Print): Promise<void> {
  const empty = await startBot(() => undefined);
  print('Memory in one server', shown(await empty.memory()));
  await empty.stop();
  const { discord, memory, stop } = await startBot((one) => {
    one.world.servers.push(...Array.from({ length: SERVERS }, (_, i) => server(i)));
  });
  print(`Memory in ${SERVERS} servers of ${CHANNELS} channels and ${ROLES} roles`, shown(await memory()));
  for (const part of [1, 2]) {
    await write(discord, MESSAGES / 2);
    await caughtUp(discord);
    print(
      `… after ${((part * MESSAGES) / 2).toLocaleString('en')} messages of ${PEOPLE} people`,
      shown(await memory()),
    );
  }
  await stop();
}

const shown = ({ rss, heapUsed }: Memory): string =>
  `${(heapUsed / 2 ** 20).toFixed(0)} MB heap, ${(rss / 2 ** 20).toFixed(0)} MB in all`;

function server(nth: number): Server & Record<string, unknown> {
  const id = snowflake();
  const named = (count: number, name: string, more: object) =>
    Array.from({ length: count }, (_, i) => ({ id: snowflake(), name: `${name}-${i}`, ...more }));
  return {
    id,
    name: `Server ${nth}`,
    owner_id: snowflake(),
    icon: null,
    features: [],
    emojis: named(20, 'emoji', { roles: [], animated: false, available: true }),
    stickers: [],
    roles: [
      {
        id,
        name: '@everyone',
        color: 0,
        hoist: false,
        position: 0,
        permissions: '2248473465835073',
        managed: false,
        mentionable: false,
        flags: 0,
      },
      ...named(ROLES, 'role', {
        color: 0,
        hoist: false,
        position: 1,
        permissions: '0',
        managed: false,
        mentionable: false,
        flags: 0,
      }),
    ],
    channels: named(CHANNELS, 'channel', {
      type: 0,
      guild_id: id,
      position: 0,
      permission_overwrites: [],
      topic: 'What is said here, and what is not',
      nsfw: false,
      parent_id: null,
    }),
    members: [],
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    member_count: 500,
    unavailable: false,
    large: true,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    preferred_locale: 'en-GB',
    region: 'automatic',
    afk_timeout: 300,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    premium_tier: 0,
    nsfw_level: 0,
    system_channel_flags: 0,
  };
}

/** What is asked last is acknowledged when all that was written before has been read. */
async function caughtUp(discord: Discord): Promise<void> {
  const channel = [...discord.world.channels.values()][0] ?? discord.channel('last');
  const asked = discord.command('550', discord.person('Ann'), channel);
  while (asked.callback === null) await pause(20);
}

async function write({ world, gateway }: Discord, count: number): Promise<void> {
  const servers = world.servers as unknown as readonly Server[];
  for (let i = 0; i < count; i++) {
    const where = servers[i % servers.length] as Server;
    const who = {
      id: String(2n ** 60n + BigInt(i % PEOPLE)),
      username: `p${i % PEOPLE}`,
      discriminator: '0',
      avatar: null,
    };
    gateway.dispatch('MESSAGE_CREATE', INTENTS.guildMessages, () => ({
      id: snowflake(),
      type: 0,
      channel_id: where.channels[i % CHANNELS]?.id,
      guild_id: where.id,
      author: who,
      member: { roles: [], joined_at: '2026-01-01T00:00:00Z', deaf: false, mute: false, flags: 0 },
      content: `message ${i}: the deploy is through, tests are green, lunch at 12?`,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      components: [],
      pinned: false,
      flags: 0,
    }));
    if (i % 200 === 0) await breathe();
  }
}
