/**
 * A stand-in for Slack on loopback sockets, driven as people use Slack and refusing what Slack refuses.
 *
 *     const slack = await openWorkspace();
 *     const channel = slack.channel('deliverability');
 *     const adapter = createSlackAdapter(slack.config, { desk, log });
 *     await adapter.start();
 *     const { message } = await slack.post(channel, 'ann', '550 5.1.1 No such user');
 *     const [reply] = await slack.replies(message, 1);
 *     await slack.press(reply, 'Mark suppressed', 'ann');
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { channelOf, createEvents, userIn } from './at.ts';
import { createClicks } from './clicks.ts';
import { encodeTyped } from './encode.ts';
import { createHttpMode, type HttpMode } from './http-mode.ts';
import { createHttp, type Failure } from './http-server.ts';
import { forwarded, messageFields } from './payloads.ts';
import { type Ack, createSocketMode, type Transport } from './socket-mode.ts';
import { createViewClicks } from './view-clicks.ts';
import {
  type Channel,
  createState,
  type SentMessage,
  type State,
  type StoredFile,
  until,
} from './workspace-state.ts';

export type { Ack } from './socket-mode.ts';
export type { Channel, SentMessage } from './workspace-state.ts';

/** How people write to the bot in a text. */
export const BOT_NAME = '@Bounce Triage';

type PostOptions = {
  readonly thread?: SentMessage;
  readonly files?: readonly Omit<StoredFile, 'id'>[];
  /** What stands beside the text, in the event as in whatever shows the message later. */
  readonly carries?: Readonly<Record<string, unknown>>;
  /** More fields of the event, as another bot or an edit would have them. */
  readonly event?: Readonly<Record<string, unknown>>;
  /** Which of the events of a mention is sent first; Slack promises no order. */
  readonly mentionFirst?: boolean;
  /** When it is written: seconds since 1970. */
  readonly at?: number;
};

type Posted = {
  readonly message: SentMessage;
  /** Resolves when every event of it is acknowledged. */
  readonly acknowledged: Promise<readonly Ack[]>;
};

export type SlackWorkspace = Awaited<ReturnType<typeof openWorkspace>>;

/**
 * @param options `ackWithin`: milliseconds that the app has for an acknowledgement, 3,000 at Slack;
 *   `now`: the clock of response addresses, in milliseconds
 */
