/** What was written while the bot was away is answered when it is back: all of it, once, and nothing else. */
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../support/discord/api-error.ts';
import { answerTo, BOUNCE, type Bot, core, discordWith, run } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { StoredMessage } from '../../support/discord/world.ts';

const HOUR = 60 * 60_000;
const bounceOf = (name: string) => BOUNCE.replace('user@', `${name}@`);

/** A server in which the bot answered once, and is away since. */
async function away() {
  const opened = await core();
  const discord = await discordWith();
  const channel = discord.channel('bounces');
  const ann = discord.person('Ann');
  const bot = await run(discord, opened);
  const before = discord.post(channel, ann, bounceOf('before'));
  await answerTo(discord, before);
  await opened.queue.idle();
  await bot.stop();
  const heardUntil = (at: number) =>
    opened.store
      .updateTable('settings')
      .set({ value: new Date(at).toISOString() })
      .where('name', '=', 'heard-until')
      .execute();
  const back = async (): Promise<Bot> => {
    const again = await run(discord, opened);
    await discord.until(() => again.log.some((line) => line.includes('"channels":')), 'the reading', 20_000);
    await opened.queue.idle();
    return again;
  };
  /** How often each was answered, in its thread or beside it. */
  const answers = (messages: readonly StoredMessage[]) =>
    messages.map(
      ({ id, channelId }) =>
        [...discord.world.messages.values()].filter(
          ({ author, type, replyTo, channelId: where }) =>
            author.bot && type !== 21 && (where === id || (where === channelId && replyTo === id)),
        ).length,
    );
  return { discord, channel, ann, opened, before, back, answers, heardUntil };
}

test('pages of talk, threads and forum posts: each bounce has one answer, the newest first', async () => {
  const { discord, channel, ann, before, back, answers } = await away();
  const forum = discord.forum('mail-problems', []);
  const talk = discord.post(channel, ann, 'has anybody seen the numbers of yesterday?');
  const bounces = [discord.post(channel, ann, bounceOf('first'))];
  for (let i = 0; i < 230; i += 1) discord.post(channel, ann, `lunch at ${i}?`);
  bounces.push(discord.post(channel, ann, bounceOf('last')));
  bounces.push(discord.thread(channel, ann, 'a customer', bounceOf('thread')));
  bounces.push(discord.thread(forum, ann, 'a post', bounceOf('forum')));
  const edited = discord.post(channel, ann, 'wait …');
  discord.rewrite(edited, bounceOf('edited'));
  bounces.push(edited);
  discord.remove(discord.post(channel, ann, bounceOf('deleted')));
  const { taken } = await back();
  expect(answers([before, talk, ...bounces])).toEqual([1, 0, 1, 1, 1, 1, 1]);
  const heard = taken.flatMap(({ text }) => /first@|last@|edited@/.exec(text) ?? []);
  expect(heard).toEqual(['edited@', 'last@', 'first@']);
});

test('what comes while it is read is answered once; what Discord refuses for a while is read later', async () => {
  const { discord, channel, ann, answers, back } = await away();
  const missed = discord.post(channel, ann, bounceOf('missed'));
  const busy = new ApiError(429, 0, 'You are being rate limited.', { retry_after: 0.3, global: false });
  discord.trouble(/^GET .*\/messages$/, busy, 2);
  const reading = back();
  await discord.until(() => discord.gateway.connected(), 'the session');
  const live = discord.post(channel, ann, bounceOf('live'));
  discord.replay(missed);
  await reading;
  expect(answers([missed, live])).toEqual([1, 1]);
});

test('channels that the bot may not read are left alone, and hold up no other', async () => {
  const { discord, channel, ann, answers, back } = await away();
  const closed = discord.channel('closed', { history: false });
  const hidden = discord.channel('hidden', { view: false });
  const unread = [closed, hidden].map((one) => discord.post(one, ann, bounceOf('closed')));
  const read = discord.post(channel, ann, bounceOf('read'));
  const { log } = await back();
  expect(answers([read, ...unread])).toEqual([1, 0, 0]);
  expect(log.join('')).toContain('"failed":0');
});

test('threads that fell asleep meanwhile are read as well, private ones too', async () => {
  const { discord, channel, ann, answers, back, heardUntil } = await away();
  const messages = [
    discord.thread(channel, ann, 'a customer', bounceOf('asleep')),
    discord.thread(channel, ann, 'among us', bounceOf('private'), true),
  ];
  for (const { channelId } of messages) discord.archive(channelId);
  await heardUntil(Date.now() - 2 * HOUR);
  await back();
  expect(answers(messages)).toEqual([1, 1]);
});

test('direct messages are read of whoever wrote before', async () => {
  const { discord, ann, opened, answers, back } = await away();
  const bot = await run(discord, opened);
  const direct = discord.directMessages(ann);
  const first = discord.post(direct, ann, bounceOf('direct'));
  await discord.until(() => answers([first])[0] === 1, 'the answer');
  await opened.queue.idle();
  await bot.stop();
  const bounce = discord.post(direct, ann, bounceOf('later'));
  const question = discord.post(direct, ann, 'what is 4.2.2?');
  await back();
  expect(answers([first, bounce, question])).toEqual([1, 1, 1]);
});

test('after a week a day is answered; how much is older is told once, where there is any', async () => {
  const { discord, ann, answers, back, heardUntil } = await away();
  const busy = discord.channel('alerts');
  const quiet = discord.channel('quiet');
  const old = ['one', 'two'].map((name, i) =>
    discord.post(busy, ann, bounceOf(name), { at: Date.now() - (60 - i) * HOUR }),
  );
  discord.post(busy, ann, 'nobody knows?', { at: Date.now() - 50 * HOUR });
  discord.post(quiet, ann, 'nobody here?', { at: Date.now() - 50 * HOUR });
  const fresh = discord.post(busy, ann, bounceOf('fresh'), { at: Date.now() - 2 * HOUR });
  await heardUntil(Date.now() - 7 * 24 * HOUR);
  const bot = await back();
  expect(answers([...old, fresh])).toEqual([0, 0, 1]);
  const told = () => discord.messages(busy.id).filter(({ author }) => author.bot);
  expect(told().map(visibleText)).toEqual([
    expect.stringContaining('2 messages that may hold a bounce are older than 24 hours: left unread.'),
  ]);
  expect(discord.messages(quiet.id)).toHaveLength(1);
  await bot.stop();
  await back();
  expect(told()).toHaveLength(1);
});

describe('nothing old is answered', () => {
  test('where the bot was never before', async () => {
    const discord = await discordWith();
    const message = discord.post(discord.channel('bounces'), discord.person('Ann'), BOUNCE);
    const opened = await core();
    await run(discord, opened);
    await opened.queue.idle();
    expect(discord.messages(message.id)).toEqual([]);
  });

  test('in a server that it was added to while it was away', async () => {
    const { discord, channel, ann, answers, back } = await away();
    const message = discord.post(channel, ann, bounceOf('earlier'));
    discord.world.joinedAt = new Date(Date.now() + 1000).toISOString();
    await back();
    expect(answers([message])).toEqual([0]);
  });
});
