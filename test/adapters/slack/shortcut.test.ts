import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

describe('the shortcut "Explain this bounce"', () => {
  beforeEach(async () => {
    await bot.start();
  });

  it('answers in the thread of any message, a bot’s alert included', async () => {
    const alert = bot.slack.state.add({
      ...bot.slack.post(bot.channel, 'ann', 'ignored').message,
      ts: bot.slack.state.nextTs(),
      botId: 'B0OTHER',
      text: `Delivery failed: ${BOUNCE}`,
    });
    await bot.slack.shortcut('explain_bounce', alert, 'bob');
    await bot.reply(alert);
    expect(bot.desk.heard.at(-1)).toMatchObject({ heard: 'asked', actor: { id: 'U0BOB', name: 'bob' } });
  });

  it('tells only the asker where the message was answered before', async () => {
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.reply(message);
    await bot.slack.shortcut('explain_bounce', message, 'bob');
    const only = await bot.told('bob');
    expect(only.threadTs).toBe(message.ts);
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  it('answers the asker alone where the bot is no member', async () => {
    const elsewhere = bot.slack.channel('sales', 'channel', false);
    const { message } = bot.slack.post(elsewhere, 'ann', BOUNCE);
    await bot.slack.shortcut('explain_bounce', message, 'ann');
    await bot.slack.until(() => bot.slack.ephemerals('ann').length > 0, 'an answer');
    expect(bot.slack.thread(message)).toEqual([]);
  });
});
