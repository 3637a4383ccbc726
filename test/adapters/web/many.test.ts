/** A log of many bounces in the page, on the real desk. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

test('a summary, one answer a problem, the addresses as a download, all suppressed at once', async () => {
  const chat = await web.openChat();
  const [summary, dead, full] = await chat.replies(
    await chat.send([...deadAddresses(201), fullMailbox].join('\n')),
  );
  expect(summary?.text).toContain('202 bounces: 201 dead addresses, 1 full mailbox');
  expect(dead?.buttons).toEqual(['Suppress all 201…', 'Claim']);
  expect(full?.buttons).toEqual(['Snooze 24 hours', 'Claim']);

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
