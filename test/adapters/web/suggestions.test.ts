/** What `/smtp` may go on with, while it is typed. */
import { expect, test } from 'vitest';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

test('arrows choose, Enter asks; what was typed is sent as it is where nothing was chosen', async () => {
  const { page } = await web.openChat();
  const box = page.getByLabel('Message', { exact: true });
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  const active = () => box.getAttribute('aria-activedescendant');

  await box.pressSequentially('/smtp 4.7.2');
  await options.first().waitFor();
  expect(await options.first().innerText()).toContain('4.7.2');
  expect(await active()).toBeNull();
  await page.keyboard.press('ArrowDown');
  expect(await active()).toBe('suggestion-0');
  await page.getByRole('option', { selected: true }).waitFor();
  const query = await options.first().getAttribute('data-query');
  await page.keyboard.press('Enter');
  await page.locator('.entry .card').waitFor();
  expect(await page.locator('.entry .typed').innerText()).toBe(`/smtp ${query}`);
  expect(await options.count()).toBe(0);

  await box.pressSequentially('/smtp 5.1');
  await options.first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.entry .card').nth(1).waitFor();
  expect(await page.locator('.entry .typed').nth(1).innerText()).toBe('/smtp 5.1');
});

test('Escape and leaving the box close the list, a click chooses from it, other text opens none', async () => {
  const { page } = await web.openChat();
  const box = page.getByLabel('Message', { exact: true });
  const list = page.getByRole('listbox', { name: 'Suggestions' });

  await box.pressSequentially('/smtp mailbox f');
  await list.waitFor();
  await page.keyboard.press('Escape');
  expect(await list.isVisible()).toBe(false);
  expect(await box.inputValue()).toBe('/smtp mailbox f');

  await box.press('u');
  await list.waitFor();
  await page.keyboard.press('Tab');
  await list.waitFor({ state: 'hidden' });

  await box.press('l');
  await list.getByRole('option').nth(1).click();
  await page.locator('.entry .card').waitFor();

  await box.pressSequentially('/smtp qwertzuiop');
  await page.waitForResponse((response) => response.url().endsWith('q=qwertzuiop'));
  await box.fill('mailbox full');
  expect(await list.isVisible()).toBe(false);
});
