/** A log of many bounces in the page, on the real desk. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

test('several problems in one answer', async () => {
  const chat = await web.openChat();
  const [answer, ...more] = await chat.replies(
    await chat.send([...deadAddresses(201), fullMailbox].join('\n')),
  );
  expect(more).toEqual([]);
  expect(answer?.text).toContain('202 bounces, 2 problems');
  expect(answer?.text).toContain('Dead addresses');
});

test('many addresses as a download, and suppressed at once', async () => {
  const chat = await web.openChat();
  const [dead] = await chat.replies(await chat.send(deadAddresses(201).join('\n')));
  expect(dead?.buttons).toEqual([
    'Suppress all 201',
    'Claim',
    'Escalate',
    'Resolve',
    'Not a bounce',
    'Addresses (CSV)',
  ]);

  const downloading = chat.page.waitForEvent('download');
  const told = await chat.press(dead?.ref ?? '', 'Addresses (CSV)');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^user-unknown-[0-9a-f]{6}\.csv$/);
  expect(told.notice).toBe(`${download.suggestedFilename()} is in your downloads.`);
  const rows = (await readFile((await download.path()) ?? '', 'utf8')).trimEnd().split('\r\n');
  expect(rows).toHaveLength(202);
  expect(rows.slice(0, 2)).toEqual(['"address","reason"', '"user0@example.com","user-unknown"']);

  const done = await chat.press(dead?.ref ?? '', 'Suppress all 201');
  expect(done.text).toContain('All 201 addresses marked suppressed by');
  expect(done.buttons).toEqual(['Undo', 'Addresses (CSV)']);
  expect(await web.bot().store.selectFrom('suppressions').select('address').execute()).toHaveLength(201);
});
