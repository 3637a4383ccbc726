/**
 * What was written while the bot was not running. Slack sends an event again for some minutes and then no more, so
 * each channel that the bot is in is read from the moment until which everything was heard; the store has it. What was
 * heard before is known by its id. Replies in threads are not read: each thread would be a call of its own. An app
 * that other workspaces can install is allowed one call a minute (docs.slack.dev, "Rate limit changes for
 * non-Marketplace apps", May 2025), so for those nothing is read.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { RetryLater } from '../../src/queue/index.ts';
import { incomingOf, isSilentPlace } from './hearing.ts';
import { inWords, refusalCode } from './web-client.ts';
import { placeIn, type Workspace } from './workspace.ts';

/** An event under way when the bot ended may be lost although it is noted as heard: ms. */
const OVERLAP = 60_000;
/** How often it is written down until when everything was heard: ms. */
const EVERY = 5_000;
/** Between two calls: 50 a minute are allowed (tier 3). */
const BETWEEN_CALLS = 1_200;
/** Messages, or channels, in one answer; Slack recommends at most 200. */
const PAGE = 200;
/** Pages that are read of one channel. */
const MOST_PAGES = 50;
/** Milliseconds to wait where Slack can't be reached, or breaks down. */
const WAITS = [1_000, 4_000, 15_000, 60_000, 300_000] as const;

const Cursor = z.object({ next_cursor: z.string().optional() }).optional();
const Channels = z.object({
  channels: z.array(z.object({ id: z.string() })).default([]),
  response_metadata: Cursor,
});
const History = z.object({
  messages: z
    .array(z.looseObject({ ts: z.string(), subtype: z.string().optional(), user: z.string().optional() }))
    .default([]),
  response_metadata: Cursor,
});

export type CatchingUp = {
  /** Resolves when nothing more is read. */
  stop(): Promise<void>;
};

/**
 * Begins to read, and to note until when everything is heard.
 * @param hours what is older is not answered; 0: nothing is read
 */
export function catchUp(workspace: Workspace, hours: number): CatchingUp {
  const { queue, log, team } = workspace;
  const stopping = new AbortController();
  const connection = { platform: 'slack', account: team, part: '0 of 1' };
  let caughtUp = false;

  const note = async (): Promise<void> => {
    if (!caughtUp) return;
    await queue
      .noteHeard(connection)
      .catch((error: unknown) =>
        log.warn({ error: inWords(error) }, 'until when Slack was heard could not be written down'),
      );
  };

  const reading = (async () => {
    const since = await queue.heardUntil(connection);
    if (since !== null && hours > 0) await readAll(workspace, since, hours, stopping.signal);
    caughtUp = !stopping.signal.aborted;
    await note();
  })().catch((error: unknown) =>
    log.warn({ error: inWords(error) }, 'what was written while the bot was away could not be read'),
  );
  const timer = setInterval(note, EVERY).unref();

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await reading;
      await note();
      caughtUp = false;
    },
  };
}

async function readAll(
  workspace: Workspace,
  since: number,
  hours: number,
  signal: AbortSignal,
): Promise<void> {
  const { log, once } = workspace;
  const counts = { channels: 0, messages: 0, unread: 0 };
  const parts = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE };
  for (let cursor: string | undefined; ; ) {
    const page = await patiently(workspace, signal, () =>
      once.users.conversations({ ...parts, ...(cursor ? { cursor } : {}) }),
    );
    const { channels, response_metadata } = Channels.parse(page ?? {});
    for (const { id } of channels) {
      const { messages, unread } = await readChannel(workspace, id, since, hours, signal);
      counts.channels += 1;
      counts.messages += messages;
      counts.unread += unread;
    }
    cursor = response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  log.info(
    { since: new Date(since).toISOString(), ...counts },
    'read what was written while the bot was away',
  );
}

async function readChannel(
  workspace: Workspace,
  channel: string,
  since: number,
  hours: number,
  signal: AbortSignal,
): Promise<{ messages: number; unread: number }> {
  const { desk, queue, once } = workspace;
  const place = placeIn(workspace, channel);
  const oldest = ((since - OVERLAP) / 1000).toFixed(6);
  const answeredFrom = Date.now() / 1000 - hours * 60 * 60;
  let messages = 0;
  let unread = 0;
  let hasJoined = false;
  for (let cursor: string | undefined, pages = 1; ; pages += 1) {
    const page = await patiently(workspace, signal, () =>
      once.conversations.history({ channel, oldest, limit: PAGE, ...(cursor ? { cursor } : {}) }),
    );
    const { messages: found, response_metadata } = History.parse(page ?? {});
    for (const message of found) {
      // Whoever invites the bot wants no answers to what was written before.
      hasJoined ||= message.subtype === 'channel_join' && message.user === workspace.botUserId;
      if (hasJoined) break;
      messages += 1;
      const event = { ...message, type: 'message', channel };
      const incoming = incomingOf({ type: 'event_callback', event }, workspace);
      if (incoming === null) continue;
      const hasAnswered = (id: string) => desk.hasAnswered({ id, place });
      const isUnwanted = () => isSilentPlace(incoming, workspace, hasAnswered);
      if (Number(message.ts) >= answeredFrom) await queue.take(incoming, isUnwanted);
      else if ((await desk.isForUs(incoming)) && !(await isUnwanted()) && !(await hasAnswered(incoming.id))) {
        unread += 1;
      }
    }
    cursor = response_metadata?.next_cursor || undefined;
    if (cursor && !hasJoined && pages < MOST_PAGES && !signal.aborted) continue;
    if (unread > 0 && !signal.aborted) {
      await desk.leftUnread({
        place,
        since,
        messages: unread,
        more: cursor !== undefined && !hasJoined,
        hours,
      });
      queue.nudge();
    }
    return { messages, unread };
  }
}

/**
 * Makes a call at the pace that Slack allows, and again where it can't be reached or breaks down.
 * @returns null where Slack refuses it, and where it is told to stop
 * @throws after the last attempt
 */
async function patiently(
  { pace, log }: Workspace,
  signal: AbortSignal,
  call: () => Promise<unknown>,
): Promise<unknown> {
  for (let attempt = 0; !signal.aborted; ) {
    try {
      return await pace.inTurn('catching up', BETWEEN_CALLS, call);
    } catch (error) {
      if (refusalCode(error) !== null) {
        log.warn({ error: inWords(error) }, 'Slack does not let the bot read what was written before');
        return null;
      }
      const wait = error instanceof RetryLater ? error.wait : WAITS[attempt];
      if (wait === undefined) throw error;
      if (!(error instanceof RetryLater)) attempt += 1;
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
