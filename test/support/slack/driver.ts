import pino from 'pino';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import type { Answer, Desk, Outcome } from '../../../src/desk.ts';
import type { Driver, Shown } from '../driver.ts';
import { buttonsOf } from './check-blocks.ts';
import { liveMentions, visibleText } from './visible.ts';
import { type Channel, openWorkspace, type SentMessage, type SlackWorkspace } from './workspace.ts';

/** What the desk decided last, so that the driver knows what is to come and when nothing is. */
type Overheard = { answers: Map<string, Answer>; posted: Set<string>; outcome: Outcome | null };

const overhear = (desk: Desk, overheard: Overheard, changed: () => void): Desk => ({
  ...desk,
  message: async (message) => {
    const answer = await desk.message(message);
    overheard.answers.set(message.id, answer);
    changed();
    return answer;
  },
  posted: async (messageId, team) => {
    await desk.posted(messageId, team);
    overheard.posted.add(messageId);
    changed();
  },
  action: async (action) => {
    const outcome = await desk.action(action);
    overheard.outcome = outcome;
    changed();
    return outcome;
  },
});

const shownFrom = (message: SentMessage, notice: string | null): Shown => ({
  ref: `${message.channel}:${message.ts}`,
  text: visibleText(message),
  buttons: buttonsOf(message.blocks).map(({ text }) => text.text),
  private: message.onlyFor !== null,
  notice,
  mentions: liveMentions(message),
});

/** Drives the Slack adapter over the stand-in. Only what the platform's own user could do or see is used. */
export const createSlackDriver = (): Driver => {
  const overheard: Overheard = { answers: new Map(), posted: new Set(), outcome: null };
  let slack: SlackWorkspace | null = null;
  let channel: Channel | null = null;
  let stopAdapter: () => Promise<void> = async () => undefined;

  const open = (): { slack: SlackWorkspace; channel: Channel } => {
    if (slack === null || channel === null) throw new Error('The driver was not started.');
    return { slack, channel };
  };

  const find = (ref: string): SentMessage => {
    const message = open().slack.state.messages.find((one) => `${one.channel}:${one.ts}` === ref);
    if (message === undefined) throw new Error(`No message ${ref}`);
    return message;
  };

  return {
    name: 'slack',

    async start(desk) {
      // A second start is a restart of the bot: the workspace and its messages are still there.
      slack ??= await openWorkspace();
      channel ??= slack.channel('deliverability');
      const { changed } = slack.state;
      const adapter = createSlackAdapter(slack.config, {
        desk: overhear(desk, overheard, () => changed.emit('change')),
        log: pino({ level: 'silent' }),
      });
      await adapter.start();
      stopAdapter = () => adapter.stop();
    },

    async stop() {
      await stopAdapter();
    },

    async ask(query) {
      const at = open();
      return shownFrom(await at.slack.command('/smtp', query, { user: 'ann', channel: at.channel }), null);
    },

    async paste(text) {
      const at = open();
      const { message, acknowledged } = at.slack.post(at.channel, 'ann', text);
      await acknowledged;
      const id = `${message.channel}:${message.ts}`;
      const answer = await at.slack.until(
        () => overheard.answers.get(id),
        'the desk to have read the message',
      );
      if (answer.replies.length > 0)
        await at.slack.until(() => overheard.posted.has(id), 'the answer to be posted');
      return at.slack.thread(message).map((reply) => shownFrom(reply, null));
    },

    async press(shown, label, by = 'ann') {
      const at = open();
      const message = find(shown.ref);
      const before = { edited: message.edited, messages: at.slack.state.messages.length };
      overheard.outcome = null;
      await at.slack.press(message, label, by);
      const outcome = await at.slack.until(() => overheard.outcome, 'the desk to have acted');
      const added = () => at.slack.state.messages.slice(before.messages);
      if (outcome.update !== null) await at.slack.until(() => message.edited > before.edited, 'the update');
      if (outcome.post !== null)
        await at.slack.until(() => added().some(({ onlyFor }) => !onlyFor), 'the post');
      const told = () => added().find(({ onlyFor }) => onlyFor === at.slack.userId(by));
      const notice = outcome.notice === null ? null : await at.slack.until(told, 'the notice');
      return shownFrom(message, notice && visibleText(notice));
    },

    async shown(ref) {
      return shownFrom(find(ref), null);
    },
  };
};
