/** Threads that fell asleep since a moment: the client doesn't know them. */
import {
  type APIThreadChannel,
  ChannelType,
  type GuildBasedChannel,
  type REST,
  type RouteLike,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { describe } from './errors.ts';
import { patiently } from './patiently.ts';

/** Threads in one answer. */
const PAGE = 100;
/** Pages of private threads that are looked through in a channel: the last that fell asleep may be on any of them. */
const MOST_PAGES = 10;

type Asking = {
  readonly rest: REST;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly signal: AbortSignal;
};

/** @returns those of a channel: public ones, and private ones that the bot has joined */
export async function asleepIn(
  asking: Asking,
  channel: GuildBasedChannel,
): Promise<readonly APIThreadChannel[]> {
  const asleep = await publicIn(asking, channel);
  // Elsewhere there are no private ones.
  return channel.type === ChannelType.GuildText ? [...asleep, ...(await privateIn(asking, channel))] : asleep;
}

/** The last that fell asleep come first (Channel resource, "List Public Archived Threads"). */
async function publicIn(asking: Asking, channel: GuildBasedChannel): Promise<readonly APIThreadChannel[]> {
  const all: APIThreadChannel[] = [];
  for (let before: string | undefined; ; ) {
    const page = await pageOf(asking, channel, Routes.channelThreads(channel.id, 'public'), before);
    const fresh = page.threads.filter((thread) => fellAsleep(thread) > asking.since);
    all.push(...fresh);
    before = page.threads.at(-1)?.thread_metadata?.archive_timestamp;
    if (!page.has_more || before === undefined || fresh.length < page.threads.length) return all;
  }
}

/** The last that were begun come first (Channel resource, "List Joined Private Archived Threads"). */
async function privateIn(asking: Asking, channel: GuildBasedChannel): Promise<readonly APIThreadChannel[]> {
  const all: APIThreadChannel[] = [];
  let before: string | undefined;
  for (let i = 0; i < MOST_PAGES; i += 1) {
    const page = await pageOf(asking, channel, Routes.channelJoinedArchivedThreads(channel.id), before);
    all.push(...page.threads.filter((thread) => fellAsleep(thread) > asking.since));
    before = page.threads.at(-1)?.id;
    if (!page.has_more || before === undefined) break;
  }
  return all;
}

type Page = { readonly threads: readonly APIThreadChannel[]; readonly has_more: boolean };

const NONE: Page = { threads: [], has_more: false };

async function pageOf(
  { rest, log, signal }: Asking,
  { guild }: GuildBasedChannel,
  route: RouteLike,
  before: string | undefined,
): Promise<Page> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before ? { before } : {}) });
  try {
    return ((await patiently(signal, () => rest.get(route, { query }))) as Page | null) ?? NONE;
  } catch (error) {
    log.warn({ ...describe(error), server: guild.id }, 'old threads of a channel could not be listed');
    return NONE;
  }
}

const fellAsleep = ({ thread_metadata }: APIThreadChannel): number =>
  Date.parse(thread_metadata?.archive_timestamp ?? '') || 0;
