/**
 * A Discord for tests: the REST API and the gateway on a loopback socket, driven as people drive the real one. It
 * refuses what Discord refuses, with Discord's codes.
 */

import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Form } from './api-error.ts';
import { COMPONENTS_V2 } from './check-message.ts';
import type { Discord } from './discord.ts';
import { fillIn } from './fill-in.ts';
import { createGateway, INTENTS } from './gateway.ts';
import {
  channelPayload,
  guildPayload,
  memberPayload,
  messagePayload,
  rolePayload,
  userPayload,
} from './payloads.ts';
import { createRest, type Trouble } from './rest.ts';
import type { Announce } from './rest-channels.ts';
import { snowflake } from './snowflake.ts';
import { buttonsOf, menusOf } from './visible.ts';
import {
  ALL_RIGHTS,
  addChannel,
  addFile,
  addMessage,
  createWorld,
  DIRECT_MESSAGE,
  FORUM,
  type Interaction,
  type Person,
  type StoredMessage,
  TEXT_CHANNEL,
  THREAD,
  type World,
} from './world.ts';

export type { Discord } from './discord.ts';

const PATIENCE = 5_000;

export async function startDiscord(
  options: { readonly messageContent?: boolean; readonly token?: string; readonly world?: World } = {},
): Promise<Discord> {
  const token = options.token ?? `MTA${snowflake()}.standin.${'x'.repeat(27)}`;
  const world = options.world ?? createWorld(token, options.messageContent ?? true);
  const changes = new EventEmitter().setMaxListeners(0);
  const troubles: Trouble[] = [];
  let origin = '';

  const announce: Announce = {
    message: (message) => tell('MESSAGE_CREATE', message),
    edited: (message) => tell('MESSAGE_UPDATE', message),
    thread: (thread) =>
      gateway.dispatch('THREAD_CREATE', INTENTS.guilds, () => ({
        ...channelPayload(world, thread),
        newly_created: true,
      })),
  };
  const gatewayUrl = () => `${origin.replace('http', 'ws')}/gateway`;
  const rest = createRest(world, announce, gatewayUrl, troubles, () => changes.emit('change'));
  const gateway = createGateway(rest, world, gatewayUrl);
  await new Promise<void>((resolve) => rest.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(rest.address() as AddressInfo).port}`;
  world.origin = origin;

  /** Who may read what a message says without the privileged intent (documentation, "Message Content Intent"). */
  const mayRead = (message: StoredMessage, intents: number): boolean =>
    (intents & INTENTS.messageContent) !== 0 ||
    world.channels.get(message.channelId)?.type === DIRECT_MESSAGE ||
    message.author.id === world.bot.id ||
    message.content.includes(`<@${world.bot.id}>`);

  function tell(event: string, message: StoredMessage): void {
    const channel = world.channels.get(message.channelId);
    if (channel === undefined || message.onlyFor !== null || !channel.rights.view) return;
    const direct = channel.type === DIRECT_MESSAGE;
    gateway.dispatch(event, direct ? INTENTS.directMessages : INTENTS.guildMessages, (intents) => ({
      ...messagePayload(world, message, !mayRead(message, intents)),
      channel_type: channel.type,
      ...(direct ? {} : { guild_id: channel.guildId, member: memberPayload(message.author) }),
    }));
  }

  const interact = (
    type: number,
    by: Person,
    channelId: string,
    data: Form,
    message: StoredMessage | null,
  ): Interaction => {
    const channel = world.channels.get(channelId);
    if (channel === undefined) throw new Error('no such channel');
    const interaction: Interaction = {
      id: snowflake(),
      token: `${snowflake()}-interaction-token-${'y'.repeat(150)}`,
      type,
      by,
      channelId,
      at: world.now(),
      callback: null,
      original: null,
      pressed: type === 3 || type === 5 ? (message?.id ?? null) : null,
      choices: null,
      modal: null,
      followups: [],
    };
    world.interactions.set(interaction.token, interaction);
    const direct = channel.guildId === null;
    gateway.dispatch('INTERACTION_CREATE', 0, () => ({
      id: interaction.id,
      application_id: world.applicationId,
      type,
      token: interaction.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: channelPayload(world, channel),
      locale: 'en-GB',
      app_permissions: '2248473465835073',
      entitlements: [],
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: channel.foreign
        ? { 1: by.id }
        : direct
          ? { 0: '0' }
          : { 0: world.guildId },
      context: direct ? 1 : 0,
      ...(direct
        ? { user: userPayload(by) }
        : {
            guild_id: channel.guildId,
            guild_locale: 'en-GB',
            guild: { id: channel.guildId, locale: 'en-GB', features: [] },
            member: { ...memberPayload(by), user: userPayload(by) },
          }),
      ...((type === 3 || type === 5) && message ? { message: messagePayload(world, message) } : {}),
    }));
    return interaction;
  };

  /** At which edit of a message somebody chose something from a menu of it. */
  const chosen = new Map<string, number>();

  const registered = (name: string, type: number): Form => {
    const command = world.commands.find((one) => one.name === name && (one.type ?? 1) === type);
    if (command === undefined) throw new Error(`the bot has registered no command "${name}"`);
    return command;
  };

  const slash = (query: string | null, focused: boolean): Form => ({
    id: registered('smtp', 1).id,
    name: 'smtp',
    type: 1,
    options:
      query === null ? [] : [{ name: 'query', type: 3, value: query, ...(focused ? { focused: true } : {}) }],
  });

  return {
    apiUrl: `${origin}/api`,
    token: world.token,
    world,
    gateway,
    person: (name, more = {}) => ({ id: snowflake(), username: name, bot: false, ...more }),
    role(name) {
      const role = { id: snowflake(), name };
      world.roles.push(role);
      gateway.dispatch('GUILD_ROLE_CREATE', INTENTS.guilds, () => ({
        guild_id: world.guildId,
        role: rolePayload(role),
      }));
      return role;
    },
    channel: (name, rights = {}) =>
      addChannel(world, { type: TEXT_CHANNEL, name, rights: { ...ALL_RIGHTS, ...rights } }),
    anotherServer(name, [nth, count]) {
      let id = snowflake();
      while ((BigInt(id) >> 22n) % BigInt(count) !== BigInt(nth)) id = String(BigInt(id) + (1n << 22n));
      const channel = addChannel(world, { type: TEXT_CHANNEL, name, guildId: id });
      world.servers.push(guildPayload(world, id));
      return channel;
    },
    forum: (name, tags, needsTag = false) =>
      addChannel(world, {
        type: FORUM,
        name,
        tags: tags.map((tag) => ({ id: snowflake(), name: tag, moderated: false })),
        needsTag,
      }),
    elsewhere: (name) =>
      addChannel(world, {
        type: TEXT_CHANNEL,
        name,
        guildId: snowflake(),
        foreign: true,
        rights: { ...ALL_RIGHTS, view: false },
      }),
    directMessages: (person) =>
      addChannel(world, { type: DIRECT_MESSAGE, name: person.username, guildId: null, recipient: person }),
    thread(parent, by, name, text, isPrivate = false) {
      const id = snowflake();
      const thread = addChannel(world, {
        id,
        type: THREAD,
        name,
        isPrivate,
        parentId: parent.id,
        guildId: parent.guildId,
        rights: parent.rights,
      });
      announce.thread(thread);
      // In a forum the first message of a post has the post's own id.
      const own = parent.type === FORUM ? { id } : {};
      const message = addMessage(world, { ...own, channelId: id, author: by, content: text });
      tell('MESSAGE_CREATE', message);
      return message;
    },
    archive(threadId) {
      const thread = world.channels.get(threadId);
      if (thread) Object.assign(thread, { archived: true, archivedAt: world.now() });
    },
    post(channel, by, text, more = {}) {
      const long = text.length > 2000;
      const files = [
        ...(long ? [{ name: 'message.txt', type: 'text/plain; charset=utf-8', bytes: text }] : []),
        ...(more.files ?? []),
      ];
      const message = addMessage(world, {
        id: snowflake(more.at),
        channelId: channel.id,
        author: by,
        type: more.type ?? (more.replyTo === undefined ? 0 : 19),
        content: long ? '' : text,
        attachments: files.map((file) =>
          addFile(world, channel.id, { ...file, bytes: Buffer.from(file.bytes) }),
        ),
        embeds: more.embeds ?? [],
        components: more.components ?? [],
        flags: more.components ? COMPONENTS_V2 : 0,
        replyTo: more.replyTo ?? null,
        forwards: more.forwards ?? null,
        webhookId: more.webhookId ?? null,
        applicationId: more.applicationId ?? null,
      });
      tell('MESSAGE_CREATE', message);
      return message;
    },
    replay: (message) => tell('MESSAGE_CREATE', message),
    rewrite(message, text) {
      message.content = text;
      message.edits += 1;
      tell('MESSAGE_UPDATE', message);
    },
    unfurl: (message) => tell('MESSAGE_UPDATE', message),
    remove(message) {
      world.messages.delete(message.id);
      const channel = world.channels.get(message.channelId);
      const direct = channel?.type === DIRECT_MESSAGE;
      gateway.dispatch('MESSAGE_DELETE', direct ? INTENTS.directMessages : INTENTS.guildMessages, () => ({
        id: message.id,
        channel_id: message.channelId,
        ...(direct ? {} : { guild_id: channel?.guildId }),
      }));
    },
    bounces(verb, options, by, channel) {
      const { id, options: verbs } = registered('bounces', 1);
      const known = (verbs as readonly Form[]).find(({ name }) => name === verb);
      if (known === undefined) throw new Error(`/bounces has no "${verb}"`);
      const values = Object.entries(options).map(([name, value]) => {
        const option = ((known.options ?? []) as readonly Form[]).find((one) => one.name === name);
        if (option === undefined) throw new Error(`/bounces ${verb} has no option "${name}"`);
        return { name, type: option.type, value };
      });
      const data = { id, name: 'bounces', type: 1, options: [{ name: verb, type: 1, options: values }] };
      return interact(2, by, channel.id, data, null);
    },
    command: (query, by, channel) => interact(2, by, channel.id, slash(query, false), null),
    autocomplete: (partial, by, channel) => interact(4, by, channel.id, slash(partial, true), null),
    press(message, label, by) {
      if (message.onlyFor !== null && message.onlyFor.id !== by.id)
        throw new Error('they do not see this message');
      const button = buttonsOf(message.components).find((one) => one.label === label);
      if (button === undefined) {
        throw new Error(
          `there is no button "${label}", only ${buttonsOf(message.components)
            .map((one) => one.label)
            .join(', ')}`,
        );
      }
      return interact(
        3,
        by,
        message.channelId,
        { component_type: 2, custom_id: button.customId, id: 1 },
        message,
      );
    },
    choose(message, menu, choice, by) {
      const shown = menusOf(message.components).find(({ label }) => label === menu);
      if (shown === undefined) throw new Error(`there is no menu "${menu}"`);
      const data = { component_type: shown.type, custom_id: shown.customId, id: 1 };
      if (typeof choice !== 'string') {
        const users = { [choice.id]: userPayload(choice) };
        return interact(
          3,
          by,
          message.channelId,
          { ...data, values: [choice.id], resolved: { users } },
          message,
        );
      }
      const option = shown.options.find(({ label }) => label === choice);
      if (option === undefined) throw new Error(`"${menu}" has no choice "${choice}"`);
      // It stays chosen until the message is drawn again, and what is chosen can't be chosen once more.
      const held = `${by.id} ${message.id} ${shown.customId} ${option.value}`;
      if (chosen.get(held) === message.edits) throw new Error(`"${choice}" is still chosen`);
      chosen.set(held, message.edits);
      return interact(3, by, message.channelId, { ...data, values: [option.value] }, message);
    },
    submit(opened, values) {
      if (opened.modal === null) throw new Error('no modal is open');
      const data = fillIn(world, opened.modal, values, opened.channelId);
      const message = world.messages.get(opened.pressed ?? '') ?? null;
      return interact(5, opened.by, opened.channelId, data, message);
    },
    contextMenu(message, by) {
      const { id, name } = registered('Explain this bounce', 3);
      const data = {
        id,
        name,
        type: 3,
        target_id: message.id,
        resolved: { messages: { [message.id]: messagePayload(world, message) } },
      };
      return interact(2, by, message.channelId, data, message);
    },
    messages: (channelId) =>
      [...world.messages.values()].filter(
        (message) => message.channelId === channelId && message.onlyFor === null && message.type !== 21,
      ),
    trouble(path, error, times = 1) {
      troubles.push({ path, error, times });
    },
    calm: () => void troubles.splice(0),
    forgetNonces() {
      for (const message of world.messages.values()) message.nonce = null;
    },
    async until<T>(
      condition: () => T | null | undefined | false,
      what: string,
      patience = PATIENCE,
    ): Promise<T> {
      const end = Date.now() + patience;
      for (;;) {
        const value = condition();
        if (value) return value;
        if (Date.now() > end) throw new Error(`in vain waited for ${what}`);
        // Woken by every request; the timer is for what changes without one, such as the desk's answer.
        await new Promise<void>((resolve) => {
          const timer = setTimeout(done, 20);
          function done() {
            clearTimeout(timer);
            changes.off('change', done);
            resolve();
          }
          changes.once('change', done);
        });
      }
    },
    async close() {
      await gateway.close();
      rest.closeAllConnections();
      await new Promise((resolve) => rest.close(resolve));
    },
  };
}
