/** The web adapter on a real desk, and a real Chromium, for the tests of one file. */
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import type { Catalog } from '../../../src/catalog/index.ts';
import type { Desk } from '../../../src/desk.ts';
import { startChromium } from '../chromium.ts';
import { openDesk, type TestDesk } from '../desk.ts';
import { catalog as builtIn } from './catalog.ts';
import { type CatalogPage, openCatalogPage } from './catalog-page.ts';
import { type ChatPage, openChat } from './chat-page.ts';

export type WebTest = {
  /** @returns the desk behind the server, with an empty database for each test */
  bot(): TestDesk;
  /** Lets time pass, and what has become due happen. Resolves when it has. @param milliseconds */
  wait(milliseconds: number): Promise<void>;
  /** @returns the address of the server, without a path: "http://127.0.0.1:40123" */
  url(): string;
  /** Opens the chat in a profile of its own, which is closed after the test. */
  openChat(options?: Parameters<typeof openChat>[2]): Promise<ChatPage>;
  /** Opens an address of the catalog in a profile of its own, which is closed after the test. */
  openCatalog(path?: string, options?: Parameters<typeof openCatalogPage>[3]): Promise<CatalogPage>;
  /** Stops the server. @returns what starts a new one at the same address, on the same desk */
  restart(): Promise<() => Promise<void>>;
};

/**
 * To be called once at the top of a test file: starts the browser before its tests and a server before each, and
 * ends them afterwards.
 *
 * @param options.through what the adapter gets for the desk: one that is slow, or whose answers are traps
 */
export const webTest = ({
  through = (desk) => desk,
  catalog = builtIn,
}: {
  readonly through?: (desk: Desk) => Desk;
  readonly catalog?: Catalog;
} = {}): WebTest => {
  let web: ReturnType<typeof createWebAdapter>;
  let browser: Browser;
  let bot: TestDesk;
  let now = 0;

  const start = async (port: number): Promise<void> => {
    const log = pino({ level: 'silent' });
    const context = { desk: through(bot.desk), queue: bot.queue, log };
    web = createWebAdapter({ host: '127.0.0.1', port, catalog }, context);
    await web.start();
  };

  beforeAll(async () => {
    browser = await startChromium();
  });
  beforeEach(async () => {
    now = Date.parse('2026-11-21T10:15:00Z');
    bot = await openDesk({ now: () => new Date(now) });
    await start(0);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await web.stop();
    await bot.close();
  });
  afterAll(() => browser.close());

  return {
    bot: () => bot,
    async wait(milliseconds) {
      now += milliseconds;
      await bot.queue.idle();
    },
    url: () => web.url(),
    openChat: (options) => openChat(browser, web.url(), options),
    openCatalog: (path, options) => openCatalogPage(browser, web.url(), path, options),
    async restart() {
      const port = Number(new URL(web.url()).port);
      await web.stop();
      return () => start(port);
    },
  };
};
