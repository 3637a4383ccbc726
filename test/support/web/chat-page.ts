/** The chat page in a browser, as a user handles it: by labels, roles and keys. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { Shown } from '../driver.ts';

export type ChatPage = {
  readonly page: Page;
  /** Types into the box and presses Enter. @returns the entry, once the bot has answered or chosen silence */
  send(text: string): Promise<Locator>;
  /** @returns the bot's replies below an entry */
  replies(entry: Locator): Promise<readonly Shown[]>;
  /** @returns the reply with this ref as it stands now */
  reply(ref: string): Promise<Shown>;
  /** Presses a button of a reply and agrees when a question is asked first. Resolves when the reply is at rest. */
  press(ref: string, label: string): Promise<Shown>;
};

/** Whatever a pasted text could have become that is not text. */
const LIVE =
  'a:not([href^="https:"], [href^="http:"]), img, script, iframe, style, form, [onerror], [onclick]';

/** Opens the page in a profile of its own: its transcript is empty. */
export const openChat = async (
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<ChatPage> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);

  const card = (ref: string): Locator => page.locator(`.card[data-key="${ref}"]`);

  const read = async (shown: Locator): Promise<Shown> => {
    const notice = await shown.locator('.notice').innerText();
    return {
      ref: (await shown.getAttribute('data-key')) ?? '',
      // textContent, because what is folded is a click away.
      text: (await shown.locator('.content').allTextContents()).join('\n'),
      buttons: await shown.locator('.actions').getByRole('button').allInnerTexts(),
      private: await shown.getByText('Only visible to you').isVisible(),
      notice: notice === '' ? null : notice,
      mentions: await shown.locator(LIVE).evaluateAll((found) => found.map(({ outerHTML }) => outerHTML)),
    };
  };

  return {
    page,
    async send(text) {
      const entries = page.locator('.entry');
      const before = await entries.count();
      await page.getByLabel('Message', { exact: true }).fill(text);
      await page.keyboard.press('Enter');
      const entry = entries.nth(before);
      await page.locator('.entry:not([data-state="waiting"])').nth(before).waitFor();
      return entry;
    },
    async replies(entry) {
      return Promise.all((await entry.locator('.card').all()).map(read));
    },
    reply: (ref) => read(card(ref)),
    async press(ref, label) {
      const asked = page.waitForRequest((request) => request.url().endsWith('/api/action'));
      await card(ref).locator('.actions').getByRole('button', { name: label, exact: true }).click();
      const dialog = page.getByRole('dialog');
      if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Yes' }).click();
      await asked;
      await page.locator(`.card[data-key="${ref}"][aria-busy="false"]`).waitFor();
      return read(card(ref));
    },
  };
};
