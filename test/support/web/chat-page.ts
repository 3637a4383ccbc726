/** The chat page in a browser, as a user handles it: by labels, roles and keys. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { Attached, Shown } from '../driver.ts';
import { type FormDialog, openDialog } from './form-dialog.ts';

export type ChatPage = {
  readonly page: Page;
  /** Types into the box and presses Enter. @returns the entry, once the bot has answered or chosen silence */
  send(text: string, files?: readonly Attached[]): Promise<Locator>;
  /** Types into the box and presses Enter. */
  type(text: string): Promise<void>;
  /** @returns the bot's replies below an entry */
  replies(entry: Locator): Promise<readonly Shown[]>;
  /** @returns the reply with this ref as it is now */
  reply(ref: string): Promise<Shown>;
  /** Presses a button of a reply and agrees to what is asked first. Resolves when the reply is at rest. */
  press(ref: string, label: string): Promise<Shown>;
  /** Presses a button that is answered below, for whoever presses. @returns that answer */
  aside(ref: string, label: string): Promise<Shown>;
  /** Unfolds a menu of a reply and presses one of its choices. Resolves when the reply is at rest. */
  choose(ref: string, menu: string, choice: string): Promise<Shown>;
  /** Presses a button of a reply and answers what it asks with no. @returns the question; null where none was asked */
  sayNo(ref: string, label: string): Promise<string | null>;
  /** Presses a button, or unfolds a menu and presses a choice, which opens a form. */
  unfold(ref: string, label: string, choice?: string | undefined): Promise<void>;
  /** @returns the form that is open, or is about to be */
  form(): FormDialog;
  /** @returns the lines below an entry that say what was done */
  lines(entry: Locator): Promise<readonly Shown[]>;
  /** Sends the last message once more, as it was, past the page: a request that the network doubles. */
  sendAgain(): Promise<void>;
  /** Resolves when the page listens to the server again. To be called while it doesn't. */
  listens(): Promise<void>;
  /** Resolves when the page has shown what was pushed so far. */
  settled(): Promise<void>;
};

/** Whatever a pasted text could have become that is not text. */
const LIVE =
  'a:not([href^="https:"], [href^="http:"], [href^="#post-"]), img, script, iframe, style, form, [onerror], [onclick]';

/** Runs in the page: the text of an element, a line for each block in it. */
const TEXT = (element: {
  querySelectorAll(all: string): Iterable<{ after(text: string): void }>;
  cloneNode(deep: true): unknown;
}): string => {
  const copy = element.cloneNode(true) as typeof element & { textContent: string };
  for (const block of copy.querySelectorAll('h2, h3, p, li, dd, pre, td')) block.after('\n');
  return copy.textContent;
};

