/** What was written in Slack while the bot was not running is answered when it is back, as far as Slack lets it read. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

const HOUR = 60 * 60;
const now = () => Date.now() / 1000;

let bot: Bot;
/** A workspace in which the bot was running, and is not any more. */
beforeEach(async () => {
  bot = await openBot({ now: () => new Date() });
  await bot.start();
  await bot.reply(bot.slack.post(bot.channel, 'ann', bounceOf('before'), { at: now() }).message);
  await bot.stop();
});
afterEach(() => bot.close());

/** It is posted while nobody is connected: its event reaches nobody. */
const missed = (name: string, at: number, channel = bot.channel) => {
  channel.botIsMember = false;
  const { message } = bot.slack.post(channel, 'ann', name, { at });
  channel.botIsMember = true;
  return message;
};
const back = async (): Promise<void> => {
  const read = () => bot.logged().split('"msg":"read what was written').length;
  const before = read();
  await bot.start();
  await bot.slack.until(() => read() > before, 'the reading');
  await bot.core.queue.idle();
};
const heardUntil = (at: number) =>
  bot.core.store
    .updateTable('settings')
    .set({ value: new Date(at * 1000).toISOString() })
    .where('name', '=', 'heard-until')
    .execute();

test('each bounce is answered once, in every channel, however much talk lies between', async () => {
  const other = bot.slack.channel('alerts');
  const first = missed(bounceOf('first'), now() + 0.001);
  for (let i = 0; i < 230; i += 1) missed(`lunch at ${i}?`, now() + 0.002 + i / 1e6);
  const last = missed(bounceOf('last'), now() + 0.01);
  const there = missed(bounceOf('there'), now() + 0.01, other);
  await back();
  expect([first, last, there].map((message) => bot.slack.thread(message).length)).toEqual([1, 1, 1]);
  await bot.stop();
  await back();
  expect([first, last, there].map((message) => bot.slack.thread(message).length)).toEqual([1, 1, 1]);
  expect(bot.slack.messages(bot.channel).filter(({ botId }) => botId !== null)).toHaveLength(3);
});

test('after a week a day is answered, and how much is older is told once', async () => {
  const alerts = bot.slack.channel('alerts');
  const old = ['one', 'two'].map((name, i) => missed(bounceOf(name), now() - (60 - i) * HOUR, alerts));
  const fresh = missed(bounceOf('fresh'), now() - 2 * HOUR, alerts);
  await heardUntil(now() - 7 * 24 * HOUR);
  await back();
  expect([...old, fresh].map((message) => bot.slack.thread(message).length)).toEqual([0, 0, 1]);
  const told = () => bot.slack.messages(alerts).filter((one) => one.botId !== null && one.threadTs === null);
  expect(told().map(visibleText)).toEqual([expect.stringContaining('2 messages that may hold a bounce')]);
});

test('a channel that Slack does not let it read holds up no other', async () => {
  const message = missed(bounceOf('one'), now());
  bot.slack.failNext('conversations.history', { kind: 'refused', error: 'missing_scope' });
  const later = bot.slack.channel('zzz');
  const there = missed(bounceOf('two'), now(), later);
  await back();
  expect(bot.slack.thread(message)).toHaveLength(0);
  expect(bot.slack.thread(there)).toHaveLength(1);
});
