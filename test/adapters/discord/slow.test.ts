/** Discord gives no answer: what it does all the same stands there once. */
import { expect, test } from 'vitest';
import { answerTo, BOUNCE, core, discordWith, run } from '../../support/discord/team.ts';

async function slow() {
  let ahead = 0;
  const opened = await core({ now: () => new Date(Date.now() + ahead) });
  const discord = await discordWith();
  const channel = discord.channel('bounces');
  await run(discord, opened);
  const done = Promise.withResolvers<void>();
  discord.trouble(/^POST .*\/messages$/, done.promise);
  const posts = () =>
    discord.world.asked.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length;
  const message = discord.post(channel, discord.person('Ann'), BOUNCE);
  await discord.until(() => discord.world.channels.has(message.id), 'the thread');
  await opened.queue.idle();
  const later = async (seconds: number): Promise<void> => {
    ahead += seconds * 1000;
    await opened.queue.idle();
  };
  const done_ = async (): Promise<void> => {
    const before = posts();
    done.resolve();
    await discord.until(() => posts() > before, 'the late post');
  };
  return { discord, message, later, finish: done_, posts };
}

test('a post that is there before the look is not posted again', async () => {
  const { discord, message, later, finish, posts } = await slow();
  await later(25);
  expect(discord.messages(message.id)).toEqual([]);
  await finish();
  await later(10);
  expect([posts(), discord.messages(message.id).length]).toEqual([1, 1]);
});

test('one that comes after it was posted anew, when Discord has forgotten the nonce, is removed', async () => {
  const { discord, message, later, finish } = await slow();
  await later(40);
  const anew = await answerTo(discord, message);
  discord.forgetNonces();
  await finish();
  expect(discord.messages(message.id)).toHaveLength(2);
  await later(150);
  expect(discord.messages(message.id)).toEqual([anew]);
});
