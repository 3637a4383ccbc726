/** Forums: there is nothing but posts with tags in them. */
import { expect, test } from 'vitest';
import { answerTo, BOUNCE, core, discordWith, run, team } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { Channel } from '../../support/discord/world.ts';

async function escalated(tags: readonly string[], needsTag: boolean) {
  const { discord, channel, ann, core: opened } = await team();
  const forum = discord.forum('escalations', tags, needsTag);
  const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
  await opened.queue.idle();
  const form = discord.choose(answer, 'More…', 'Escalate…', ann);
  await discord.until(() => form.modal, 'the form');
  discord.submit(form, { note: 'Please look.', to: { channel: forum } });
  const post = await discord.until(
    () => [...discord.world.channels.values()].find(({ parentId }) => parentId === forum.id),
    'the post',
  );
  await opened.queue.idle();
  const named = (post: Channel) =>
    forum.tags.filter(({ id }) => post.applied.includes(id)).map(({ name }) => name);
  return { discord, ann, post, named };
}

test('a case that is escalated to a forum becomes a post with the tags that fit; what is done stands there', async () => {
  const { discord, ann, post, named } = await escalated(['Questions', '🔴 Hard bounce', 'Bounces'], false);
  expect(post.name).toContain('This address does not exist');
  expect(named(post)).toEqual(['🔴 Hard bounce', 'Bounces']);
  const [first] = discord.messages(post.id);
  if (!first) throw new Error('the post is empty');
  expect(visibleText(first)).toContain('This address does not exist');
  discord.press(first, 'Resolve', ann);
  await discord.until(() => /resolved/i.test(visibleText(first)), 'the update');
  const line = await discord.until(() => discord.messages(post.id)[1], 'the line');
  expect(visibleText(line)).toContain(`<@${ann.id}>`);
});

test('where every post needs a tag and none fits, it takes the first', async () => {
  const { post, named } = await escalated(['Questions', 'Answers'], true);
  expect(named(post)).toEqual(['Questions']);
});

test('a post that was opened just before a crash is found again, and no second one opened', async () => {
  const opened = await core();
  const discord = await discordWith();
  const channel = discord.channel('bounces');
  const forum = discord.forum('escalations', [], false);
  const ann = discord.person('Ann');
  let tries = 0;
  await run(discord, {
    ...opened,
    queue: {
      ...opened.queue,
      connect: (connector) =>
        opened.queue.connect({
          ...connector,
          async deliver(delivery) {
            const ref = await connector.deliver(delivery);
            if (delivery.place.channel !== forum.id || delivery.what.kind !== 'post') return ref;
            tries += 1;
            if (tries === 1) throw new Error('the line broke after Discord had it');
            return ref;
          },
        }),
    },
  });
  const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
  await opened.queue.idle();
  const form = discord.choose(answer, 'More…', 'Escalate…', ann);
  await discord.until(() => form.modal, 'the form');
  discord.submit(form, { note: 'Please look.', to: { channel: forum } });
  await discord.until(() => tries === 2, 'the second attempt');
  const posts = [...discord.world.channels.values()].filter(({ parentId }) => parentId === forum.id);
  expect(posts).toHaveLength(1);
});
