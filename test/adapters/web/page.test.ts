/** The chat page in a real Chromium, as its user handles it. */

import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { createSampleDesk, HOSTILE } from '../../support/web/sample-desk.ts';
import { webTest } from '../../support/web/web-test.ts';

const BOUNCE = '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown';

const desk = createSampleDesk();
const web = webTest({ desk: () => desk });
let chat: ChatPage;
let page: Page;

beforeEach(async () => {
  chat = await web.openChat();
  page = chat.page;
});

const box = () => page.getByLabel('Message', { exact: true });

/** The first reply to a text. */
const replyTo = async (text: string) => {
  const [reply] = await chat.replies(await chat.send(text));
  if (reply === undefined) throw new Error(`silence on: ${text}`);
  return reply;
};

test('a lookup is seen by the asker alone, until it is shared', async () => {
  const lookup = await replyTo('/smtp 421 4.7.28');
  expect(lookup).toMatchObject({ private: true, buttons: ['Share to channel'] });
  expect(lookup.text).toContain('Too much mail, too fast');

  expect((await chat.press(lookup.ref, 'Share to channel')).buttons).toEqual([]);
  const [shared] = await chat.replies(page.locator('.entry.shared'));
  expect(shared).toMatchObject({ private: false });
  expect(shared?.text).toContain('Too much mail, too fast');
});

test('a pasted bounce gets its verdict in a thread; the buttons change it in place', async () => {
  const verdict = await replyTo(BOUNCE);
  expect(verdict).toMatchObject({ private: false, buttons: ['Mark suppressed', 'Not a bounce', 'Resolve'] });

  const suppressed = await chat.press(verdict.ref, 'Mark suppressed');
  expect(suppressed.buttons).toEqual(['Undo']);
  expect(suppressed.text).toContain('Suppressed by You');
  expect(await page.locator('.card').count()).toBe(1);

  const back = await chat.press(verdict.ref, 'Undo');
  expect(back).toMatchObject({ buttons: verdict.buttons, notice: 'Taken back.' });
});

test('a question asked first does nothing until it is agreed to', async () => {
  const verdict = await replyTo(BOUNCE);
  const resolve = page.getByRole('button', { name: 'Resolve', exact: true });
  await resolve.click();
  const dialog = page.getByRole('dialog', { name: 'Resolve this case for everyone?' });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect((await chat.reply(verdict.ref)).buttons).toEqual(verdict.buttons);

  await resolve.click();
  await dialog.getByRole('button', { name: 'Yes, resolve' }).click();
  await page.getByText('Closed by You').waitFor();
});

test('ordinary text gets silence, and a quiet way to ask all the same', async () => {
  const entry = await chat.send('see you at lunch');
  expect(await chat.replies(entry)).toEqual([]);
  expect(await entry.innerText()).toContain('No bounce seen in this message, so the bot stays silent.');

  await entry.getByRole('button', { name: 'Explain this bounce' }).click();
  await entry.getByText('Nothing found for that').waitFor();
  expect(desk.heard.at(-1)).toBe('asked: see you at lunch');
});

test('@bounce mentions the bot, which then always answers', async () => {
  await chat.send('@bounce what does 421 mean?');
  expect(desk.heard.at(-1)).toBe('mentioned: what does 421 mean?');
});

test('what was said is still there after a reload, brought up to date; Clear empties it', async () => {
  const verdict = await replyTo(BOUNCE);
  await replyTo('/smtp 421');
  const target = await page.evaluate(
    `JSON.parse(localStorage.getItem('bounce-triage.transcript.v1'))[0].said[0].reply.caseId`,
  );
  // Somebody else, on another platform, was quicker.
  await desk.action({
    action: 'suppress',
    target: String(target),
    actor: { id: 'U1', name: 'Ann', team: 'web:local' },
    place: { platform: 'web', team: 'web:local', channel: 'local' },
  });

  await page.reload();
  await page.getByText('Suppressed by Ann').waitFor();
  expect((await chat.reply(verdict.ref)).buttons).toEqual(['Undo']);
  expect(await page.locator('.card').count()).toBe(2);

  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('heading', { name: 'What did the mail server say?' }).waitFor();
  await page.reload();
  expect(await page.locator('.entry').count()).toBe(0);
});

