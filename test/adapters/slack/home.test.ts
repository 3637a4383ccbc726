/** The Home tab: what is open and whose, the week, the suppression list, settings for admins. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOUNCE, type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { buttonsOf } from '../../support/slack/check-blocks.ts';
import { visibleView } from '../../support/slack/view-state.ts';
import { blocksOf, type OpenView } from '../../support/slack/views.ts';
import { visibleText } from '../../support/slack/visible.ts';
import type { SentMessage } from '../../support/slack/workspace.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

const labels = ({ view }: OpenView) => buttonsOf(blocksOf(view)).map(({ text }) => text.text);

test('is good when empty', async () => {
  const home = await bot.slack.home('ann');
  expect(visibleView(home.view)).toContain('Nothing is open. Paste a bounce into a channel that I am in');
  expect(visibleView(home.view)).toContain('Nothing bounced in the last seven days.');
  expect(labels(home)).toEqual(['Open (0)', 'Mine (0)', 'Escalated (0)', 'Snoozed (0)']);
});

test('shows what is open and what is mine, with the way to each answer, and the week by its days', async () => {
  const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.reply(bot.slack.post(bot.channel, 'ann', bounceOf('kim')).message);
  await bot.slack.press(reply, 'Claim', 'ann');
  await bot.slack.until(() => reply.edited > 0, 'the update');
  const home = await bot.slack.home('ann');
  expect(labels(home)).toEqual(['Open (2)', 'Mine (1)', 'Escalated (0)', 'Snoozed (0)']);
  expect(visibleView(home.view)).toContain('kim@example.com');
  expect(visibleView(home.view)).toMatch(/Nov 20: 0 · .*Nov 21: 2/);
  expect(JSON.stringify(home.view)).toContain(`/p${reply.ts.replace('.', '')}?thread_ts=`);
  const mine = await bot.slack.atHome(home, 'Mine (1)');
  expect(visibleView(mine.view)).toContain('sam@example.com');
  expect(visibleView(mine.view)).not.toContain('kim@example.com');
});

test('is drawn although another look at it came in between', async () => {
  const conflict = { kind: 'refused', error: 'hash_conflict' } as const;
  bot.slack.failNext('views.publish', conflict, conflict);
  expect(visibleView((await bot.slack.home('ann')).view)).toContain('Nothing is open.');
});

describe('many cases', () => {
  test('are paged', { timeout: 30_000 }, async () => {
    for (let i = 0; i < 17; i += 1) {
      await bot.reply(bot.slack.post(bot.slack.channel(`c${i}`), 'ann', bounceOf(`user${i}`)).message);
    }
    const first = await bot.slack.home('ann');
    expect(visibleView(first.view)).toContain('Page 1 of 2');
    expect(visibleView(first.view)).toContain('… and 2 older ones.');
    expect(labels(first)).not.toContain('Newer');
    const second = await bot.slack.atHome(first, 'Older');
    expect(visibleView(second.view)).toContain('Page 2 of 2');
    expect(labels(second)).not.toContain('Older');
    expect(visibleView((await bot.slack.atHome(second, 'Newer')).view)).toContain('Page 1 of 2');
  });
});

test('opens a case for whoever chooses it, in their direct messages', async () => {
  await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  const home = await bot.slack.home('bob');
  const choice = 'sam@example.com · This address does not exist · 1 bounce';
  const after = await bot.slack.atHome(home, 'Open a case…', choice);
  expect(visibleView(after.view)).toContain('It is in Messages, the tab beside this one.');
  const card = bot.slack.state.messages.at(-1);
  expect(bot.slack.state.channels.get(card?.channel ?? '')?.kind).toBe('im');
  expect(buttonsOf(card?.blocks ?? []).map(({ text }) => text.text)).toContain('Mark suppressed');
});

test('a case that was opened there shows what a colleague does with it, and the team what is done there', async () => {
  const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  const reply = await bot.reply(message);
  const home = await bot.slack.home('bob');
  await bot.slack.atHome(home, 'Open a case…', 'sam@example.com · This address does not exist · 1 bounce');
  const card = bot.slack.state.messages.at(-1) as SentMessage;
  await bot.slack.press(reply, 'Claim', 'ann');
  await bot.slack.until(
    () => visibleText(card).includes('has it since'),
    'the copy to be brought up to date',
  );
  await bot.slack.press(card, 'Mark suppressed', 'bob');
  await bot.slack.until(() => visibleText(reply).includes('Suppressed: sam@example.com'), 'the update');
  await bot.slack.until(() => visibleText(card).includes('Suppressed: sam@example.com'), 'the same there');
  const lines = () =>
    bot.slack.thread(message).filter((one) => visibleText(one).includes('suppression list'));
  await bot.slack.until(() => lines().length > 0, 'the line in the thread');
});

test('looks addresses up on the suppression list, whole or in part', async () => {
  const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.slack.press(reply, 'Mark suppressed', 'ann');
  await bot.slack.until(() => reply.edited > 0, 'the update');
  const home = await bot.slack.home('bob');
  const whole = await bot.slack.atHome(home, 'Suppression list', 'sam@example.com');
  expect(visibleView(whole.view)).toContain('sam@example.com');
  const part = await bot.slack.atHome(whole, 'Suppression list', 'example.com');
  expect(visibleView(part.view)).toContain('sam@example.com');
  const none = await bot.slack.atHome(part, 'Suppression list', 'nobody@example.net');
  expect(visibleView(none.view)).toContain('nobody@example.net');
});

test('has settings for admins alone, who open them there', async () => {
  expect(labels(await bot.slack.home('ann'))).not.toContain('Settings for all channels…');
  bot.slack.state.standings.set(bot.slack.userId('zoe'), { is_admin: true });
  const home = await bot.slack.home('zoe');
  await bot.slack.pressIn(home, 'Settings for all channels…');
  const modal = await bot.slack.modal('zoe', 'Settings');
  await bot.slack.submit(modal, { 'Pasted bounces': 'When asked: mentions, menu and commands' });
  const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  await acknowledged;
  await bot.core.queue.idle();
  expect(bot.slack.thread(message)).toEqual([]);
});

test('says so when it can’t be drawn', async () => {
  await bot.close();
  bot = await openBot({ desk: { overview: () => Promise.reject(new Error('no database')) } });
  await bot.start();
  expect(visibleView((await bot.slack.home('ann')).view)).toContain('That did not work');
});
