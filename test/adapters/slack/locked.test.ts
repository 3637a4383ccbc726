/** Another process holds the SQLite file: `sqlite3` in a transaction, or a tool that copies it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BOUNCE, type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let folder: string;
let bot: Bot;
let other: DatabaseSync;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  const url = join(folder, 'test.db');
  bot = await openBot({ url, now: () => new Date() });
  await bot.start();
  other = new DatabaseSync(url);
});
afterEach(async () => {
  other.close();
  await bot.close();
  rmSync(folder, { recursive: true });
});

const took = async <T>(work: Promise<T>): Promise<number> => {
  const at = performance.now();
  await work;
  return performance.now() - at;
};

test('look-ups come at once, what changes something is refused in good time, and all goes on afterwards', async () => {
  const { slack, channel } = bot;
  const card = await bot.reply(slack.post(channel, 'ann', BOUNCE).message);
  other.exec('begin immediate');

  const pressing = Array.from({ length: 10 }, (_, i) => slack.press(card, 'Claim', `ann${i}`));
  const typing = slack.command('/bounces', 'suppress kim@example.com left', { user: 'bob', channel });
  const posting = slack.post(channel, 'cid', bounceOf('zoe'));
  for (let i = 0; i < 5; i += 1)
    expect(await took(slack.command('/smtp', '421 4.7.28', { user: `asker${i}`, channel }))).toBeLessThan(
      1000,
    );
  for (const { afterMs } of await Promise.all(pressing)) expect(afterMs).toBeLessThan(2900);
  for (let i = 0; i < 10; i += 1) {
    const told = await bot.told(`ann${i}`);
    expect(told.text).toMatch(/^Not saved, nothing changed: .*Please press again\.$/);
  }
  expect((await typing).text).toContain('Not saved');
  await posting.acknowledged;
  expect(visibleText(await bot.reply(posting.message))).toContain('Not saved');

  other.exec('rollback');
  await slack.press(card, 'Claim', 'ann');
  await slack.until(() => visibleText(card).includes('has it'), 'the card to tell of it');
  expect(await bot.core.store.selectFrom('suppressions').select('address').execute()).toEqual([]);
});
