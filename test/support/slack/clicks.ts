/** What people do with messages: buttons, menus, shortcuts, commands. */
import { randomUUID } from 'node:crypto';
import { type At, channelOf, createClick, triggerFor, userIn } from './at.ts';
import { buttonsOf, menusOf, optionsOf, overflowOf } from './check-blocks.ts';
import { escapeTyped } from './encode.ts';
import { messageFields } from './payloads.ts';
import type { Ack } from './socket-mode.ts';
import { type Channel, type SentMessage, until } from './workspace-state.ts';

export const createClicks = (at: At) => {
  const { state } = at;
  const userId = userIn(state);
  const click = createClick(state);
  const interaction = (user: string, channel: Channel) => ({
    ...click(user),
    channel: { id: channel.id, name: channel.name },
  });

  const responseUrl = (channel: string, user: string, source: SentMessage | null): string => {
    const id = randomUUID();
    state.responseUrls.set(id, { channel, user, source, madeAt: at.now(), uses: 0 });
    return `${at.base}/respond/${id}`;
  };

  /** A button pressed, or something chosen, on a message. */
  const act = (
    message: SentMessage,
    user: string,
    action: Readonly<Record<string, unknown>>,
  ): Promise<Ack> => {
    const channel = channelOf(state, message);
    const onlyTheirs = message.onlyFor !== null;
    return at.send('interactive', {
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
      ...(onlyTheirs ? {} : { message: messageFields(message, state.teamId, at.base) }),
      response_url: responseUrl(channel.id, userId(user), message),
      actions: [{ ...action, block_id: 'b', action_ts: state.nextTs() }],
    });
  };

  const sendCommand = (
    command: string,
    text: string,
    from: { user: string; channel: Channel },
  ): Promise<Ack> =>
    at.send('slash_commands', {
      token: 'verification',
      team_id: state.teamId,
      team_domain: 'standin',
      channel_id: from.channel.id,
      channel_name: from.channel.name,
      user_id: userId(from.user),
      user_name: from.user,
      command,
      text: escapeTyped(text),
      api_app_id: state.appId,
      ...(state.enterpriseId === null ? {} : { enterprise_id: state.enterpriseId }),
      is_enterprise_install: String(state.enterpriseId !== null),
      response_url: responseUrl(from.channel.id, userId(from.user), null),
      trigger_id: triggerFor(state, from.user),
    });

  return {
    /** `/smtp 421 4.7.28`. @returns the answer that the asker alone sees */
    async command(
      command: string,
      text: string,
      from: { user: string; channel: Channel },
    ): Promise<SentMessage> {
      const before = state.messages.length;
      const user = userId(from.user);
      const ack = await sendCommand(command, text, from);
      if (typeof ack.payload.text === 'string') {
        const { text: said } = ack.payload;
        return state.add({
          ts: state.nextTs(),
          channel: from.channel.id,
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

    /** Chooses from the menu with this label: one of its choices, or a person by name; "More…" is the ⋯. */
    async choose(message: SentMessage, menu: string, choice: string, user: string): Promise<Ack> {
      const found =
        menusOf(message.blocks).find(({ placeholder }) => placeholder?.text === menu) ??
        (menu === 'More…' ? overflowOf(message.blocks) : undefined);
      if (found === undefined) throw new Error(`No menu "${menu}" on: ${JSON.stringify(message.blocks)}`);
      const { action_id, type } = found;
      if (type === 'users_select')
        return act(message, user, { type, action_id, selected_user: userId(choice) });
      const selected_option = optionsOf(found).find(({ text }) => text.text === choice);
      if (selected_option === undefined) throw new Error(`No choice "${choice}" in "${menu}"`);
      return act(message, user, { type, action_id, selected_option });
    },

    /** The message shortcut, from a message's menu. Resolves when it is acknowledged. */
    async shortcut(callbackId: string, message: SentMessage, user: string): Promise<Ack> {
      const channel = channelOf(state, message);
      return at.send('interactive', {
        type: 'message_action',
        callback_id: callbackId,
        message_ts: message.ts,
        ...interaction(user, channel),
        message: messageFields(message, state.teamId, at.base),
        response_url: responseUrl(channel.id, userId(user), null),
      });
    },

    /** A shortcut from anywhere. */
    globalShortcut: (callbackId: string, user: string): Promise<Ack> =>
      at.send('interactive', { type: 'shortcut', callback_id: callbackId, ...click(user) }),

    /** Opens the settings or another modal by a command that answers with none of its own. */
    type: (command: string, text: string, at: { user: string; channel: Channel }): Promise<Ack> =>
      sendCommand(command, text, at),
  };
};
