import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

describe('the shortcut "Explain this bounce"', () => {
  test('answers in the thread of any message, a bot’s alert included', async () => {
    const alert = bot.slack.state.add({
      ...bot.slack.post(bot.channel, 'ann', 'ignored').message,
      ts: bot.slack.state.nextTs(),
      botId: 'B0OTHER',
      text: `Delivery failed: ${BOUNCE}`,
    });
    await bot.slack.shortcut('explain_bounce', alert, 'bob');
    expect(visibleText(await bot.reply(alert))).toContain('sam@example.com');
  });

  test('tells only the asker where the message was answered before', async () => {
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.reply(message);
    await bot.slack.shortcut('explain_bounce', message, 'bob');
    expect((await bot.told('bob')).threadTs).toBe(message.ts);
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  test('answers the asker alone where the bot is not a member, and owes nothing then', async () => {
    const elsewhere = bot.slack.channel('sales', 'channel', false);
    const { message } = bot.slack.post(elsewhere, 'ann', BOUNCE);
    await bot.slack.shortcut('explain_bounce', message, 'ann');
    await bot.told('ann');
    await bot.stop();
    expect(bot.slack.thread(message)).toEqual([]);
    const owed = await bot.core.store.selectFrom('outbox').selectAll().where('done_at', 'is', null).execute();
    expect(owed).toEqual([]);
  });

  test('says that there is no bounce in it, for all to see where nothing was said before', async () => {
    const { message } = bot.slack.post(bot.channel, 'ann', 'lunch?');
    await bot.slack.shortcut('explain_bounce', message, 'bob');
    expect(visibleText(await bot.reply(message))).toContain('I see no bounce in that');
  });
});
