import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

describe('/smtp', () => {
  beforeEach(async () => {
    await bot.start();
  });

  it('answers the asker alone, with a button that shows it to the channel', async () => {
    const answer = await bot.slack.command('/smtp', '421 4.7.28', { user: 'ann', channel: bot.channel });
    expect(answer.onlyFor).toBe('U0ANN');
    expect(visibleText(answer)).toContain('🐢 Too much mail, too fast');
    expect(bot.desk.asked).toEqual([
      {
        query: '421 4.7.28',
        actor: { id: 'U0ANN', name: 'ann', team: 'slack:T0STANDIN' },
        place: { platform: 'slack', team: 'slack:T0STANDIN', channel: bot.channel.id },
      },
    ]);
    expect(bot.slack.messages(bot.channel)).toEqual([]);

    await bot.slack.press(answer, 'Share to channel', 'ann');
    const [shared] = await bot.slack.until(
      () => bot.slack.messages(bot.channel).length === 1 && bot.slack.messages(bot.channel),
      'a post',
    );
    expect(shared).toMatchObject({
      threadTs: null,
      onlyFor: null,
      text: expect.stringContaining('Too much mail'),
    });
  });

  it('shares also in a bot.channel that the bot is no member of', async () => {
    const elsewhere = bot.slack.channel('sales', 'group', false);
    const answer = await bot.slack.command('/smtp', '550', { user: 'ann', channel: elsewhere });
    await bot.slack.press(answer, 'Share to channel', 'ann');
    await bot.slack.until(
      () => bot.slack.messages(elsewhere).length === 1,
      'a post by the address of the click',
    );
  });

  it('undoes the escapes of what was typed', async () => {
    await bot.slack.command('/smtp', '  <sam@example.com> & "mailbox full" ', {
      user: 'ann',
      channel: bot.channel,
    });
    expect(bot.desk.asked[0]?.query).toBe('<sam@example.com> & "mailbox full"');
  });

  it('says so when the lookup fails, with a reference that the log knows', async () => {
    const answer = await bot.slack.command('/smtp', 'broken', { user: 'ann', channel: bot.channel });
    expect(answer.text).toMatch(/^⚠️ That did not work.*try again in a minute.*error `[0-9a-f]{6}`/);
    const reference = /`([0-9a-f]{6})`/.exec(answer.text)?.[1] ?? 'none';
    expect(bot.logged()).toContain(reference);
    expect(bot.logged()).toContain('the store is on fire');
  });

  it('finds another way when the address for the answer fails', async () => {
    bot.slack.failNext('response_url', { kind: 'broken', status: 500 });
    const answer = await bot.slack.command('/smtp', '550', { user: 'ann', channel: bot.channel });
    expect(visibleText(answer)).toContain('Too much mail');
  });
});
