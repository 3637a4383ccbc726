import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

const type = (command: string, text: string, user = 'ann', channel = bot.channel) =>
  bot.slack.command(command, text, { user, channel });

describe('/smtp', () => {
  test('answers the asker alone, with a button that shows it to the channel', async () => {
    const answer = await type('/smtp', '421 4.7.28');
    expect(answer.onlyFor).toBe('U0ANN');
    expect(visibleText(answer)).toContain('Sending too fast');
    expect(bot.slack.messages(bot.channel)).toEqual([]);

    await bot.slack.press(answer, 'Share', 'ann');
    const shared = await bot.slack.until(() => bot.slack.messages(bot.channel)[0], 'a post');
    expect(shared).toMatchObject({ threadTs: null, onlyFor: null });
    expect(visibleText(shared)).toContain('Sending too fast');
  });

  test('shares also in a channel that the bot is not a member of', async () => {
    const elsewhere = bot.slack.channel('sales', 'group', false);
    const answer = await type('/smtp', '550', 'ann', elsewhere);
    await bot.slack.press(answer, 'Share', 'ann');
    await bot.slack.until(
      () => bot.slack.messages(elsewhere).length === 1,
      'a post by the address of the click',
    );
  });

  test('answers in a plainer way where the address says with a 200 that it refuses the answer', async () => {
    const refused = { kind: 'refused', error: 'invalid_blocks' } as const;
    bot.slack.failNext('response_url', refused);
    expect((await type('/smtp', '421 4.7.28')).text).toContain('Sending too fast');
  });

  test('undoes the escapes of what was typed: a pasted bounce is judged', async () => {
    const answer = await type('/smtp', `  ${BOUNCE} & more `);
    expect(visibleText(answer)).toContain('sam@example.com');
    expect(visibleText(answer)).toContain('*Hard bounce*');
  });

  test('finds another way when the address for the answer fails', async () => {
    bot.slack.failNext('response_url', { kind: 'broken', status: 500 });
    expect(visibleText(await type('/smtp', '421 4.7.28'))).toContain('Sending too fast');
  });
});

test('a command that fails says so, with a reference that the log knows', async () => {
  await bot.close();
  bot = await openBot({ desk: { question: () => Promise.reject(new Error('the store is on fire')) } });
  await bot.start();
  const answer = await type('/smtp', '550');
  expect(answer.text).toMatch(/^⚠️ That did not work.*try again in a minute.*error `[0-9a-f]{6}`/);
  const reference = /`([0-9a-f]{6})`/.exec(answer.text)?.[1] ?? 'none';
  expect(bot.logged()).toContain(reference);
  expect(bot.logged()).toContain('the store is on fire');
});

describe('/bounces', () => {
  test('open: the cases of the team with the way to their answers, for the asker alone', async () => {
    expect(visibleText(await type('/bounces', 'open'))).toContain('Nothing is open');
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    const list = await type('/bounces', 'open', 'bob');
    expect(list.onlyFor).toBe('U0BOB');
    expect(visibleText(list)).toMatch(/^🗂️ 1 case open\n.* · sam@example\.com · 1 bounce · /);
    expect(JSON.stringify(list.blocks)).toContain(
      `https://standin.slack.com/archives/${bot.channel.id}/p${reply.ts.replace('.', '')}?thread_ts=${reply.threadTs}`,
    );
  });

  test('help, for what it does not know too', async () => {
    expect(visibleText(await type('/bounces', ''))).toContain('What the team is working on');
    expect(visibleText(await type('/bounces', 'dance'))).toContain('There is no such command');
  });

  test('stats: what bounced in the last days', async () => {
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    expect(visibleText(await type('/bounces', 'stats'))).toMatch(
      /1 bounces? in the last 7 days\nHard bounce: 1/,
    );
  });
});
