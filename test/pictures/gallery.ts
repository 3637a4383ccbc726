/** Drawings hung into one page of one Chromium: all are laid out together, and measured or taken one by one. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { fontSheets } from './fonts.ts';
import { element } from './html.ts';

export type Drawing = {
  /** Names the picture: "hard-slack-420". */
  readonly name: string;
  readonly html: string;
  readonly width: number;
  readonly dark: boolean;
};

/** @returns one drawing as a PNG; the others are put aside, as a long page takes long to paint */
export async function take(page: Page, name: string): Promise<Buffer> {
  await page.evaluate(
    `for (const frame of document.querySelectorAll('.frame')) frame.hidden = frame.id !== ${JSON.stringify(name)}`,
  );
  return page.locator(`#${name}`).screenshot();
}

export type Measured = {
  readonly name: string;
  readonly height: number;
  /** All that shows but the bot's name: icons, dots and numbers before steps are no words. */
  readonly words: number;
  readonly controls: number;
};

const SHEETS = ['slack.css', 'discord.css'];
const sheet = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** @returns a page on which the drawings hang, each in a frame with its name as id, once all typefaces are there */
export async function hang(browser: Browser, drawings: readonly Drawing[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  const frames = drawings.map(
    ({ name, html, width, dark }) =>
      `<div id="${name}" class="frame ${dark ? 'dark' : ''}" style="width: ${width}px">${html}</div>`,
  );
  await page.setContent(
    `<!doctype html>${element('style', '', fontSheets(), ...SHEETS.map(sheet), 'body { margin: 0; }')}${frames.join('')}`,
  );
  await page.evaluate('document.fonts.ready');
  return page;
}

/** Runs in the page. */
const MEASURE = `[...document.querySelectorAll('.frame')].map((frame) => ({
  name: frame.id,
  height: Math.ceil(frame.getBoundingClientRect().height),
  controls: frame.querySelectorAll('button').length,
  text: frame.querySelector('.blocks').innerText,
}))`;

/** @returns the words, as one counts them: a token with a letter or a digit in it */
export const countWords = (text: string): number =>
  text.split(/\s+/).filter((token) => /[\p{L}\p{N}]/u.test(token)).length;

/** @returns the drawings' sizes, in their order */
export async function measure(page: Page): Promise<readonly Measured[]> {
  const found = (await page.evaluate(MEASURE)) as (Omit<Measured, 'words'> & { readonly text: string })[];
  return found.map(({ text, ...rest }) => ({ ...rest, words: countWords(text) }));
}
