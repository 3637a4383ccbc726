/** The chat page for those who use no mouse, hear it read out, or see little contrast. */

import { expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { textContrasts } from '../../support/web/contrast.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

/** A page with one of everything on it. */
const fill = async (chat: ChatPage): Promise<void> => {
  for (const text of ['550 5.1.1 no such user', '550 5.7.26 DMARC', '/smtp 421', '/smtp nonsense', 'hello']) {
    await chat.send(text);
  }
  await chat.page.getByRole('button', { name: 'Mark suppressed' }).first().click();
  await chat.page.getByText('Suppressed by You').waitFor();
};

const CATEGORIES = 'hard soft throttle policy authentication content configuration info refusal'.split(' ');

test.each([
  'light',
  'dark',
] as const)('every text has a contrast of 4.5 : 1 or more: %s', async (colorScheme) => {
  // Without motion, because nothing may be measured half faded in.
  const chat = await web.openChat({ colorScheme, reducedMotion: 'reduce' });
  const measured = await textContrasts(chat.page);
  await fill(chat);
  measured.push(...(await textContrasts(chat.page)));
  for (const look of CATEGORIES) {
    await chat.page
      .locator('.card')
      .nth(1)
      .evaluate((card, name) => card.setAttribute('data-look', name), look);
    measured.push(...(await textContrasts(chat.page)));
  }
  expect(measured.length).toBeGreaterThan(300);
  expect(measured.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
});

test('nothing hangs over the side at 360 pixels, and what is to be touched is large enough', async () => {
  const chat = await web.openChat({ viewport: { width: 360, height: 740 } });
  await fill(chat);
  const over = await chat.page.locator('body *').evaluateAll((all) =>
    all
      .filter((element) => element.closest('[hidden], .unseen, .drop, pre') === null)
      .filter((element) => element.getBoundingClientRect().right > 360.5)
      .map(({ className, tagName }) => `${tagName} ${className}`),
  );
  expect(over).toEqual([]);
  // WCAG 2.2, 2.5.8: at least 24 by 24 CSS pixels.
  for (const button of await chat.page.getByRole('button').all()) {
    if (!(await button.isVisible())) continue;
    const { width, height } = (await button.boundingBox()) ?? { width: 0, height: 0 };
    expect(Math.min(width, height), await button.innerText()).toBeGreaterThanOrEqual(24);
  }
});

test('names, roles and order of headings are there to be read out', async () => {
  const chat = await web.openChat();
  const { page } = chat;
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await fill(chat);

  await page.getByRole('log', { name: 'Channel' }).waitFor();
  await page.getByRole('article', { name: 'This address does not exist' }).waitFor();
  expect(await page.getByRole('textbox').evaluateAll((boxes) => boxes.length)).toBe(1);
  for (const control of await page.locator('button, a, textarea, input:not([hidden])').all()) {
    if (await control.isVisible()) {
      expect(await control.ariaSnapshot()).toMatch(/(button|link|textbox) "[^"]+"/);
    }
  }
  const levels = await page
    .locator('h1, h2, h3, h4')
    .evaluateAll((headings) => headings.filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1])));
  expect(levels[0]).toBe(1);
  for (const [index, level] of levels.entries())
    expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

test('everything can be done with the keyboard, and the focus stays where one is', async () => {
  const chat = await web.openChat();
  const { page } = chat;
  const focused = async (): Promise<string> =>
    String(await page.evaluate('document.activeElement.textContent'));
  const tabTo = async (label: string): Promise<void> => {
    for (let steps = 0; steps < 40 && (await focused()) !== label; steps += 1)
      await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe(label);
  };

  // The box has the focus from the start.
  await page.keyboard.type('550 5.1.1 line one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('line two');
  await page.keyboard.press('Enter');
  await page.getByText('This address does not exist').waitFor();
  expect(await page.locator('.entry .typed').innerText()).toBe('550 5.1.1 line one\nline two');

  await tabTo('Mark suppressed');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  await page.keyboard.press('Enter');
  await page.getByText('Suppressed by You').waitFor();
  // What was pressed is gone. A second Enter must not take it back; one Tab further is Undo.
  expect(await focused()).toBe('Suppressed by You');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Undo');
  await page.keyboard.press('Space');
  await page.getByRole('status').getByText('Taken back.').waitFor();

  await tabTo('Resolve');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await focused()).toBe('Cancel');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focused()).toBe('Resolve');
});

test('what to tell the owner is copied as plain text', async () => {
  const chat = await web.openChat({ permissions: ['clipboard-read', 'clipboard-write'] });
  await chat.send('550 5.7.26 DMARC');
  await chat.page.getByRole('button', { name: 'Copy what to tell them' }).click();
  await chat.page.getByRole('status').getByText('Copied.').waitFor();
  expect(await chat.page.evaluate('navigator.clipboard.readText()')).toBe(
    'Gmail refuses our mail: no aligned SPF or DKIM for example.com.\n' +
      'Please publish the DKIM key of our platform and look at _dmarc.example.com.',
  );
});

test('no motion for those who asked for none', async () => {
  const chat = await web.openChat({ reducedMotion: 'reduce' });
  await chat.send('hello');
  expect(await chat.page.evaluate(`getComputedStyle(document.querySelector('.entry')).animationName`)).toBe(
    'none',
  );
  expect(await chat.page.evaluate(`getComputedStyle(document.querySelector('.scroll')).scrollBehavior`)).toBe(
    'auto',
  );
});
