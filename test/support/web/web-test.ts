/** The web adapter and a real Chromium for the tests of one file. */
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import type { Catalog } from '../../../src/catalog/index.ts';
import type { Desk } from '../../../src/desk.ts';
import { startChromium } from '../chromium.ts';
import { catalog as builtIn } from './catalog.ts';
import { type CatalogPage, openCatalogPage } from './catalog-page.ts';
import { type ChatPage, openChat } from './chat-page.ts';
import { createSampleDesk } from './sample-desk.ts';

export type WebTest = {
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
 * To be called once at the top of a test file: starts server and browser before its tests and ends both after.
 *
 * @param desk asked for when the server starts, so it may be opened in a `beforeAll` above
 */
export const webTest = ({
  desk = createSampleDesk,
  catalog = builtIn,
}: {
  readonly desk?: () => Desk;
  readonly catalog?: Catalog;
} = {}): WebTest => {
  let web: ReturnType<typeof createWebAdapter>;
  let browser: Browser;

  const start = async (port: number): Promise<void> => {
    const log = pino({ level: 'silent' });
    web = createWebAdapter({ host: '127.0.0.1', port, catalog }, { desk: desk(), log });
    await web.start();
  };

  beforeAll(async () => {
    await start(0);
    browser = await startChromium();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await web.stop();
  });

  return {
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
