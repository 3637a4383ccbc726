/**
 * Reads what was written in servers and direct messages since a moment: the newest first, channel by channel, page by page.
 */
import {
  type APIMessage,
  ChannelType,
  type Guild,
  type GuildBasedChannel,
  PermissionFlagsBits,
  type REST,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Place, Unread } from '../../src/desk.ts';
import { asleepIn } from './asleep.ts';
import { describe } from './errors.ts';
import { patiently } from './patiently.ts';
import { placeOf, teamOf } from './place.ts';

/** Messages in one answer (Channel resource, "Get Channel Messages"). */
const PAGE = 100;
/** Channels that are read at once; discord.js keeps to the rate limits of each. */
const AT_ONCE = 4;
/** Pages in which what is too old is counted, in one channel. */
const MOST_PAGES_COUNTED = 10;
/** A thread sleeps 60 minutes after its last message at the earliest (Channel resource, `auto_archive_duration`). */
const THREAD_SLEEPS_AFTER = 60 * 60_000;
/** A channel or thread that was written in. */
export type Somewhere = {
  /** Null: a direct message. */
  readonly guild: Guild | null;
  /** The bot's own id. */
  readonly self: string;
  /** The client's, or what is known of a thread that the client doesn't know because it sleeps. */
  readonly channel: Channel;
};
type Channel = {
  readonly id: string;
  isThread(): boolean;
  /** Of a thread: the channel that it is in. */
  readonly parentId: string | null;
  readonly parent: { readonly type: ChannelType } | null;
};
type Written = Somewhere & { readonly team: string };

export type Reading = {
  readonly rest: REST;
  readonly log: Logger;
  readonly guilds: readonly Guild[];
  /** Direct messages in which somebody wrote before: Discord lists none to a bot. */
  readonly direct: readonly Pick<Place, 'team' | 'channel'>[];
  /** The bot's own id. */
  readonly self: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What is older than so many hours is not answered. */
  readonly hours: number;
  readonly signal: AbortSignal;
  /** Takes a message as if it had just come. */
  hear(message: APIMessage, where: Somewhere): Promise<void>;
  /** @returns whether it would be taken */
  wouldHear(message: APIMessage, where: Somewhere): Promise<boolean>;
  leftUnread(unread: Unread): Promise<void>;
};

export type Missed = {
  readonly channels: number;
  readonly messages: number;
  /** How many may hold a bounce and were too old. */
  readonly unread: number;
  /** Channels that could not be read. */
  readonly failed: number;
};

