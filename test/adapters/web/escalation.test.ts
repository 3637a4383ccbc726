/** Checks of DNS and tickets in the page: what is looked at, who is told, and how both stand by now. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { ChatPage } from '../../support/web/chat-page.ts';
import { webTest } from '../../support/web/web-test.ts';

const DMARC = [
  '550-5.7.26 Unauthenticated email from example.com is not accepted due to',
  "550-5.7.26 domain's DMARC policy. Please contact the administrator of",
  '550 5.7.26 example.com domain if this was a legitimate mail. - gsmtp',
].join('\n');
const TEAM = 'web:local';
const PLACE = { platform: 'web', team: TEAM, channel: 'local' } as const;
const ADMIN = { id: 'local', name: 'You', team: TEAM, membership: 'admin', groups: [] } as const;

const web = webTest();
let chat: ChatPage;
let page: Page;

beforeEach(async () => {
  chat = await web.openChat({ reducedMotion: 'reduce' });
  page = chat.page;
});

const paste = async (text = DMARC) => {
  const entry = await chat.send(text);
  const [reply] = await chat.replies(entry);
  return { entry, ref: reply?.ref ?? '' };
};

/** The team's tickets go to the channel "ops". */
const ticketsGoToOps = () =>
  web.bot().desk.submit({
    form: 'settings',
    target: 'local',
    values: { watch: [{ id: 'always', name: 'always' }], escalate: [{ id: 'ops', name: 'ops' }] },
    actor: ADMIN,
    place: PLACE,
    ref: null,
  });

test('Check DNS now: where DNS does not answer, it says what could not be checked, and a line who asked', async () => {
  const { entry, ref } = await paste();
  await chat.press(ref, 'Check DNS now');
  await entry.locator('.lines').getByText('You had DNS looked at.').waitFor();
  const { text, buttons } = await chat.reply(ref);
  expect(text).toMatch(/Not checked/);
  expect(text).not.toContain('does not exist');
  expect(buttons).toContain('Check again');
});

test('a check that is done before the button has its answer is not put back to "Checking…"', async () => {
  const { entry, ref } = await paste();
  await page.route('**/api/action', async (route) => {
    const response = await route.fetch();
    await entry.locator('.lines').getByText('You had DNS looked at.').waitFor();
    await route.fulfill({ response });
  });
  const { text, buttons } = await chat.press(ref, 'Check DNS now');
  expect(text).not.toContain('Checking DNS…');
  expect(buttons).toContain('Check again');
});

test('/bounces check answers the asker alone, with the rows of a case’s check', async () => {
  const [check] = await chat.replies(await chat.send('/bounces check example.com 192.0.2.10'));
  expect(check).toMatchObject({ private: true, mentions: [] });
  expect(check?.text).toContain('DNS of example.com and 192.0.2.10');
  expect(check?.text).toContain('Not checked');
});

test('at 360 pixels nothing of a ticket or of a check hangs over the side', async () => {
  await ticketsGoToOps();
  await page.setViewportSize({ width: 360, height: 740 });
  const { entry, ref } = await paste(DMARC.replaceAll('example.com', 'newsletter.shop.example.com'));
  await chat.press(ref, 'Check DNS now');
  await entry.locator('.lines').getByText('You had DNS looked at.').waitFor();
  await chat.press(ref, 'Escalate…');
  await page.locator('.entry.shared').getByRole('button', { name: 'Acknowledge' }).waitFor();
  const over = await page
    .locator('.log *')
    .evaluateAll((all) =>
      all
        .filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
        .map(({ className, tagName }) => `${tagName} ${className}`),
    );
  expect(over).toEqual([]);
});

test('a ticket is posted for its channel, acknowledged there, handed over as a file, and closed with its case', async () => {
  await ticketsGoToOps();
  const { entry, ref } = await paste();
  await chat.press(ref, 'Escalate…');
  const ticket = page.locator('.entry.shared');
  await ticket.getByRole('button', { name: 'Acknowledge' }).waitFor();
  expect(await ticket.locator('header').innerText()).toContain('for ops');
  const [shown] = await chat.replies(ticket);
  expect(shown?.buttons).toEqual(['Acknowledge', 'Resolve']);

  const acknowledged = await chat.press(shown?.ref ?? '', 'Acknowledge');
  expect(acknowledged.buttons).not.toContain('Acknowledge');
  await ticket.locator('.lines').getByText('You acknowledged the escalation.').waitFor();
  // The case keeps its own look.
  expect((await chat.reply(ref)).buttons).toContain('Claim');
  await entry.locator('.lines').getByText('You acknowledged').first().waitFor();

  const downloading = page.waitForEvent('download');
  await chat.press(shown?.ref ?? '', 'Ticket (Markdown)');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^ticket-c-[0-9a-f]+\.md$/);
  expect(await readFile((await download.path()) ?? '', 'utf8')).toContain('example.com');

  await chat.press(ref, 'Resolve');
  await ticket.getByText('By You').waitFor();
  expect((await chat.reply(shown?.ref ?? '')).buttons).toEqual([]);
});

test('after a reload a ticket is a ticket still, as it stands by now; a cleared one is fetched as one', async () => {
  await ticketsGoToOps();
  const { ref } = await paste();
  await chat.press(ref, 'Escalate…');
  const ticket = page.locator('.entry.shared');
  await ticket.getByRole('button', { name: 'Acknowledge' }).waitFor();
  const [shown] = await chat.replies(ticket);
  await page.goto('about:blank');
  const ticketRef = shown?.ref ?? '';
  const pressed = { choice: null, person: null, actor: ADMIN, place: PLACE, ref: ticketRef } as const;
  const { case_id: target } = await web
    .bot()
    .store.selectFrom('posts')
    .select('case_id')
    .where('ref', '=', ticketRef)
    .executeTakeFirstOrThrow();
  await web.bot().desk.action({ ...pressed, action: 'acknowledge', target: target ?? '' });
  await web.bot().queue.idle();

  await page.goto(web.url());
  await ticket.getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' });
  expect((await chat.reply(ticketRef)).buttons).toEqual(['Resolve']);

  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('heading', { name: 'What did the mail server say?' }).waitFor();
  const known = await chat.send(DMARC);
  await known.getByRole('link', { name: 'Open the case ↗' }).click();
  await page.locator('.entry.shared .fold > summary').click();
  await page.locator('.entry.shared').getByRole('link', { name: 'the ticket' }).click();
  expect((await chat.reply(ref)).buttons).toContain('Claim');
});
