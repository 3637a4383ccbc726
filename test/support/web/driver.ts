/** The local web chat for the contract suite: the real server, and its page in a real Chromium. */

import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import { startChromium } from '../chromium.ts';
import type { Driver } from '../driver.ts';
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
  let port = 0;

  const opened = (): ChatPage => {
    if (chat === undefined) throw new Error('The web driver was not started.');
    return chat;
  };

  return {
    name: 'web',

    async start(desk) {
      const log = pino({ level: 'silent' });
      adapter = createWebAdapter({ host: '127.0.0.1', port, catalog }, { desk, log });
      await adapter.start();
      port = Number(new URL(adapter.url()).port);
      browser ??= startChromium();
      chat ??= await openChat(await browser, adapter.url());
    },

    async stop() {
      await adapter?.stop();
    },

    async ask(query) {
      const page = opened();
      const [shown] = await page.replies(await page.send(`/smtp ${query}`));
      if (shown === undefined) throw new Error(`/smtp ${query} got no answer`);
      return shown;
    },

    async paste(text) {
      const page = opened();
      return page.replies(await page.send(text));
    },

    press: (shown, label) => opened().press(shown.ref, label),

    shown: (ref) => opened().reply(ref),
  };
};
