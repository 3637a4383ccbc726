/** What every way in must do, driven as a user would, on the real desk with a real database file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { discordDriver } from '../support/discord/driver.ts';
import type { Driver, Shown } from '../support/driver.ts';
import { createSlackDriver } from '../support/slack/driver.ts';
import { createWebDriver } from '../support/web/driver.ts';

const START = Date.parse('2026-11-21T10:15:00Z');
const HOUR = 60 * 60 * 1000;
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

  /** The process ends and a new one starts on the same database, @param away milliseconds later. */
  const restart = async (away = 0): Promise<void> => {
    await user.stop();
    await bot.close();
    bot = await openDesk({ url: join(folder, 'test.db'), now: () => new Date(START + away) });
    await user.start(bot);
  };
  /** From here on nothing that is owed arrives, as in a process that dies each time before it posts. */
  const losePosts = async (): Promise<void> => {
    const { queue } = bot;
    const connect: typeof queue.connect = (connector) =>
      queue.connect({ ...connector, deliver: () => Promise.reject(new Error('the process died')) });
    await user.stop();
    await user.start({ desk: bot.desk, queue: { ...queue, connect, delivered: async () => {} } });
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

  test('the same bounce again: a short answer with the way to the first, whose counter rises', async () => {
    const first = await pasteOne(USER_UNKNOWN);
    const again = await pasteOne(USER_UNKNOWN);
    expect(again.text).toContain('Known already: This address does not exist');
    expect(again.text).toContain('the first answer');
    expect(again).toMatchObject({ buttons: [], private: false, mentions: [] });
    expect((await user.shown(first.ref)).text).toMatch(/2 times since/);
  });

  test('claim, resolve, reopen: in place, and one line each in the thread says who', async () => {
    const reply = await pasteOne(USER_UNKNOWN);
    const claimed = await user.press(reply, 'Claim');
    expect(claimed.text).toContain('Claimed by');
    expect(claimed.buttons).toEqual(['Mark suppressed', 'Release', 'Escalate', 'Resolve', 'Not a bounce']);
    expect((await user.press(reply, 'Resolve')).buttons).toEqual(['Reopen']);
    expect((await user.press(reply, 'Reopen')).buttons).toContain('Release');
    const [shown, ...lines] = await user.thread();
    expect(shown?.ref).toBe(reply.ref);
    expect(lines.map(({ text }) => /(claimed|resolved|reopened) this/.exec(text)?.[1])).toEqual([
      'claimed',
      'resolved',
      'reopened',
    ]);
  });

  test('a snooze says until when, and ends by itself though the bot was away', async () => {
    const reply = await pasteOne(USER_UNKNOWN);
    const snoozed = await user.choose(reply, 'Snooze…', '1 hour');
    expect(snoozed.text).toContain('Snoozed until');
    expect(snoozed.buttons).toContain('Wake now');
    await restart(HOUR + 1000);
    expect((await user.shown(reply.ref)).buttons).not.toContain('Wake now');
  });

  if (createDriver().guest !== null) {
    test('a guest may look but not act, and is told who could', async () => {
      const reply = await pasteOne(USER_UNKNOWN);
      const refused = await user.press(reply, 'Claim', user.guest ?? '');
      expect(refused.notice).toContain('Any member of this workspace can do that');
      expect(refused.buttons).toEqual(reply.buttons);
      expect(await user.thread()).toHaveLength(1);
    });
  }

  test('an event that is delivered twice is answered once, and counted once', async () => {
    const reply = await pasteOne(USER_UNKNOWN);
    await user.redeliver();
    expect((await user.thread()).map(({ ref }) => ref)).toEqual([reply.ref]);
    expect(await bot.store.selectFrom('bounces').select('case_id').execute()).toHaveLength(1);
  });

  test('a crash between hearing and posting: answered once all the same, with buttons that work', async () => {
    await losePosts();
    await user.paste(USER_UNKNOWN);
    await restart(30_000);
    const [reply, ...more] = await user.thread();
    expect(more).toEqual([]);
    expect(reply?.text).toContain('This address does not exist');
    expect((await user.press(reply as Shown, 'Mark suppressed')).text).toContain('Marked suppressed by');
    expect(await suppressed()).toEqual(['user@example.com']);
  });

  test('while the database can only be read: explained without buttons, and nothing claims success', async () => {
    const before = await pasteOne('550 5.1.1 <other@example.com>: User unknown');
    await sql`pragma query_only = 1`.execute(bot.store);
    const reply = await pasteOne(USER_UNKNOWN);
    expect(reply.text).toContain('This address does not exist');
    expect(reply.text).toContain('Not saved');
    expect(reply.buttons).toEqual([]);
    const pressed = await user.press(before, 'Mark suppressed');
    expect(pressed.notice).toContain('Not saved, nothing changed');
    expect(pressed.buttons).toEqual(before.buttons);
    await sql`pragma query_only = 0`.execute(bot.store);
    expect((await user.press(before, 'Mark suppressed')).buttons).toEqual(['Undo']);
  });

  test('/bounces lists what is open, for the asker alone', async () => {
    expect((await user.command('open')).text).toContain('No case open');
    await pasteOne(USER_UNKNOWN);
    const list = await user.command('open');
    expect(list).toMatchObject({ private: true, mentions: [] });
    expect(list.text).toContain('1 case open');
    expect(list.text).toContain('user@example.com');
  });
});
