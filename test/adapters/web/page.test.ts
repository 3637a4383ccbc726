/** The chat page in a real Chromium, as its user handles it. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { webTest } from '../../support/web/web-test.ts';

const BOUNCE = '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown';
const LIKELY = '550 5.1.1 <lee@example.org>: Address rejected';
const BUTTONS = ['Mark suppressed', 'Claim'];

const web = webTest();
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
  expect(lookup).toMatchObject({ private: true, buttons: ['Share'] });
  expect(lookup.text).toContain('421 4.7.28');

  expect((await chat.press(lookup.ref, 'Share')).buttons).toEqual([]);
  const [shared] = await chat.replies(page.locator('.entry.shared'));
  expect(shared).toMatchObject({ private: false });
  expect(shared?.text).toContain('421 4.7.28');
});

test('a pasted bounce gets its verdict in a thread; the buttons change it in place', async () => {
  const verdict = await replyTo(BOUNCE);
  expect(verdict).toMatchObject({ private: false, buttons: BUTTONS });

  const suppressed = await chat.press(verdict.ref, 'Mark suppressed');
  expect(suppressed.buttons).toEqual(['Undo']);
  expect(suppressed.text).toContain('Suppressed: sam@example.com');
  expect(await page.locator('.card').count()).toBe(1);

  expect((await chat.press(verdict.ref, 'Undo')).buttons).toEqual(BUTTONS);
});

test('a question asked first does nothing until it is agreed to', async () => {
  const verdict = await replyTo(LIKELY);
  await chat.unfold(verdict.ref, 'Mark suppressed…');
  const dialog = page.getByRole('dialog', { name: 'Suppress lee@example.org?' });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect((await chat.reply(verdict.ref)).buttons).toEqual(verdict.buttons);

  await chat.unfold(verdict.ref, 'Mark suppressed…');
  await dialog.getByRole('button', { name: 'Suppress', exact: true }).click();
  await page.getByRole('heading', { name: 'Suppressed: lee@example.org' }).waitFor();
});

test('a few words are said to the bot: a code is looked up, talk gets help, thanks get silence', async () => {
  expect((await replyTo('421 4.7.28')).text).toContain('421 4.7.28');
  expect((await replyTo('mailbox full')).text).toContain('This mailbox is full');
  expect((await replyTo('see you at lunch')).text).toContain('What bounced?');
  expect(await chat.replies(await chat.send('thanks!'))).toEqual([]);
});

test('a pasted text without a bounce gets silence, and a quiet way to ask all the same', async () => {
  const entry = await chat.send(
    'Minutes of the meeting\nWe meet again on Friday, and for lunch before that.',
  );
  expect(await chat.replies(entry)).toEqual([]);
  expect(await entry.innerText()).toContain(
    'The bot stays silent: it sees no bounce in this, or its settings say so.',
  );

  await entry.getByRole('button', { name: 'Explain this bounce' }).click();
  await entry.getByRole('article').waitFor();
  const [told] = await chat.replies(entry);
  expect(told?.text).toContain('no bounce');
});

test('@bounce mentions the bot, which then always answers', async () => {
  expect((await replyTo('@bounce 421 4.7.28')).text).toContain('421 4.7.28');
});

test('what was said is still there after a reload, brought up to date; Clear empties it', async () => {
  const verdict = await replyTo(BOUNCE);
  await replyTo('/smtp 421');
  const caseId = verdict.ref.split('.')[1] ?? '';
  await page.goto('about:blank');
  // Meanwhile the case was seen to elsewhere.
  await web.bot().desk.action({
    action: 'claim',
    target: caseId,
    choice: null,
    person: null,
    ref: null,
    actor: { id: 'U1', name: 'Ann', team: 'web:local', membership: 'member', groups: [] },
    place: { platform: 'web', team: 'web:local', channel: 'local' },
  });
  await web.bot().queue.idle();

  await page.goto(web.url());
  await page.getByText('Ann has it since').waitFor();
  expect((await chat.reply(verdict.ref)).buttons).toContain('Release');
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
  await page.getByText('Suppressed: sam@example.com').waitFor();
  expect((await chat.reply(verdict.ref)).buttons).toEqual(['Undo']);
});

test('old buttons work after the server was started anew', async () => {
  const verdict = await replyTo(BOUNCE);
  await (await web.restart())();
  expect((await chat.press(verdict.ref, 'Mark suppressed')).text).toContain('Suppressed: sam@example.com');
});

test('while the server is away the page says so and keeps what was typed', async () => {
  const verdict = await replyTo(BOUNCE);
  const start = await web.restart();

  await box().fill('421 4.7.28 Our system has detected an unusual rate of unsolicited mail');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The bot is not answering.').waitFor();
  await expect.poll(() => box().inputValue()).toContain('421 4.7.28 Our system');
  expect(await page.locator('.entry').count()).toBe(1);
  expect((await chat.press(verdict.ref, 'Mark suppressed')).notice).toContain('nothing was changed');

  await start();
  await page.reload();
  expect(await box().inputValue()).toContain('421 4.7.28 Our system');
  await box().press('Enter');
  await page.locator('.entry').nth(1).getByRole('button', { name: 'Claim' }).waitFor();
  expect(await page.getByRole('alert').isVisible()).toBe(false);
});

test('the page sees by itself that the server has gone, and that it is back', async () => {
  await replyTo(BOUNCE);
  const start = await web.restart();
  await page.getByRole('alert').waitFor();
  await start();
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  expect(await page.locator('#connection').innerText()).toBe('running');
});

test('a broken or foreign transcript in the browser does no harm', async () => {
  const said = { key: 'k', ref: null, reply: { kind: 'verdict', card: { actions: [] } }, private: false };
  const entry = { kind: 'message', id: 'x', at: 1, text: '', files: [], state: 'answered', lines: [] };
  for (const kept of [
    '{',
    '[{"id":1}]',
    '"x"',
    '[null,{"kind":"message","said":[{}]}]',
    [{ ...entry, said }],
  ]) {
    const json = typeof kept === 'string' ? kept : JSON.stringify(kept);
    await page.evaluate(`localStorage.setItem('bounce-triage.transcript.v4', ${JSON.stringify(json)})`);
    await page.reload();
    await replyTo('/smtp 421');
    expect(await page.locator('.entry').count()).toBe(1);
  }
});

test('a mail is attached, shown, and sent as the bytes that it is', async () => {
  const mail = Buffer.from(`Subject: Undelivered\r\n\r\nGrüße\r\n${BOUNCE}\r\n`, 'latin1');
  await page
    .locator('#files')
    .setInputFiles({ name: 'report.eml', mimeType: 'message/rfc822', buffer: mail });
  await page.getByRole('button', { name: 'Remove report.eml' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This address does not exist').waitFor();
  expect(await page.locator('.sent-files').innerText()).toBe('report.eml');
});

test('what is in files is told, packed ones too, and what can’t be read is named', async () => {
  await page.locator('#files').setInputFiles([
    { name: 'mail.log.gz', mimeType: 'application/gzip', buffer: gzipSync(BOUNCE) },
    { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n', 'latin1') },
  ]);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This address does not exist').waitFor();
  await page.getByText('photo.png was not read: it is a picture.').waitFor();

  const notes = gzipSync('The meeting is at noon.');
  await page
    .locator('#files')
    .setInputFiles({ name: 'notes.gz', mimeType: 'application/gzip', buffer: notes });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('I see no bounce in that').waitFor();
});

test('a long paste goes along as a file, so that the page stays quick', async () => {
  await box().focus();
  await page.evaluate(`{
    const data = new DataTransfer();
    data.setData('text/plain', ${JSON.stringify(`${BOUNCE}\n`)} + 'x'.repeat(1e6));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true }));
  }`);
  await page.getByText('pasted.txt, 976.6 KB').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('This address does not exist').waitFor();
});