/** Ends early where it is told to stop. Never rejects for a channel that can't be read: it is counted. */
export async function readMissed(reading: Reading): Promise<Missed> {
  const found: InServer[] = [];
  for (const guild of reading.guilds) found.push(...(await writtenIn(reading, guild)));
  const { self } = reading;
  const queue = [
    ...reading.direct.map(({ team, channel }) => ({ guild: null, self, team, channel: directIn(channel) })),
    // The newest first: somebody still waits there.
    ...found.sort((a, b) => (BigInt(a.lastMessageId) < BigInt(b.lastMessageId) ? 1 : -1)),
  ].values();
  const missed = { channels: 0, messages: 0, unread: 0, failed: 0 };
  const work = async (): Promise<void> => {
    for (const where of queue) {
      if (reading.signal.aborted) return;
      try {
        const { messages, unread } = await readChannel(reading, where);
        missed.channels += 1;
        missed.messages += messages;
        missed.unread += unread;
      } catch (error) {
        missed.failed += 1;
        reading.log.warn({ ...describe(error), channel: where.channel.id }, 'a channel could not be read');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return missed;
}

/** The moment as the first id that Discord could have given in it. */
const idAt = (at: number): bigint => SnowflakeUtil.generate({ timestamp: at, increment: 0n });

/** Whoever adds the bot to a server wants no answers to what was written before. */
const sinceIn = (guild: Guild | null, since: number): number => Math.max(since, guild?.joinedTimestamp ?? 0);

const directIn = (id: string): Channel => ({ id, isThread: () => false, parentId: null, parent: null });

type InServer = Written & { readonly lastMessageId: string };

/** @returns where something was written, as far as we may read there */
async function writtenIn(reading: Reading, guild: Guild): Promise<readonly InServer[]> {
  const here = { guild, self: reading.self, team: teamOf(guild.id, '') };
  const after = idAt(sinceIn(guild, reading.since));
  const readable = [...guild.channels.cache.values()].filter(mayRead);
  const known = readable.flatMap((channel): InServer[] => {
    // What is a thread's first message in a forum has the thread's own id.
    const last =
      'lastMessageId' in channel ? (channel.lastMessageId ?? (channel.isThread() ? channel.id : null)) : null;
    if (last === null || BigInt(last) <= after) return [];
    return [{ ...here, channel, lastMessageId: last }];
  });
  if (Date.now() - reading.since < THREAD_SLEEPS_AFTER) return known;
  const asleep: InServer[] = [];
  for (const parent of readable.filter(({ type }) => WITH_THREADS.includes(type))) {
    if (reading.signal.aborted) break;
    for (const { id, last_message_id } of await asleepIn(reading, parent)) {
      const last = last_message_id ?? id;
      if (BigInt(last) > after) asleep.push({ ...here, channel: threadIn(parent, id), lastMessageId: last });
    }
  }
  const awake = new Set(known.map(({ channel }) => channel.id));
  return [...known, ...asleep.filter(({ channel }) => !awake.has(channel.id))];
}

const threadIn = (parent: GuildBasedChannel, id: string): Channel => ({
  id,
  isThread: () => true,
  parentId: parent.id,
  parent,
});

const WITH_THREADS: readonly ChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
];

const TO_READ = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];

function mayRead(channel: GuildBasedChannel): boolean {
  const { me } = channel.guild.members;
  // Where we don't know ourselves, Discord says.
  return me === null || (channel.permissionsFor(me)?.has(TO_READ) ?? true);
}

/** @throws where it can't be read after all attempts */
async function readChannel(reading: Reading, where: Written): Promise<{ messages: number; unread: number }> {
  const { hours } = reading;
  const since = sinceIn(where.guild, reading.since);
  const oldest = Date.now() - hours * 60 * 60_000;
  const end = idAt(since);
  const tooOld = idAt(Math.max(since, oldest));
  let messages = 0;
  let unread = 0;
  let pagesCounted = 0;
  for (let before: string | undefined; ; ) {
    const page = await pageOf(reading, where.channel.id, before);
    for (const message of page) {
      if (reading.signal.aborted) return { messages, unread };
      if (BigInt(message.id) > tooOld) {
        await reading.hear(message, where);
        messages += 1;
      } else if (BigInt(message.id) > end && (await reading.wouldHear(message, where))) unread += 1;
    }
    before = page.at(-1)?.id;
    const isOver = page.length < PAGE || before === undefined || BigInt(before) <= end;
    if (before !== undefined && BigInt(before) <= tooOld) pagesCounted += 1;
    if (isOver || pagesCounted >= MOST_PAGES_COUNTED) {
      if (unread > 0) {
        const place = placeOf(where.team, where.channel.id);
        await reading.leftUnread({ place, since: reading.since, messages: unread, more: !isOver, hours });
      }
      return { messages, unread };
    }
  }
}

/** @returns the newest first; none where the bot may not read, or the channel is gone */
async function pageOf(
  reading: Reading,
  channelId: string,
  before: string | undefined,
): Promise<readonly APIMessage[]> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before ? { before } : {}) });
  const page = await patiently(reading.signal, () =>
    reading.rest.get(Routes.channelMessages(channelId), { query }),
  );
  return (page ?? []) as APIMessage[];
}
