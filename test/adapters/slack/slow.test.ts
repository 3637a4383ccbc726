/** Slack takes long, or gives no answer: what it does all the same stands there once. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
let ahead: number;
beforeEach(async () => {
  ahead = 0;
  bot = await openBot({ now: () => new Date(Date.now() + ahead) });
  await bot.start();
});
afterEach(() => bot.close());

const later = async (seconds: number): Promise<void> => {
  ahead += seconds * 1000;
  await bot.core.queue.idle();
};
const calls = (method: string) => bot.slack.state.calls.filter((call) => call.method === method).length;

/** Somebody pastes a bounce, and Slack gives no answer to its answer. @param when it posts it all the same */
async function pasted(when: Promise<void>) {
  bot.slack.failNext('chat.postMessage', { kind: 'done-later', when });
  const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  await bot.slack.until(() => calls('chat.postMessage') === 1, 'the post');
  await later(0);
  return message;
}

test('a post that is there before the look is not posted again', async () => {
  const done = Promise.withResolvers<void>();
  const message = await pasted(done.promise);
  await later(25);
  expect(calls('conversations.replies')).toBe(0);
  done.resolve();
  await bot.reply(message);
  await later(10);
  expect([calls('chat.postMessage'), calls('conversations.replies')]).toEqual([1, 1]);
  await later(150);
  expect(bot.slack.thread(message)).toHaveLength(1);
});

test('one that comes after it was posted anew is removed, and the other’s buttons work', async () => {
  const done = Promise.withResolvers<void>();
  const message = await pasted(done.promise);
  await later(40);
  const anew = await bot.reply(message);
  done.resolve();
  await bot.slack.replies(message, 2);
  await later(150);
  expect(bot.slack.thread(message)).toEqual([anew]);
  await bot.slack.press(anew, 'Claim', 'ann');
  await bot.slack.until(() => anew.edited > 0, 'the update');
  expect(visibleText(anew)).toContain('has it since');
});
