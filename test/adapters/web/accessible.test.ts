/** The chat page for those who use no mouse, hear it read out, or see little contrast. */
import { expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { textContrasts } from '../../support/web/contrast.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

const DEAD = '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown';
const DMARC = [
  '550-5.7.26 Unauthenticated email from example.com is not accepted due to',
  "550-5.7.26 domain's DMARC policy. Please contact the administrator of",
  '550 5.7.26 example.com domain if this was a legitimate mail. - gsmtp',
].join('\n');

/** A page with one of everything on it. */
const fill = async (chat: ChatPage): Promise<void> => {
  for (const text of [
    DEAD,
    DMARC,
    '/smtp 421',
    '/smtp qwertz uiop',
    'hello',
    DEAD,
    '/bounces open',
    '/bounces',
  ]) {
    await chat.send(text);
  }
  await chat.page.getByRole('button', { name: 'More…' }).nth(1).click();
  await chat.page.locator('.fold > summary').nth(1).click();
  await chat.page.getByRole('button', { name: 'Mark suppressed' }).first().click();
  await chat.page.locator('.lines').getByText('You put the address on the suppression list.').waitFor();
};

const CATEGORIES =
  'hard soft throttle policy authentication content configuration info unsure incident known settled many refusal repeat list'.split(
    ' ',
  );

test.each([
  'light',
  'dark',
] as const)('every text has a contrast of 4.5 : 1 or more: %s', async (colorScheme) => {
  // Without motion, because nothing may be measured half faded in.
  const chat = await web.openChat({ colorScheme, reducedMotion: 'reduce' });
  const measured = await textContrasts(chat.page);
  await fill(chat);
  await chat.page.getByLabel('Message', { exact: true }).pressSequentially('/smtp mailbox');
  await chat.page.getByRole('option').first().waitFor();
  await chat.page.keyboard.press('ArrowDown');
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
  await page.getByRole('article', { name: 'Suppressed: sam@example.com', exact: true }).waitFor();
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
  await page.keyboard.type(DEAD);
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('line two');
  await page.keyboard.press('Enter');
  await page.getByText('This address does not exist').waitFor();
  expect(await page.locator('.entry .typed').innerText()).toBe(`${DEAD}\nline two`);

  await tabTo('Mark suppressed');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  await page.keyboard.press('Enter');
  await page.getByText('Suppressed: sam@example.com').waitFor();
  // What was pressed is gone. A second Enter must not take it back; one Tab further is Undo.
  expect(await focused()).toContain('By You');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Undo');
  await page.keyboard.press('Space');
  await page.locator('.lines').getByText('You took the last step back.').waitFor();
});

test('a question is cancelled, and a menu used and left, with the keyboard', async () => {
  const chat = await web.openChat();
  const { page } = chat;
  const focused = async (): Promise<string> =>
    String(await page.evaluate('document.activeElement.textContent'));
  await chat.send('550 5.1.1 <sam@example.com>: Address rejected');

  await page.getByRole('button', { name: 'Mark suppressed…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await focused()).toBe('Keep it');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focused()).toBe('Mark suppressed…');

  const more = page.getByRole('button', { name: 'More…', expanded: false });
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'More…' }).waitFor();
  expect(await focused()).toBe('Snooze…');
  await page.keyboard.press('Escape');
  expect(await focused()).toBe('More…');
  await more.waitFor();
  await page.keyboard.press('Space');
  for (const next of ['Escalate…', 'Resolve']) {
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(next);
  }
  await page.keyboard.press('Enter');
  await page
    .locator('.lines')
    .getByText(/^You resolved this/)
    .waitFor();
  expect(await focused()).toBe('More…');
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
