/** What every way in must do, driven as a user would, on the real desk with a real database file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { discordDriver } from '../support/discord/driver.ts';
import type { Driver, Shown } from '../support/driver.ts';
import { createSlackDriver } from '../support/slack/driver.ts';
import { createWebDriver } from '../support/web/driver.ts';

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

const drivers: Readonly<Record<Driver['name'], () => Driver>> = {
  slack: createSlackDriver,
  discord: discordDriver,
  web: createWebDriver,
};

describe.each(Object.entries(drivers))('%s', (_, createDriver) => {
  let folder: string;
  let bot: TestDesk;
  let user: Driver;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
    user = createDriver();
    bot = await openDesk({ url: join(folder, 'test.db') });
    await user.start(bot);
  }, 60_000);
  afterEach(async () => {
    await user.stop();
    await bot.close();
    rmSync(folder, { recursive: true });
  });

  /** The process ends and a new one starts on the same database. */
  const restart = async (): Promise<void> => {
    await user.stop();
    await bot.close();
    bot = await openDesk({ url: join(folder, 'test.db') });
    await user.start(bot);
  };
  const pasteOne = async (text: string): Promise<Shown> => {
    const replies = await user.paste(text);
    expect(replies).toHaveLength(1);
    return replies[0] as Shown;
  };
  const suppressed = async (): Promise<readonly string[]> =>
    (await bot.store.selectFrom('suppressions').select('address').execute()).map((row) => row.address);

  test('/smtp answers the asker alone, who may share it', async () => {
    const answer = await user.ask('421 4.7.28');
    expect(answer).toMatchObject({ private: true, buttons: ['Share to channel'], mentions: [] });
    expect(answer.text).toContain('421 4.7.28');
    expect(answer.text).toContain('Sending too fast');
  });

  test('/smtp with nonsense is refused kindly, with examples', async () => {
    const answer = await user.ask('qwertz uiop');
    expect(answer.private).toBe(true);
    expect(answer.text).toContain('/smtp 421 4.7.28');
  });

  test('a pasted bounce is answered for all; ordinary talk is not', async () => {
    const reply = await pasteOne(USER_UNKNOWN);
    expect(reply).toMatchObject({
      private: false,
      buttons: ['Mark suppressed', 'Claim', 'Escalate', 'Resolve', 'Not a bounce'],
    });
    expect(reply.text).toContain('This address does not exist');
    expect(await user.paste('We see lots of 5.7.1 lately, any idea?')).toEqual([]);
  });

  test('an authentication failure says whom to escalate to', async () => {
    const reply = await pasteOne(
      '550 5.7.1 <user@example.com> SPF check failed: 192.0.2.5 is not allowed to send for example.org',
    );
    expect(reply.text).toContain('SPF');
    expect(reply.text).toContain('192.0.2.5');
    expect(reply.buttons).not.toContain('Mark suppressed');
  });

  test('Mark suppressed updates the message in place; Undo takes it back', async () => {
    const done = await user.press(await pasteOne(USER_UNKNOWN), 'Mark suppressed');
    expect(done.buttons).toEqual(['Undo']);
    expect(done.text).toContain('Marked suppressed by');
    expect(await suppressed()).toEqual(['user@example.com']);
    const undone = await user.press(done, 'Undo');
    expect(undone.buttons).toContain('Mark suppressed');
    expect(await suppressed()).toEqual([]);
  });

  test('after a restart the old buttons still work', async () => {
    const reply = await pasteOne(USER_UNKNOWN);
    await restart();
    expect((await user.press(reply, 'Mark suppressed')).text).toContain('Marked suppressed by');
    expect(await suppressed()).toEqual(['user@example.com']);
  });

  test('pasted text pings nobody and stays text', async () => {
    const hostile =
      '@everyone @here <!channel> <@U1> <@1234567890> [x](https://evil.example) `` ``` <b>x</b>';
    const reply = await pasteOne(`550 5.1.1 <user@example.com>: User unknown ${hostile}`);
    expect(reply.mentions).toEqual([]);
    expect(reply.text).toContain('everyone');
  });

  test('a reply to a very long bounce keeps its verdict and its buttons', async () => {
    const reply = await pasteOne(`550 5.1.1 <user@example.com>: User unknown ${'very long '.repeat(900)}`);
    expect(reply.text).toContain('This address does not exist');
    expect(reply.buttons).toContain('Mark suppressed');
  });
});
