import pino from 'pino';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import type { Desk, Outcome } from '../../../src/desk.ts';
import type { Queue } from '../../../src/queue/index.ts';
import type { TestDesk } from '../desk.ts';
import type { Driver, OpenForm, Shown } from '../driver.ts';
import { buttonsOf } from './check-blocks.ts';
import { visibleView } from './view-state.ts';
import { blocksOf, type OpenView } from './views.ts';
import { liveMentions, visibleText } from './visible.ts';
import { BOT_NAME, type Channel, openWorkspace, type SentMessage, type SlackWorkspace } from './workspace.ts';

const shownFrom = (message: SentMessage, notice: string | null): Shown => ({
  ref: `${message.channel}:${message.ts}`,
  text: visibleText(message),
  buttons: buttonsOf(message.blocks).map(({ text }) => text.text),
  private: message.onlyFor !== null,
  notice,
  mentions: liveMentions(message),
});

const VIEW = 'view:';

const shownIn = ({ id, view }: OpenView): Shown => ({
  ref: `${VIEW}${id}`,
  text: visibleView(view),
  buttons: buttonsOf(blocksOf(view)).map(({ text }) => text.text),
  private: true,
  notice: null,
  mentions: liveMentions({ text: '', blocks: blocksOf(view) }),
});

/** Drives the Slack adapter over the stand-in. Only what the platform's own user could do or see is used. */
export const createSlackDriver = (): Driver => {
  let slack: SlackWorkspace | null = null;
  let channel: Channel | null = null;
  let queue: TestDesk['queue'] | null = null;
  /** What the desk decided last, so that the driver knows what is to come and when nothing is. */
  let outcome: Outcome | null = null;
  let pasted: SentMessage | null = null;
  let stopAdapter: () => Promise<void> = async () => undefined;

  /** Everything that was heard is answered, and everything that is owed is there. */
  const settled = async (): Promise<void> => queue?.idle();

  const open = (): { slack: SlackWorkspace; channel: Channel } => {
    if (slack === null || channel === null) throw new Error('The driver was not started.');
    return { slack, channel };
  };

  const find = (ref: string): SentMessage => {
    const message = open().slack.state.messages.find((one) => `${one.channel}:${one.ts}` === ref);
    if (message === undefined) throw new Error(`No message ${ref}`);
    return message;
  };

  const act = async (
    shown: Shown,
    by: string,
    does: (slack: SlackWorkspace, message: SentMessage) => Promise<unknown>,
  ): Promise<Shown> => {
    const { slack } = open();
    const message = find(shown.ref);
    const before = { edited: message.edited, messages: slack.state.messages.length };
    outcome = null;
    await does(slack, message);
    const { update, post, notice, aside } = await slack.until(() => outcome, 'the desk to have acted');
    await settled();
    const added = () => slack.state.messages.slice(before.messages);
    if (update !== null) await slack.until(() => message.edited > before.edited, 'the update');
    if (post !== null) await slack.until(() => added().some(({ onlyFor }) => !onlyFor), 'the post');
    const told = () => added().find(({ onlyFor }) => onlyFor === slack.userId(by));
    const isTold = notice !== null || aside !== null;
    const words = isTold ? await slack.until(told, 'what they alone are told') : null;
    return shownFrom(message, words && visibleText(words));
  };

  const modalOf = ({ ref }: Shown): OpenView => {
    const modal = open().slack.state.views.get(ref.slice(VIEW.length));
    if (modal === undefined) throw new Error(`No modal ${ref}`);
    return modal;
  };

  /** @returns the modal, as it is once the desk has acted and it was drawn again */
  const pressInModal = async (shown: Shown, label: string): Promise<Shown> => {
    const { slack } = open();
    const modal = modalOf(shown);
    const { view } = modal;
    await slack.pressIn(modal, label);
    await slack.until(() => modal.view !== view, 'the modal to be drawn again');
    await settled();
    return shownIn(modal);
  };

  const opened = async (user: string, title: string): Promise<OpenForm> => {
    const modal: OpenView = await open().slack.modal(user, title);
    return {
      text: visibleView(modal.view),
      async submit(values) {
        const errors = await open().slack.submit(modal, values);
        await settled();
        if (Object.keys(errors).length > 0) return Object.values(errors).join('\n');
        // It stays open, and says what became of it, or is gone.
        return open().slack.state.views.has(modal.id) ? visibleView(modal.view) : '';
      },
    };
  };
  const last = (): SentMessage => {
    if (pasted === null) throw new Error('Nothing was pasted.');
    return pasted;
  };

  return {
    name: 'slack',
    guest: 'gil',

    async start(core) {
      // A second start is a restart of the bot: the workspace and its messages are still there.
      slack ??= await openWorkspace();
      channel ??= slack.channel('deliverability');
      slack.state.standings.set(slack.userId('gil'), { is_restricted: true });
      slack.state.standings.set(slack.userId('zoe'), { is_admin: true });
      queue = core.queue;
      const { changed } = slack.state;
      const desk: Desk = {
        ...core.desk,
        action: async (action, key) => {
          outcome = await core.desk.action(action, key);
          changed.emit('change');
          return outcome;
        },
      };
      const log = pino({ level: 'silent' });
      const press: Queue['press'] = (kept, dealing) =>
        core.queue.press(kept, {
          ...dealing,
          async refuse(words) {
            await dealing.refuse(words);
            outcome = {
              ...{ update: null, post: null, aside: null, details: null, file: null },
              notice: words,
            };
            changed.emit('change');
          },
        });
      const adapter = createSlackAdapter(slack.config, { desk, queue: { ...core.queue, press }, log });
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

    async command(text) {
      const at = open();
      return shownFrom(await at.slack.command('/bounces', text, { user: 'ann', channel: at.channel }), null);
    },

    async redeliver() {
      open().slack.socket.sendLastAgain();
      // Whatever is sent afterwards is handled afterwards.
      await open().slack.event({ type: 'reaction_added' });
      await settled();
    },

    async thread() {
      await settled();
      return open()
        .slack.thread(last())
        .map((reply) => shownFrom(reply, null));
    },

    async edit(text) {
      await open().slack.edit(last(), text);
      await settled();
    },

    async remove() {
      await open().slack.remove(last());
      await settled();
    },

    async paste(text, files = []) {
      const at = open();
      const { message, acknowledged } = at.slack.post(at.channel, 'ann', text, {
        files: files.map((file) => ({ name: file.name, mimetype: file.type, bytes: Buffer.from(file.text) })),
        event: files.length > 0 ? { subtype: 'file_share' } : {},
      });
      pasted = message;
      await acknowledged;
      await settled();
      return at.slack.thread(message).map((reply) => shownFrom(reply, null));
    },

    async below(text) {
      const at = open();
      const root = last();
      const before = at.slack.thread(root);
      const { acknowledged } = at.slack.post(at.channel, 'ann', `${BOT_NAME} ${text}`, { thread: root });
      await acknowledged;
      await settled();
      const said = at.slack.thread(root).filter((one) => one.botId !== null && !before.includes(one));
      return said.map((reply) => shownFrom(reply, null));
    },

    hide() {
      open().slack.state.scopes.delete('channels:history');
    },

    press: (shown, label, by = 'ann') =>
      shown.ref.startsWith(VIEW)
        ? pressInModal(shown, label)
        : act(shown, by, (slack, message) => slack.press(message, label, by)),

    async details(shown) {
      const { slack } = open();
      await slack.press(find(shown.ref), 'Details', 'ann');
      return shownIn(await slack.modal('ann', 'Details'));
    },

    async aside(shown, label) {
      const { slack } = open();
      const before = slack.state.messages.length;
      await (shown.ref.startsWith(VIEW)
        ? slack.pressIn(modalOf(shown), label)
        : slack.press(find(shown.ref), label, 'ann'));
      const told = () =>
        slack.state.messages.slice(before).find(({ onlyFor }) => onlyFor === slack.userId('ann'));
      return shownFrom(await slack.until(told, 'what they alone are told'), null);
    },

    async sayNo(shown, label) {
      const message = find(shown.ref);
      const asks = buttonsOf(message.blocks).find(({ text }) => text.text === label)?.confirm;
      // Slack itself asks, and a no never reaches the app.
      if (asks !== undefined) return asks.text.text;
      await act(shown, 'ann', (slack) => slack.press(message, label, 'ann'));
      return null;
    },

    async openForm(shown, title, ...way) {
      const { slack } = open();
      const [label, choice] = way;
      if (shown.ref.startsWith(VIEW)) await slack.pressIn(modalOf(shown), label);
      else {
        await (choice === undefined
          ? slack.press(find(shown.ref), label, 'ann')
          : slack.choose(find(shown.ref), label, choice, 'ann'));
      }
      return opened('ann', title);
    },

    async openSettings() {
      const at = open();
      await at.slack.type('/bounces', 'settings', { user: 'zoe', channel: at.channel });
      return opened('zoe', 'Settings');
    },

    choose: (shown, menu, choice) =>
      act(shown, 'ann', (slack, message) => slack.choose(message, menu, choice, 'ann')),

    async shown(ref) {
      await settled();
      return shownFrom(find(ref), null);
    },
  };
};
