/** The local web chat for the contract suite: the real server, and its page in a real Chromium. */
import { pino } from 'pino';
import type { Browser, Locator } from 'playwright-core';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import { startChromium } from '../chromium.ts';
import type { Driver, OpenForm } from '../driver.ts';
import { catalog } from './catalog.ts';
import { type ChatPage, openChat } from './chat-page.ts';

/** One for all drivers of a test process; it ends with the process. Each driver has a profile of its own in it. */
let browser: Promise<Browser> | undefined;

/**
 * There is one person at a web chat, so `by` in `press` is whoever sits there: the same one.
 *
 * `start` may be called again after `stop`: the adapter comes back on the same port, and the page stays open as
 * it does at a user's, so a press on an old button is one after a restart.
 */
export const createWebDriver = (): Driver => {
  let chat: ChatPage | undefined;
  let adapter: ReturnType<typeof createWebAdapter> | undefined;
  let queue: Parameters<Driver['start']>[0]['queue'] | undefined;
  let pasted: Locator | undefined;
  let port = 0;

  const opened = (): ChatPage => {
    if (chat === undefined) throw new Error('The web driver was not started.');
    return chat;
  };

  /** Everything that is owed has been pushed, and the page has shown it. */
  const settled = async (): Promise<void> => {
    await queue?.idle();
    await opened().settled();
  };

  const askOne = async (text: string) => {
    const [shown] = await opened().replies(await opened().send(text));
    if (shown === undefined) throw new Error(`${text} got no answer`);
    return shown;
  };

  const formOpened = async (): Promise<OpenForm> => {
    const form = opened().form();
    return {
      text: await form.text(),
      async submit(values) {
        const told = await form.submit(values);
        await settled();
        return told;
      },
    };
  };

  return {
    name: 'web',
    guest: null,
    // What was sent stands as it is: it is a copy of a bounce, not a talk.
    below: null,
    hide: null,
    edit: null,
    remove: null,
    details: null,

    async start({ desk, queue: itsMailroom }) {
      const log = pino({ level: 'silent' });
      queue = itsMailroom;
      adapter = createWebAdapter({ host: '127.0.0.1', port, catalog }, { desk, queue, log });
      const listens = chat?.listens();
      await adapter.start();
      port = Number(new URL(adapter.url()).port);
      browser ??= startChromium();
      chat ??= await openChat(await browser, adapter.url());
      await listens;
    },

    async stop() {
      await adapter?.stop();
    },

    ask: (query) => askOne(`/smtp ${query}`),
    command: (text) => askOne(`/bounces ${text}`),

    async paste(text, files) {
      pasted = await opened().send(text, files);
      await settled();
      return opened().replies(pasted);
    },

    async redeliver() {
      await opened().sendAgain();
      await settled();
    },

    async thread() {
      await settled();
      if (pasted === undefined) throw new Error('Nothing was pasted.');
      return [...(await opened().replies(pasted)), ...(await opened().lines(pasted))];
    },

    async press(shown, label) {
      await opened().press(shown.ref, label);
      await settled();
      return opened().reply(shown.ref);
    },

    aside: (shown, label) => opened().aside(shown.ref, label),

    sayNo: (shown, label) => opened().sayNo(shown.ref, label),

    async openForm(shown, _title, ...way) {
      const [label, choice] = way;
      await opened().unfold(shown.ref, label, choice);
      return formOpened();
    },

    async openSettings() {
      await opened().type('/bounces settings');
      return formOpened();
    },

    async choose(shown, menu, choice) {
      await opened().choose(shown.ref, menu, choice);
      await settled();
      return opened().reply(shown.ref);
    },

    async shown(ref) {
      await settled();
      return opened().reply(ref);
    },
  };
};
