/** What goes wrong at Slack's side, and what the bot makes of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOUNCE, type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { visibleView } from '../../support/slack/view-state.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

const errors = () =>
  bot
    .logged()
    .split('\n')
    .filter((line) => line.includes('"level":50'));

test('a revoked token is told of once, in plain words, and what is owed is kept', async () => {
  const { botToken } = bot.slack.state;
  bot.slack.state.botToken = 'xoxb-another';
  for (const name of ['one', 'two', 'three']) {
    await bot.slack.post(bot.channel, 'ann', bounceOf(name)).acknowledged;
  }
  await bot.core.queue.idle();
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain('Slack does not know the token in SLACK_BOT_TOKEN (invalid_auth).');
  bot.slack.state.botToken = botToken;
  const owed = await bot.core.store.selectFrom('outbox').select('id').where('done_at', 'is', null).execute();
  expect(owed).toHaveLength(3);
});

test('a missing scope is told of once, with its name and what it is for', async () => {
  bot.slack.state.scopes.delete('chat:write');
  for (const name of ['one', 'two']) await bot.slack.post(bot.channel, 'ann', bounceOf(name)).acknowledged;
  await bot.core.queue.idle();
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain(
    "lacks the scope chat:write, without which it can't answer (missing_scope). Add it",
  );
});

test('a channel that it was removed from holds up no other', async () => {
  const closed = bot.slack.channel('closed');
  const { message, acknowledged } = bot.slack.post(closed, 'ann', bounceOf('one'));
  closed.botIsMember = false;
  await acknowledged;
  await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  expect(bot.slack.thread(message)).toEqual([]);
});

test('events that come twice, late or in another order are answered once each', async () => {
  bot.slack.socket.withhold();
  const sent = ['one', 'two', 'three'].map((name) => bot.slack.post(bot.channel, 'ann', bounceOf(name)));
  const event = (ts: string, text: string) => ({
    type: 'message',
    channel: bot.channel.id,
    channel_type: 'channel',
    user: 'U0ANN',
    ts,
    text,
  });
  const copies = sent.toReversed().map(({ message }) => bot.slack.event(event(message.ts, message.text)));
  bot.slack.socket.release();
  await Promise.all([...copies, ...sent.map(({ acknowledged }) => acknowledged)]);
  await bot.core.queue.idle();
  expect(sent.map(({ message }) => bot.slack.thread(message).length)).toEqual([1, 1, 1]);
});

test('a connection that breaks in the middle loses nothing: what was not acknowledged comes again', {
  timeout: 20_000,
}, async () => {
  const { take } = bot.core.queue;
  Object.assign(bot.core.queue, {
    take: async (incoming: Parameters<typeof take>[0]) => {
      bot.slack.socket.drop();
      Object.assign(bot.core.queue, { take });
      await take(incoming);
    },
  });
  const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  await bot.reply(message);
  await bot.slack.until(() => bot.slack.socket.connections() === 1, 'the new connection');
  bot.slack.socket.sendUnacknowledgedAgain();
  await bot.core.queue.idle();
  expect(bot.slack.thread(message)).toHaveLength(1);
});

test('a new message rings for nobody who is named in it, though they claimed the case', async () => {
  const first = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.slack.press(first, 'Claim', 'ann');
  await bot.slack.until(() => first.edited > 0, 'the update');
  const there = await bot.reply(bot.slack.post(bot.slack.channel('other'), 'bob', BOUNCE).message);
  expect(visibleText(there)).toContain('ann has it');
  const again = await bot.reply(bot.slack.post(bot.channel, 'bob', BOUNCE).message);
  expect(visibleText(again)).toContain('ann');
  expect([there, again].flatMap(liveMentions)).toEqual([]);
});

describe('coming into a channel', () => {
  const join = (user = bot.slack.state.botUserId) =>
    bot.slack.event({
      type: 'member_joined_channel',
      user,
      channel: bot.channel.id,
      channel_type: 'C',
      event_ts: '1700000000.7',
    });

  test('is one short hello, with a button that opens the settings', async () => {
    await join();
    await join();
    const hello = await bot.slack.until(() => bot.slack.messages(bot.channel)[0], 'the hello');
    expect(visibleText(hello)).toMatch(/^👋 Hello\nPaste a bounce here.{1,150}everything else\.$/);
    bot.slack.state.standings.set(bot.slack.userId('zoe'), { is_admin: true });
    await bot.slack.press(hello, 'Choose how much I read…', 'zoe');
    const modal = await bot.slack.modal('zoe', 'Settings');
    expect(visibleView(modal.view)).toContain('For this channel');
    expect(bot.slack.messages(bot.channel)).toHaveLength(1);
  });

  test('of somebody else is nothing to it', async () => {
    await join('U0ANN');
    await bot.handled();
    expect(bot.slack.messages(bot.channel)).toEqual([]);
  });
});

test('a case that is posted to a channel is there once, though Slack’s word for it got lost', async () => {
  await bot.close();
  let ahead = 0;
  bot = await openBot({ now: () => new Date(Date.now() + ahead) });
  await bot.start();
  const dns = bot.slack.channel('dns-team');
  const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.slack.choose(reply, 'More…', 'Escalate…', 'ann');
  const modal = await bot.slack.modal('ann', 'Escalate');
  bot.slack.state.calls.length = 0;
  // The line in the thread goes out first, or the post: both are posted once.
  bot.slack.failNext('chat.postMessage', { kind: 'done-but-cut' }, { kind: 'done-but-cut' });
  await bot.slack.submit(modal, { 'Post it to': dns.id });
  const methods = () => bot.slack.state.calls.map(({ method }) => method);
  const posted = () => methods().filter((method) => method === 'chat.postMessage').length === 2;
  await bot.slack.until(posted, 'the post and the line');
  await bot.core.queue.idle();
  // What had no answer is looked at half a minute later.
  ahead = 31_000;
  await bot.slack.until(() => methods().includes('conversations.history'), 'a look into the channel');
  await bot.slack.until(() => methods().includes('conversations.replies'), 'a look into the thread');
  await bot.handled();
  expect(bot.slack.messages(dns).filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
});

test('who is to be mentioned of an escalation is the group that an admin chose', async () => {
  bot.slack.state.groups.set('S0DNS', []);
  bot.slack.state.standings.set(bot.slack.userId('zoe'), { is_admin: true });
  const dns = bot.slack.channel('dns-team');
  await bot.slack.type('/bounces', 'settings', { user: 'zoe', channel: bot.channel });
  const settings = await bot.slack.modal('zoe', 'Settings');
  await bot.slack.submit(settings, { 'Escalations go to': dns.id, 'Who is mentioned there': ['@s0dns'] });
  const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.slack.choose(reply, 'More…', 'Escalate…', 'ann');
  await bot.slack.submit(await bot.slack.modal('ann', 'Escalate'), {});
  const posted = await bot.slack.until(() => bot.slack.messages(dns)[0], 'the case there');
  expect(liveMentions(posted)).toEqual(['!subteam^S0DNS']);
});
