/** Cases over time in the page: what is done with them, what changes without a reload, what was lost on its way. */
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { attempt } from '../../support/postfix-log.ts';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { webTest } from '../../support/web/web-test.ts';

const BOUNCE = '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown';
const HOUR = 60 * 60 * 1000;

const web = webTest();
let chat: ChatPage;
let page: Page;

beforeEach(async () => {
  chat = await web.openChat();
  page = chat.page;
});

const paste = async (text: string) => {
  const entry = await chat.send(text);
  const [reply] = await chat.replies(entry);
  if (reply === undefined) throw new Error(`silence on: ${text}`);
  return { entry, reply };
};

test('claim, release, escalate, resolve, reopen: in place, with a line each below the card', async () => {
  const { entry, reply } = await paste(BOUNCE);
  const lines = async () => (await chat.lines(entry)).map(({ text }) => text.replace(/\. .*$/, '.'));

  expect((await chat.press(reply.ref, 'Claim')).buttons).toContain('Release');
  await expect.poll(lines).toEqual(['You claimed this.']);
  await chat.press(reply.ref, 'Release');
  await chat.press(reply.ref, 'Escalate…');
  await chat.press(reply.ref, 'Resolve');
  expect((await chat.reply(reply.ref)).buttons).toEqual(['Reopen']);
  await chat.press(reply.ref, 'Reopen');
  const all = [
    'You claimed this.',
    'You released this: nobody looks after it now.',
    'You escalated this.',
    'You resolved this.',
    'You reopened this.',
  ];
  await expect.poll(lines).toEqual(all);

  await page.reload();
  expect(await chat.lines(page.locator('.entry'))).toHaveLength(all.length);
});

test('a snooze says until when, and ends by itself', async () => {
  const { entry, reply } = await paste(BOUNCE);
  const snooze = async (howLong: string) => {
    await chat.unfold(reply.ref, 'Snooze…');
    await chat.form().submit({ 'For how long, or until when': howLong });
    return chat.reply(reply.ref);
  };
  const snoozed = await snooze('1h');
  expect(snoozed.text).toMatch(/Snoozed until .*\d\d:\d\d.* by You/);
  expect(snoozed.buttons).toContain('Wake now');

  await web.wait(HOUR + 1000);
  await entry.locator('.lines').getByText('The snooze is over: this is open again.').waitFor();
  expect((await chat.reply(reply.ref)).buttons).not.toContain('Wake now');

  await snooze('24h');
  expect((await chat.press(reply.ref, 'Wake now')).buttons).not.toContain('Wake now');
  await entry.locator('.lines').getByText('You ended the snooze.').waitFor();
});

test('another mail that bounces for the same: a short answer, the way to the first one, whose counter rises', async () => {
  const first = await paste(BOUNCE);
  await paste('452 4.2.2 <full@example.com>: Mailbox full');
  const again = await paste(
    attempt({ time: '09:00:02', id: '4FpQx0abcz9', to: 'sam@example.com', words: '550 5.1.1 User unknown' }),
  );
  expect(again.reply.text).toContain('Known: This address does not exist');
  expect(again.reply.buttons).toEqual(['Mark suppressed']);
  await expect.poll(async () => (await chat.reply(first.reply.ref)).text).toContain('2 times since');

  await again.entry.getByRole('link', { name: 'Open the case ↗' }).click();
  expect(await page.evaluate('document.activeElement.dataset.key')).toBe(first.reply.ref);
});

test('a first answer that this browser has no more is fetched, with its buttons', async () => {
  const { reply } = await paste(BOUNCE);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('heading', { name: 'What did the mail server say?' }).waitFor();
  const again = await paste(BOUNCE);
  await again.entry.getByRole('link', { name: 'Open the case ↗' }).click();
  await page.locator('.entry.shared').getByText('This address does not exist').waitFor();
  expect((await chat.press(reply.ref, 'Claim')).buttons).toContain('Release');

  await again.entry.getByRole('link', { name: 'Open the case ↗' }).click();
  expect(await page.locator('.entry').count()).toBe(2);
});