/** Opens the page in a profile of its own: its transcript is empty. */
export const openChat = async (
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<ChatPage> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // Less than a test may take, so that it says what it waited for.
  page.setDefaultTimeout(10_000);
  const listens = async (): Promise<void> => {
    await page.waitForResponse((response) => response.url().endsWith('/api/events'));
  };
  let sent = '';
  page.on('request', (request) => {
    if (request.url().endsWith('/api/message')) sent = request.postData() ?? '';
  });
  await Promise.all([listens(), page.goto(url)]);

  const card = (ref: string): Locator => page.locator(`.card[data-key="${ref}"]`);

  const read = async (shown: Locator): Promise<Shown> => {
    const notice = await shown.locator('.notice').innerText();
    return {
      ref: (await shown.getAttribute('data-key')) ?? '',
      // textContent, because what is folded is a click away.
      text: await shown.locator('.content').first().evaluate(TEXT),
      buttons: await shown.locator('.case-actions > .actions').getByRole('button').allInnerTexts(),
      private: await shown.getByText('Only visible to you').isVisible(),
      notice: notice === '' ? null : notice,
      mentions: await shown.locator(LIVE).evaluateAll((found) => found.map(({ outerHTML }) => outerHTML)),
    };
  };

  /** Does something to a card that asks the server. */
  const acting = async (ref: string, does: () => Promise<void>): Promise<Shown> => {
    const asked = page.waitForRequest((request) => /\/api\/(?:action|submit)$/.test(request.url()));
    await does();
    await asked;
    await card(ref).and(page.locator('[aria-busy="false"]')).waitFor();
    return read(card(ref));
  };
  /** @returns a button of the card's row; one of its details, which are unfolded; else one behind *More…* */
  const button = async (ref: string, label: string): Promise<Locator> => {
    const all = card(ref).getByRole('button', { name: label, exact: true });
    if ((await all.count()) > 0) return all.first();
    const folded = card(ref).locator('.fold .actions button', { hasText: label });
    if ((await folded.count()) > 0) await card(ref).locator('.fold > summary').click();
    else await card(ref).getByRole('button', { name: 'More…', exact: true }).click();
    return all.first();
  };

  const type = async (text: string): Promise<void> => {
    await page.getByLabel('Message', { exact: true }).fill(text);
    await page.keyboard.press('Enter');
  };
  const unfold = async (ref: string, label: string, choice?: string | undefined): Promise<void> => {
    await (await button(ref, label)).click();
    if (choice !== undefined) await (await button(ref, choice)).click();
  };

  return {
    page,
    listens,
    type,
    async send(text, files = []) {
      const entries = page.locator('.entry');
      const before = await entries.count();
      if (files.length > 0) {
        await page.locator('#files').setInputFiles(
          files.map(({ name, type: mimeType, text: content }) => ({
            name,
            mimeType,
            buffer: Buffer.from(content),
          })),
        );
        await page.getByRole('button', { name: `Remove ${files.at(-1)?.name}` }).waitFor();
      }
      await type(text);
      const entry = entries.nth(before);
      await page.locator('.entry:not([data-state="waiting"])').nth(before).waitFor();
      return entry;
    },
    async replies(entry) {
      return Promise.all((await entry.locator('.card').all()).map(read));
    },
    reply: (ref) => read(card(ref)),
    press: (ref, label) =>
      acting(ref, async () => {
        await (await button(ref, label)).click();
        if (label === 'Escalate…') await page.locator('#form [type="submit"]').click();
        else if (await page.locator('#question').isVisible()) await page.locator('#question-yes').click();
      }),
    async aside(ref, label) {
      await acting(ref, async () => (await button(ref, label)).click());
      return read(page.locator('.card.private').last());
    },
    choose: (ref, menu, choice) => acting(ref, () => unfold(ref, menu, choice)),
    async sayNo(ref, label) {
      const dialog = page.locator('#question');
      const isAsking = dialog.waitFor().then(() => true);
      const isDoing = page
        .waitForRequest((request) => request.url().endsWith('/api/action'))
        .then(() => false);
      // Only one of them happens; the other gives up in vain.
      for (const one of [isAsking, isDoing]) one.catch(() => undefined);
      await (await button(ref, label)).click();
      if (!(await Promise.race([isAsking, isDoing]))) {
        await card(ref).and(page.locator('[aria-busy="false"]')).waitFor();
        return null;
      }
      const question = await dialog.innerText();
      await page.locator('#question-no').click();
      await dialog.waitFor({ state: 'hidden' });
      return question;
    },
    unfold,
    form: () => openDialog(page),
    lines: async (entry) =>
      (await entry.getByRole('list', { name: 'What was done' }).locator('li').allInnerTexts()).map(
        (text) => ({
          ref: '',
          text,
          buttons: [],
          private: false,
          notice: null,
          mentions: [],
        }),
      ),
    sendAgain: () =>
      page.evaluate(
        (body) =>
          fetch('/api/message', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body,
          }).then(() => undefined),
        sent,
      ),
    async settled() {
      // What was pushed before is there before the answer to this, and is painted before the next frame but one.
      await page.evaluate(`fetch('/api/health').then(() => new Promise((shown) =>
        requestAnimationFrame(() => requestAnimationFrame(shown))))`);
    },
  };
};