export const openWorkspace = async (
  options: { ackWithin?: number; now?: () => number; teamId?: string } = {},
) => {
  const now = options.now ?? Date.now;
  const state = createState(options.teamId);
  /** Other workspaces of the same Slack, which its Web API serves too. */
  const peers: State[] = [];
  const failures = new Map<string, Failure[]>();
  let base = '';
  const http = createHttp(
    [state, peers],
    failures,
    () => `${base.replace('http:', 'ws:')}/socket?ticket=${randomUUID()}&app_id=${state.appId}`,
    now,
  );
  const socket = createSocketMode(http, options.ackWithin ?? 3000, () => state.changed.emit('change'));
  let transport: Transport = socket;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  // A workspace that nobody closed keeps no test process alive.
  http.unref();
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  state.uploadHost = base;

  const send: Transport['send'] = (type, payload) => transport.send(type, payload);
  const at = { state, base, now, send };
  const userId = userIn(state);
  const event = createEvents(at);

  const storeFile = (file: Omit<StoredFile, 'id'>): StoredFile => {
    const stored = { ...file, id: `F${state.files.size + 1}` };
    state.files.set(stored.id, stored);
    return stored;
  };

  return {
    state,
    socket,
    base,
    /** What the adapter is to be made with. */
    config: {
      way: 'socket' as const,
      botToken: state.botToken,
      appToken: state.appToken,
      apiUrl: `${base}/api/`,
    },
    userId,

    /** From now on everything reaches the app over HTTP. */
    useHttp(address: string, secret: string): HttpMode {
      const mode = createHttpMode(address, secret, () => state.changed.emit('change'));
      transport = mode;
      return mode;
    },
    /** The other workspace's token is good at this one's Web API too. */
    serveToo: (other: { state: State }) => peers.push(other.state),

    /** Makes a channel, or a direct message to the bot. */
    channel(name: string, kind: Channel['kind'] = 'channel', botIsMember = true): Channel {
      const letter = { channel: 'C', group: 'G', im: 'D', mpim: 'G' }[kind];
      const id = `${letter}0${name.toUpperCase().replace(/\W/g, '')}`;
      const channel: Channel = { id, name, kind, botIsMember, archived: false };
      state.channels.set(id, channel);
      return channel;
    },

    /** The next call of a method ("chat.postMessage", "response_url", "upload") meets this instead of its answer. */
    failNext(method: string, ...next: readonly Failure[]): void {
      failures.set(method, [...(failures.get(method) ?? []), ...next]);
    },

    /** Somebody writes in a channel. The bot gets the events that Slack would send it. */
    post(channel: Channel, user: string, text: string, more: PostOptions = {}): Posted {
      const message = state.add({
        ts: more.at === undefined ? state.nextTs() : more.at.toFixed(6),
        channel: channel.id,
        user: userId(user),
        botId: null,
        text: encodeTyped(text, { [BOT_NAME]: state.botUserId }),
        blocks: [],
        threadTs: more.thread?.threadTs ?? more.thread?.ts ?? null,
        onlyFor: null,
        files: (more.files ?? []).map(storeFile),
        ...(more.carries ? { carries: more.carries } : {}),
        edited: 0,
      });
      const fields = { ...messageFields(message, state.teamId, base), ...more.event };
      const heard = { ...fields, type: 'message', channel_type: channel.kind };
      const mention = { ...fields, type: 'app_mention', subtype: undefined };
      const mentioned = message.text.includes(`<@${state.botUserId}>`) && channel.kind !== 'im';
      const events = mentioned ? (more.mentionFirst ? [mention, heard] : [heard, mention]) : [heard];
      return {
        message,
        acknowledged: channel.botIsMember ? Promise.all(events.map(event)) : Promise.resolve([]),
      };
    },

    /** Somebody hands a message on. */
    forward(channel: Channel, user: string, message: SentMessage, comment = ''): Posted {
      return this.post(channel, user, comment, { carries: { attachments: [forwarded(message, base)] } });
    },

    /** Somebody edits their message. */
    edit(message: SentMessage, text: string): Promise<Ack> {
      const channel = channelOf(state, message);
      const before = messageFields(message, state.teamId, base);
      message.text = encodeTyped(text, { [BOT_NAME]: state.botUserId });
      const edited = { user: message.user, ts: state.nextTs() };
      return event({
        type: 'message',
        subtype: 'message_changed',
        channel: channel.id,
        channel_type: channel.kind,
        ts: edited.ts,
        hidden: true,
        message: { ...messageFields(message, state.teamId, base), edited },
        previous_message: before,
      });
    },

    /** Somebody deletes their message. One that has replies stays, emptied, as Slack does it. */
    remove(message: SentMessage): Promise<Ack> {
      const channel = channelOf(state, message);
      const before = messageFields(message, state.teamId, base);
      const common = { type: 'message', channel: channel.id, channel_type: channel.kind, hidden: true };
      if (this.thread(message).length === 0) {
        return event({
          ...common,
          subtype: 'message_deleted',
          deleted_ts: message.ts,
          previous_message: before,
        });
      }
      const tombstone = {
        ...before,
        subtype: 'tombstone',
        user: 'USLACKBOT',
        text: 'This message was deleted.',
      };
      return event({ ...common, subtype: 'message_changed', message: tombstone, previous_message: before });
    },

    /** An event as it is, for what people can't do by themselves. */
    event,

    ...createClicks(at),
    ...createViewClicks(at),
    storeFile,

    messages: (channel: Channel): readonly SentMessage[] =>
      state.messages.filter((one) => one.channel === channel.id && one.onlyFor === null),
    /** What is in the thread below a message, for all to see. */
    thread: (message: SentMessage): readonly SentMessage[] =>
      state.messages.filter(
        (one) =>
          one.channel === message.channel &&
          one.onlyFor === null &&
          one !== message &&
          one.threadTs === message.ts,
      ),
    /** What one person alone was told. */
    ephemerals: (user: string): readonly SentMessage[] =>
      state.messages.filter(({ onlyFor }) => onlyFor === userId(user)),
    /** Waits for this many replies in the thread of a message. */
    replies(message: SentMessage, count: number): Promise<readonly SentMessage[]> {
      const look = () => {
        const found = this.thread(message);
        return found.length >= count && found;
      };
      return until(state, look, `${count} replies`);
    },
    until: <Found>(look: () => Found | undefined | null | false, what: string): Promise<Found> =>
      until(state, look, what),

    async close(): Promise<void> {
      socket.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
};