test('what is done in one browser is seen in the others without a reload', async () => {
  const { reply } = await paste(BOUNCE);
  const other = await web.openChat();
  const [known] = await other.replies(await other.send(BOUNCE));
  await other.page.getByRole('link', { name: 'Open the case ↗' }).click();
  await other.page.locator('.entry.shared .card').waitFor();
  expect(known?.text).toContain('Known');
  await chat.press(reply.ref, 'Claim');
  await other.page.locator('.entry.shared .state').getByText('You have it since').waitFor();
  await other.press(reply.ref, 'Mark suppressed');
  await page.getByText('Suppressed: sam@example.com').waitFor();
});

test('/bounces: the list of cases leads to them, help names the commands, both are commands to click', async () => {
  const { reply } = await paste(BOUNCE);
  const list = await chat.send('/bounces open');
  const [open] = await chat.replies(list);
  expect(open).toMatchObject({ private: true, mentions: [] });
  expect(open?.text).toContain('1 case open');
  await list.getByRole('link', { name: 'This address does not exist' }).click();
  expect(await page.evaluate('document.activeElement.dataset.key')).toBe(reply.ref);
  await chat.choose(
    open?.ref ?? '',
    'Open a case…',
    'sam@example.com · This address does not exist · 1 bounce',
  );
  expect((await chat.replies(list))[1]).toMatchObject({
    private: true,
    buttons: ['Mark suppressed', 'Claim'],
  });

  const help = await chat.send('/bounces');
  await help.getByRole('button', { name: '/bounces suppressed user@example.com' }).click();
  await page.getByText('user@example.com is not suppressed').waitFor();
  const [general] = await chat.replies(await chat.send('/smtp help'));
  expect(general?.text).toContain('/bounces');
});

const kept = (table: 'cases' | 'attempts') => web.bot().store.selectFrom(table).selectAll().execute();

test('an answer that got lost behind the server is asked for again after a reload', async () => {
  let lose = true;
  await page.route('**/api/message', (route) => void (lose ? route.fetch() : route.continue()));
  await page.getByLabel('Message', { exact: true }).fill(BOUNCE);
  await page.keyboard.press('Enter');
  await expect.poll(() => kept('cases')).toHaveLength(1);
  lose = false;
  await page.reload();
  await page.getByText('This address does not exist').waitFor();
  expect(await page.locator('.card').count()).toBe(1);
  expect(await kept('attempts')).toHaveLength(1);
});

test('an answer that the server owes since a crash is shown aside at once, and becomes the real one', async () => {
  const place = { platform: 'web', team: 'web:local', channel: 'local' } as const;
  await page.route('**/api/message', async (route) => {
    const { id, text } = route.request().postDataJSON() as { id: string; text: string };
    // It wrote the message down and died before it answered.
    const message = { id, text, files: [], heard: 'watching', bot: null, edit: null, place } as const;
    expect((await web.bot().desk.message(message)).deliveries).toHaveLength(1);
    await route.continue();
  });
  const { entry, reply } = await paste(BOUNCE);
  expect(reply.buttons).toContain('Claim');

  await web.wait(30_000);
  await expect.poll(async () => (await chat.replies(entry)).map(({ ref }) => ref)).not.toEqual([reply.ref]);
  const [real, ...more] = await chat.replies(entry);
  expect(more).toEqual([]);
  await chat.press(real?.ref ?? '', 'Claim');
  await entry.locator('.lines').getByText('You claimed this.').waitFor();
  expect(await kept('attempts')).toHaveLength(1);
});

test('while the database can only be read, a bounce is explained without buttons and nothing claims success', async () => {
  const { reply } = await paste(BOUNCE);
  await sql`pragma query_only = 1`.execute(web.bot().store);
  const { reply: other } = await paste('550 5.1.1 <other@example.com>: User unknown');
  expect(other.text).toContain('This address does not exist');
  expect(other.text).toContain('Not saved');
  expect(other.buttons).toEqual([]);
  expect((await chat.press(reply.ref, 'Mark suppressed')).notice).toContain('Not saved, nothing changed');
  await sql`pragma query_only = 0`.execute(web.bot().store);
  expect((await chat.press(reply.ref, 'Mark suppressed')).text).toContain('Suppressed: sam@example.com');
});
