/** `/bounces settings` in the page: a form with what there is to set here. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { webTest } from '../../support/web/web-test.ts';

const BOUNCE = '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown';
const ELSEWHERE = /channel|group|mention them|posted|Slack|Discord|bots?\b/i;

const web = webTest();
let chat: ChatPage;
let page: Page;

beforeEach(async () => {
  chat = await web.openChat({ reducedMotion: 'reduce' });
  page = chat.page;
});

const type = async (text: string) => {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
};
const form = () => page.locator('#form');
const kept = () => web.bot().store.selectFrom('settings').selectAll().execute();

test('how much is read along is set, and holds at once', async () => {
  await type('/bounces settings');
  await form().getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await form().locator('label').allInnerTexts()).toEqual(['Pasted bounces']);
  expect(await form().locator('p').allInnerTexts()).not.toContainEqual(expect.stringMatching(ELSEWHERE));
  await form()
    .getByLabel('Pasted bounces')
    .selectOption({ label: 'When asked: mentions, menu and commands' });
  await form().getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const [told] = await chat.replies(page.locator('.entry'));
  expect(told).toMatchObject({ private: true, buttons: [] });

  const entry = await chat.send(BOUNCE);
  expect(await entry.innerText()).toContain('its settings say so');
  expect(await chat.replies(entry)).toEqual([]);
  await entry.getByRole('button', { name: 'Explain this bounce' }).click();
  await entry.getByText('This address does not exist').waitFor();

  await type('/bounces settings');
  await form().getByLabel('Pasted bounces').waitFor();
  expect(await form().getByLabel('Pasted bounces').inputValue()).toBe('asked');
});

test('left with Escape, nothing is set and nothing stands in the channel', async () => {
  await type('/bounces settings');
  await form().waitFor();
  await page.keyboard.press('Escape');
  await form().waitFor({ state: 'hidden' });
  expect(await kept()).toEqual([]);
  expect(await page.locator('.entry').count()).toBe(0);
  expect(await page.evaluate('document.activeElement.id')).toBe('message');
});

test('with "team" behind it they hold for all channels', async () => {
  await type('/bounces settings team');
  await form().getByText('For all channels that have no settings of their own.').waitFor();
  await form().getByLabel('Pasted bounces').selectOption({ value: 'off' });
  await form().getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await kept()).toMatchObject([{ team: 'web:local', channel: '' }]);
});

test('while the bot is away, what was typed goes back into the box', async () => {
  await web.restart();
  await type('/bounces settings');
  await page.getByRole('alert').getByText('The bot is not answering.').waitFor();
  // The banner may be there before the box is filled again.
  await expect.poll(() => page.getByLabel('Message', { exact: true }).inputValue()).toBe('/bounces settings');
});
