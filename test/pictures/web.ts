/** The typical answers in the real page of the web chat: it is opened on a transcript that holds them all. */
import { pino } from 'pino';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createWebAdapter } from '../../adapters/web/index.ts';
import { replyHere } from '../../adapters/web/shown.ts';
import { openDesk } from '../support/desk.ts';
import { catalog } from '../support/web/catalog.ts';
import { type Answer, NOW } from './answers.ts';
import { fontSheets } from './fonts.ts';
import type { Measured } from './gallery.ts';
import { countWords } from './gallery.ts';

/** As adapters/web/page/transcript.js keeps it. */
const KEY = 'bounce-triage.transcript.v4';

/** A window on a desk, by day, and a phone by night. */
export const SCREENS = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
} as const;

const entryOf = ({ name, reply }: Answer) => ({
  kind: 'message',
  id: name,
  at: NOW,
  text: name,
  files: [],
  whole: true,
  state: 'answered',
  problem: '',
  said: [{ key: name, ref: null, reply: replyHere(reply), private: false }],
  lines: [],
});

/** @returns what `does` makes of the page, in a server of its own that ends with it */
export async function inChat<T>(
  browser: Browser,
  answers: readonly Answer[],
  options: BrowserContextOptions,
  does: (page: Page) => Promise<T>,
): Promise<T> {
  const bot = await openDesk({ now: () => new Date(NOW) });
  const { desk, queue } = bot;
  const log = pino({ level: 'silent' });
  const web = createWebAdapter({ host: '127.0.0.1', port: 0, catalog }, { desk, queue, log });
  await web.start();
  // The page allows no styles but its own.
  const context = await browser.newContext({ timezoneId: 'UTC', bypassCSP: true, ...options });
  try {
    const page = await context.newPage();
    await page.clock.setFixedTime(NOW);
    const kept = JSON.stringify(answers.map(entryOf));
    await page.addInitScript(`localStorage.setItem(${JSON.stringify(KEY)}, ${JSON.stringify(kept)})`);
    await page.goto(web.url());
    await page.addStyleTag({
      content: `${fontSheets()} body { font-family: "Open Sans", "Noto Color Emoji", "DejaVu Mono"; }
        code, pre { font-family: "DejaVu Mono", monospace; }`,
    });
    await page.locator(`.card[data-key="${answers.at(-1)?.name}"]`).waitFor();
    await page.evaluate('document.fonts.ready');
    return await does(page);
  } finally {
    await context.close();
    await web.stop();
    await bot.close();
  }
}

/** Runs in the page: what is folded is no part of what shows. */
const MEASURE = `[...document.querySelectorAll('.card')].map((card) => ({
  name: card.dataset.key,
  height: Math.ceil(card.getBoundingClientRect().height),
  controls: [...card.querySelectorAll('.case-actions :is(button, a)')].filter((one) => one.checkVisibility()).length,
  text: card.innerText,
}))`;

/** @returns the cards' sizes, in their order */
export async function measureCards(page: Page): Promise<readonly Measured[]> {
  const found = (await page.evaluate(MEASURE)) as (Omit<Measured, 'words'> & { readonly text: string })[];
  return found.map(({ text, ...rest }) => ({ ...rest, words: countWords(text) }));
}