test('another tab shows the same', async () => {
  const verdict = await replyTo(BOUNCE);
  const other = await page.context().newPage();
  await other.goto(web.url());
  await other.getByRole('button', { name: 'Mark suppressed' }).click();
  await page.getByText('Suppressed by You').waitFor();
  expect((await chat.reply(verdict.ref)).buttons).toEqual(['Undo']);
});

test('old buttons work after the server was started anew', async () => {
  const verdict = await replyTo(BOUNCE);
  await (await web.restart())();
  expect((await chat.press(verdict.ref, 'Mark suppressed')).text).toContain('Suppressed by You');
});

test('while the server is away the page says so and keeps what was typed', async () => {
  const verdict = await replyTo(BOUNCE);
  const start = await web.restart();

  await box().fill('550 5.7.26 DMARC');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The bot is not answering.').waitFor();
  expect(await box().inputValue()).toBe('550 5.7.26 DMARC');
  expect(await page.locator('.entry').count()).toBe(1);
  expect((await chat.press(verdict.ref, 'Mark suppressed')).notice).toContain('nothing was changed');

  await start();
  await page.reload();
  expect(await box().inputValue()).toBe('550 5.7.26 DMARC');
  await box().press('Enter');
  await page.getByText('DMARC failed for example.com').waitFor();
  expect(await page.getByRole('alert').isVisible()).toBe(false);
});

test('the page goes on by itself when the server is back', async () => {
  await replyTo(BOUNCE);
  const start = await web.restart();
  await box().fill('hello');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await start();
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  expect(await page.locator('#connection').innerText()).toBe('running');
});

test('hostile text stays text, before and after a reload', async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const verdict = await replyTo(HOSTILE);
  expect(verdict.mentions).toEqual([]);
  expect(verdict.text).toContain(HOSTILE);
  expect(verdict.text).toContain('A trap (javascript:alert(1))');
  expect(await page.locator('.entry .typed').innerText()).toBe(HOSTILE);

  await page.reload();
  await page.locator('.card').waitFor();
  expect(await page.title()).toBe('Bounce Triage');
  expect((await chat.reply(verdict.ref)).mentions).toEqual([]);
  expect(await page.locator('.entry img, .entry script').count()).toBe(0);
  expect(asked.filter((url) => !url.startsWith(web.url()))).toEqual([]);
});

test('a broken or foreign transcript in the browser does no harm', async () => {
  for (const kept of ['{', '[{"id":1}]', '"x"', '[null,{"kind":"message","said":[{}]}]']) {
    await page.evaluate(`localStorage.setItem('bounce-triage.transcript.v1', ${JSON.stringify(kept)})`);
    await page.reload();
    expect((await replyTo(BOUNCE)).buttons).toHaveLength(3);
  }
});

test('a mail is attached, shown, and sent as the bytes that it is', async () => {
  const mail = Buffer.from('Subject: Undelivered\r\n\r\n550 5.1.1 user unknown\r\n');
  await page
    .locator('#files')
    .setInputFiles({ name: 'report.eml', mimeType: 'message/rfc822', buffer: mail });
  await page.getByRole('button', { name: 'Remove report.eml' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This address does not exist').waitFor();
  expect(desk.heard.at(-1)).toBe(`watching: ${mail.toString().trim()}`);
  expect(await page.locator('.sent-files').innerText()).toBe('report.eml');
});

test('a long paste goes along as a file, so that the page stays quick', async () => {
  await box().focus();
  await page.evaluate(`{
    const data = new DataTransfer();
    data.setData('text/plain', '550 5.1.1 user unknown\\n' + 'x'.repeat(1e6));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true }));
  }`);
  await page.getByText('pasted.txt, 976.6 KB').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('This address does not exist').waitFor();
  expect(await page.getByText(/What the server said \(\d/).count()).toBe(1);
});
