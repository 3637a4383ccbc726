/** A log of many bounces in the page, on the real desk. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

test('several problems are one table; one of them is shown from the menu, and comes into view', async () => {
  const chat = await web.openChat();
  const entry = await chat.send([...deadAddresses(201), fullMailbox].join('\n'));
  const [answer, ...more] = await chat.replies(entry);
  expect(more).toEqual([]);
  expect(answer?.text).toContain('202 bounces, 2 problems');
  const table = entry.getByRole('table');
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(['Bounces', 'Problem', 'Refused by']);
  expect(await table.getByRole('row').nth(1).innerText()).toContain('201');

  await chat.unfold(answer?.ref ?? '', 'Show a problem…');
  const menu = entry.getByRole('group', { name: 'Show a problem…' });
  expect(await menu.innerText()).toContain('Files');
  const problem = menu.getByRole('button').nth(1);
  expect(await problem.innerText()).toContain('1 · ');
  await problem.click();
  const card = entry.getByRole('article').nth(1);
  await card.waitFor();
  await card.getByRole('button', { name: 'Snooze 24 hours' }).waitFor();
  await expect.poll(() => card.evaluate((shown) => shown.matches(':focus'))).toBe(true);

  await chat.page.reload();
  await table.getByRole('columnheader', { name: 'Refused by' }).waitFor();
});

test('many addresses as a download, and suppressed at once', async () => {
  const chat = await web.openChat();
  const [dead] = await chat.replies(await chat.send(deadAddresses(201).join('\n')));
  expect(dead?.buttons).toEqual(['Suppress all 201…', 'Claim']);

  const downloading = chat.page.waitForEvent('download');
  const told = await chat.press(dead?.ref ?? '', 'Addresses (CSV)');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^user-unknown-[0-9a-f]{6}\.csv$/);
  expect(told.notice).toBe(`${download.suggestedFilename()} is in your downloads.`);
  const rows = (await readFile((await download.path()) ?? '', 'utf8')).trimEnd().split('\r\n');
  expect(rows).toHaveLength(202);
  expect(rows.slice(0, 2)).toEqual(['"address","reason"', '"user0@example.com","user-unknown"']);

  const done = await chat.press(dead?.ref ?? '', 'Suppress all 201…');
  expect(done.text).toContain('Suppressed: 201 addresses');
  expect(done.buttons).toEqual(['Undo']);
  expect(await web.bot().store.selectFrom('suppressions').select('address').execute()).toHaveLength(201);
});
