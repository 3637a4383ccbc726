/** Forms of a case in a dialog: filled in, corrected, left, and kept while nobody answers. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { textContrasts } from '../../support/web/contrast.ts';
import { webTest } from '../../support/web/web-test.ts';

const DEAD = [1, 2, 3].map((n) => `550 5.1.1 <user${n}@example.com>: User unknown`).join('\n');

const web = webTest();
let chat: ChatPage;
let page: Page;

beforeEach(async () => {
  chat = await web.openChat({ reducedMotion: 'reduce' });
  page = chat.page;
});

const openAddresses = async () => {
  await page.locator('.fold > summary').click();
  await page.getByRole('button', { name: 'Choose addresses…' }).click();
  const form = page.locator('#form');
  await form.waitFor();
  return form;
};
const openEscalation = async () => {
  await page.getByRole('button', { name: 'More…' }).click();
  await page.getByRole('button', { name: 'Escalate…' }).click();
  const form = page.locator('#form');
  await form.waitFor();
  return form;
};
const listed = async () =>
  (await web.bot().store.selectFrom('suppressions').select('address').execute()).map((row) => row.address);

test('addresses are chosen; to choose none is said at the list, and nothing is changed', async () => {
  await chat.send(DEAD);
  const form = await openAddresses();
  await form.getByRole('heading', { name: 'Choose addresses' }).waitFor();
  expect((await textContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  for (const box of await form.getByRole('checkbox').all()) await box.uncheck();
  await form.getByRole('button', { name: 'Suppress these' }).click();
  await form.getByText('Choose at least one address.').waitFor();
  expect(await page.evaluate('document.activeElement.type')).toBe('checkbox');
  expect(await listed()).toEqual([]);

  await form.getByLabel('user2@example.com').check();
  await form.getByRole('button', { name: 'Suppress these' }).click();
  await form.waitFor({ state: 'hidden' });
  expect(await listed()).toEqual(['user2@example.com']);
});

test('an escalation takes a note; Escape and Cancel leave everything as it is', async () => {
  const [reply] = await chat.replies(await chat.send('550 5.1.1 <user@example.com>: User unknown'));
  for (const leave of ['Escape', 'Cancel']) {
    const form = await openEscalation();
    if (leave === 'Escape') await page.keyboard.press('Escape');
    else await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'hidden' });
  }
  expect((await chat.reply(reply?.ref ?? '')).buttons).toEqual(reply?.buttons);

  const form = await openEscalation();
  await form.getByLabel('What to tell them').fill('');
  await form.getByRole('button', { name: 'Escalate' }).click();
  await form.getByRole('alert').getByText('Say what is to be done.').waitFor();
  await form.getByLabel('What to tell them').fill('Ask sales where the list comes from.');
  await form.getByRole('button', { name: 'Escalate' }).click();
  await page
    .locator('.lines')
    .getByText('You escalated this: Ask sales where the list comes from.')
    .waitFor();
  expect((await chat.reply(reply?.ref ?? '')).text).toContain('You escalated it');
});

test('what was written stays while the bot is away', async () => {
  await chat.send('550 5.1.1 <user@example.com>: User unknown');
  const form = await openEscalation();
  await form.getByLabel('What to tell them').fill('Ask sales.');
  const start = await web.restart();
  await form.getByRole('button', { name: 'Escalate' }).click();
  await form.getByRole('alert').getByText('The bot is not answering.').waitFor();
  await Promise.all([chat.listens(), start()]);
  await form.getByRole('button', { name: 'Escalate' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.locator('.lines').getByText('You escalated this: Ask sales.').waitFor();
});
