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
import { buttonsOf, menusOf } from './check-blocks.ts';
import { encodeTyped, escapeTyped } from './encode.ts';
import { createHttpMode, type HttpMode } from './http-mode.ts';
import { createHttp, type Failure } from './http-server.ts';
import { fileFields, messageFields, person } from './payloads.ts';
import { type Ack, createSocketMode, type Transport } from './socket-mode.ts';
import { stateOf, visibleView } from './view-state.ts';
import { blocksOf, inputsOf, type OpenView, updateView } from './views.ts';
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
  readonly files?: readonly { name: string; mimetype: string; bytes: Uint8Array }[];
  /** More fields of the event, as another bot or an edit would have them. */
  readonly event?: Readonly<Record<string, unknown>>;
  /** Which of the events of a mention is sent first; Slack promises no order. */
  readonly mentionFirst?: boolean;
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

  const userId = (name: string): string => {
    const id = `U0${name.toUpperCase()}`;
    state.users.set(id, name);
    return id;
  };

  const responseUrl = (channel: string, user: string, source: SentMessage | null): string => {
    const id = randomUUID();
    state.responseUrls.set(id, { channel, user, source, madeAt: now(), uses: 0 });
    return `${base}/respond/${id}`;
  };

  const event = (payload: Readonly<Record<string, unknown>>): Promise<Ack> =>
    transport.send('events_api', {
      token: 'verification',
      team_id: state.teamId,
      api_app_id: state.appId,
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      event_time: 1_700_000_000,
      authorizations: [
        {
          enterprise_id: state.enterpriseId,
          team_id: state.teamId,
          user_id: state.botUserId,
          is_bot: true,
          is_enterprise_install: state.enterpriseId !== null,
        },
      ],
      event: payload,
    });

  const trigger = (user: string): string => {
    const id = randomUUID();
    state.triggers.set(id, { user: userId(user), at: Date.now(), used: false });
    return id;
  };

  /** What every click carries, wherever it is made. */
  const click = (user: string) => ({
    token: 'verification',
    api_app_id: state.appId,
    team: { id: state.teamId, domain: 'standin' },
    enterprise: state.enterpriseId === null ? null : { id: state.enterpriseId, name: 'Org' },
    is_enterprise_install: state.enterpriseId !== null,
    user: person(user, userId(user), state.teamId),
    trigger_id: trigger(user),
  });
  const interaction = (user: string, channel: Channel) => ({
    ...click(user),
    channel: { id: channel.id, name: channel.name },
  });

  const channelOf = (message: SentMessage): Channel => {
    const channel = state.channels.get(message.channel);
    if (channel === undefined) throw new Error(`No channel ${message.channel}`);
    return channel;
  };

  /** A button pressed, or something chosen, on a message. */
  const act = (
    message: SentMessage,
    user: string,
    action: Readonly<Record<string, unknown>>,
  ): Promise<Ack> => {
    const channel = channelOf(message);
    const onlyTheirs = message.onlyFor !== null;
    return transport.send('interactive', {
      ...interaction(user, channel),
      type: 'block_actions',
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: onlyTheirs,
        ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
      },
      // Slack sends no copy of a message that one person alone sees.
      ...(onlyTheirs ? {} : { message: messageFields(message, state.teamId, base) }),
      response_url: responseUrl(channel.id, userId(user), message),
      actions: [{ ...action, block_id: 'b', action_ts: state.nextTs() }],
    });
  };

  const sendCommand = (command: string, text: string, at: { user: string; channel: Channel }): Promise<Ack> =>
    transport.send('slash_commands', {
      token: 'verification',
      team_id: state.teamId,
      team_domain: 'standin',
      channel_id: at.channel.id,
      channel_name: at.channel.name,
      user_id: userId(at.user),
      user_name: at.user,
      command,
      text: escapeTyped(text),
      api_app_id: state.appId,
      ...(state.enterpriseId === null ? {} : { enterprise_id: state.enterpriseId }),
      is_enterprise_install: String(state.enterpriseId !== null),
      response_url: responseUrl(at.channel.id, userId(at.user), null),
      trigger_id: trigger(at.user),
    });

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
        ts: state.nextTs(),
        channel: channel.id,
        user: userId(user),
        botId: null,
        text: encodeTyped(text, { [BOT_NAME]: state.botUserId }),
        blocks: [],
        threadTs: more.thread?.threadTs ?? more.thread?.ts ?? null,
        onlyFor: null,
        files: (more.files ?? []).map(storeFile),
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

    /** Somebody edits their message. */
    edit(message: SentMessage, text: string): Promise<Ack> {
      const channel = channelOf(message);
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
      const channel = channelOf(message);
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

    /** `/smtp 421 4.7.28`. @returns the answer that the asker alone sees */
    async command(
      command: string,
      text: string,
      at: { user: string; channel: Channel },
    ): Promise<SentMessage> {
      const before = state.messages.length;
      const user = userId(at.user);
      const ack = await sendCommand(command, text, at);
      if (typeof ack.payload.text === 'string') {
        const { text: said } = ack.payload;
        return state.add({
          ts: state.nextTs(),
          channel: at.channel.id,
          user: state.botUserId,
          botId: state.botId,
          text: said,
          blocks: [],
          threadTs: null,
          onlyFor: user,
          files: [],
          edited: 0,
        });
      }
      return until(
        state,
        () => state.messages.slice(before).find(({ onlyFor }) => onlyFor === user),
        `an answer to ${command}`,
      );
    },

    /** Presses the button with this label, saying yes to its question. Resolves when the press is acknowledged. */
    async press(message: SentMessage, label: string, user: string): Promise<Ack> {
      const button = buttonsOf(message.blocks).find(({ text }) => text.text === label);
      if (button === undefined) throw new Error(`No button "${label}" on: ${JSON.stringify(message.blocks)}`);
      return act(message, user, { ...button });
    },

    /** Chooses from the menu with this label: one of its choices, or a person by name. */
    async choose(message: SentMessage, menu: string, choice: string, user: string): Promise<Ack> {
      const found = menusOf(message.blocks).find(({ placeholder }) => placeholder?.text === menu);
      if (found === undefined) throw new Error(`No menu "${menu}" on: ${JSON.stringify(message.blocks)}`);
      const { action_id, type } = found;
      if (type === 'users_select')
        return act(message, user, { type, action_id, selected_user: userId(choice) });
      const selected_option = found.options.find(({ text }) => text.text === choice);
      if (selected_option === undefined) throw new Error(`No choice "${choice}" in "${menu}"`);
      return act(message, user, { type, action_id, selected_option });
    },

    /** The message shortcut, from a message's menu. Resolves when it is acknowledged. */
    async shortcut(callbackId: string, message: SentMessage, user: string): Promise<Ack> {
      const channel = channelOf(message);
      return transport.send('interactive', {
        type: 'message_action',
        callback_id: callbackId,
        message_ts: message.ts,
        ...interaction(user, channel),
        message: messageFields(message, state.teamId, base),
        response_url: responseUrl(channel.id, userId(user), null),
      });
    },

    /** Somebody opens the app's Home tab. @returns it, as soon as it is drawn */
    async home(user: string): Promise<OpenView> {
      state.homes.delete(userId(user));
      await event({ type: 'app_home_opened', user: userId(user), tab: 'home', channel: `D0${user}` });
      return until(state, () => state.homes.get(userId(user)), `the Home tab of ${user}`);
    },

    /** Presses a button of the Home tab, or types into its field. */
    pressHome(opened: OpenView, label: string, typed?: string): Promise<Ack> {
      const button = buttonsOf(blocksOf(opened.view)).find(({ text }) => text.text === label);
      const field = inputsOf(opened.view).find((one) => one.label.text === label)?.element;
      if (!button && !field) throw new Error(`No "${label}" on: ${visibleView(opened.view)}`);
      const pressed = field ? { type: field.type, action_id: field.action_id, value: typed } : button;
      return transport.send('interactive', {
        type: 'block_actions',
        ...click(state.users.get(opened.user) ?? ''),
        container: { type: 'view', view_id: opened.id },
        view: { private_metadata: '', ...opened.view, id: opened.id },
        actions: [{ ...pressed, block_id: 'b', action_ts: state.nextTs() }],
      });
    },

    /** The same. @returns the Home tab as it is drawn next */
    async atHome(opened: OpenView, label: string, typed?: string): Promise<OpenView> {
      state.homes.delete(opened.user);
      await this.pressHome(opened, label, typed);
      return until(state, () => state.homes.get(opened.user), 'the Home tab to be drawn anew');
    },

    /** A shortcut from anywhere. */
    globalShortcut: (callbackId: string, user: string): Promise<Ack> =>
      transport.send('interactive', { type: 'shortcut', callback_id: callbackId, ...click(user) }),

    /** Opens the settings or another modal by a command that answers with none of its own. */
    type: (command: string, text: string, at: { user: string; channel: Channel }): Promise<Ack> =>
      sendCommand(command, text, at),

    /** The modal that somebody has before them, once it is filled in. */
    modal(user: string, title: string): Promise<OpenView> {
      const look = () => {
        const last = [...state.views.values()].findLast((one) => one.user === userId(user) && !one.submitted);
        const { view } = last ?? {};
        const isReady =
          view?.type === 'modal' && view.title.text === title && !visibleView(view).includes('One moment…');
        return isReady ? last : undefined;
      };
      return until(state, look, `the modal "${title}" for ${user}`);
    },

    /**
     * Submits a modal with what it holds already, but for the fields that are given: a text, or the labels chosen.
     * What comes back by `response_action` is shown. @returns the errors by field; empty where it was taken
     */
    async submit(
      opened: OpenView,
      fields: Readonly<Record<string, string | readonly string[]>>,
      files: readonly StoredFile[] = [],
    ) {
      const payload = {
        type: 'view_submission',
        ...click(state.users.get(opened.user) ?? ''),
        view: {
          id: opened.id,
          private_metadata: '',
          ...opened.view,
          state: {
            values: stateOf(
              opened.view,
              fields,
              files.map((file) => fileFields(file, base)),
            ),
          },
        },
      };
      const { payload: answer } = await transport.send('interactive', payload);
      if (answer.response_action === 'errors') return answer.errors as Record<string, string>;
      opened.submitted = true;
      if (answer.response_action === 'update') updateView(state, { view_id: opened.id, view: answer.view });
      else state.views.delete(opened.id);
      return {};
    },

    storeFile,

    messages: (channel: Channel): readonly SentMessage[] =>
      state.messages.filter((one) => one.channel === channel.id && one.onlyFor === null),
    /** What stands in the thread below a message, for all to see. */
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
