import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { buttonsOf, overflowOf } from '../../support/slack/check-blocks.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';
import type { SentMessage } from '../../support/slack/workspace.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

const labels = ({ blocks }: SentMessage) => buttonsOf(blocks).map(({ text }) => text.text);
const lines = (message: SentMessage) => bot.slack.thread(message).slice(1).map(visibleText);

describe('buttons', () => {
  test('change the message in place, also after a restart; the thread says who did it, and the second is told', async () => {
    const first = await bot.start();
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const reply = await bot.reply(message);
    const asItWas = { ...reply, blocks: reply.blocks };
    await first.stop();
    await bot.start();

    await bot.slack.press(reply, 'Mark suppressed', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');
    expect(visibleText(reply)).toContain('By @U0ANN, 2026-11-21 10:15 UTC · here ✓');
    await bot.slack.until(() => lines(message).length === 1, 'the line');
    expect(lines(message)).toEqual(['*ann* put the address on the suppression list.']);
    expect(bot.slack.thread(message).slice(1).flatMap(liveMentions)).toEqual([]);

    // Bob's screen still shows the old buttons.
    await bot.slack.press(asItWas, 'Mark suppressed', 'bob');
    const notice = await bot.told('bob');
    expect(notice).toMatchObject({ threadTs: message.ts });
    expect(notice.text).toMatch(/^Somebody was first: By ann, /);
    expect(lines(message)).toHaveLength(1);
  });

  test('keep every message that shows the case up to date, in other channels too', async () => {
    await bot.start();
    const elsewhere = bot.slack.channel('postmaster');
    const here = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    const there = await bot.reply(bot.slack.post(elsewhere, 'bob', BOUNCE).message);
    await bot.slack.press(there, 'Claim', 'bob');
    await bot.slack.until(() => visibleText(here).includes('@U0BOB has it since'), 'the update here');
    await bot.slack.until(() => visibleText(there).includes('@U0BOB has it since'), 'the update there');
    expect(labels(here)).toContain('Release');
  });

  test('on a message that one person alone sees, change that message', async () => {
    await bot.start();
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.reply(message);
    await bot.slack.shortcut('explain_bounce', message, 'bob');
    const only = await bot.told('bob');
    await bot.slack.press(only, 'Mark suppressed', 'bob');
    await bot.slack.until(() => only.edited === 1, 'the update');
    expect(visibleText(only)).toContain('By @U0BOB');
  });

  test('say so when they fail', async () => {
    await bot.close();
    bot = await openBot({ desk: { action: () => Promise.reject(new Error('the moon is full')) } });
    await bot.start();
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    await bot.slack.press(reply, 'Mark suppressed', 'ann');
    expect((await bot.told('ann')).text).toContain('That did not work');
    expect(bot.logged()).toContain('the moon is full');
  });
});

describe('what is behind ⋯', () => {
  let message: SentMessage;
  let reply: SentMessage;
  beforeEach(async () => {
    await bot.start();
    ({ message } = bot.slack.post(bot.channel, 'ann', BOUNCE));
    reply = await bot.reply(message);
  });

  const fillIn = async (choice: string, title: string, values: Record<string, string>) => {
    await bot.slack.choose(reply, 'More…', choice, 'ann');
    await bot.slack.submit(await bot.slack.modal('ann', title), values);
  };

  test('happens at once, or opens a form where its name ends in “…”', async () => {
    expect(overflowOf(reply.blocks)?.options.map(({ text }) => text.text)).toEqual([
      'Snooze…',
      'Hand over…',
      'Escalate…',
      'Resolve',
      'Not a bounce, or wrong…',
    ]);
    await bot.slack.choose(reply, 'More…', 'Resolve', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');
    expect(overflowOf(reply.blocks)?.options.map(({ text }) => text.text)).toEqual([
      'Not a bounce, or wrong…',
    ]);
    expect(labels(reply)).toEqual(['Reopen', 'Details']);
  });

  test('snoozes for as long as one likes, and says until when', async () => {
    await fillIn('Snooze…', 'Snooze', { 'For how long, or until when': '24h' });
    await bot.slack.until(
      () => visibleText(reply).includes('Snoozed until 2026-11-22 10:15 UTC'),
      'the update',
    );
    expect(labels(reply)).toContain('Wake now');
    await bot.slack.until(() => lines(message).length === 1, 'the line');
    expect(lines(message)[0]).toBe('*ann* snoozed this until 2026-11-22 10:15 UTC.');
  });

  test('hands over to somebody, who is rung for; nobody else is', async () => {
    await fillIn('Hand over…', 'Hand over', { To: bot.slack.userId('bob') });
    await bot.slack.until(() => visibleText(reply).includes('@U0BOB has it since'), 'the update');
    await bot.slack.until(() => lines(message).length === 1, 'the line');
    const line = bot.slack.thread(message)[1] as SentMessage;
    expect(line.text).toBe('*ann* handed this over to <@U0BOB>.');
    expect(liveMentions(line)).toEqual(['@U0BOB']);
  });
});

describe('who may', () => {
  const standing = (user: string, says: Record<string, unknown>) =>
    bot.slack.state.standings.set(bot.slack.userId(user), says);
  const pressResolve = async (user: string): Promise<SentMessage> => {
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const reply = await bot.reply(message);
    await bot.slack.choose(reply, 'More…', 'Resolve', user);
    return reply;
  };
  beforeEach(async () => {
    await bot.start();
  });

  test.each([
    ['a guest', { is_restricted: true }],
    ['a guest of one channel', { is_ultra_restricted: true }],
    ['a stranger in a shared channel', { is_stranger: true, team_id: 'T0OTHER' }],
    ['somebody of another workspace', { team_id: 'T0OTHER', is_admin: true }],
  ])('%s only looks', async (_, says) => {
    standing('gil', says);
    const reply = await pressResolve('gil');
    expect((await bot.told('gil')).text).toBe(
      'Guests can look, but not act. Any member of this workspace can do that; ask one of them.',
    );
    expect(reply.edited).toBe(0);
  });

  test('where a user group triages, its members and the admins do', async () => {
    bot.slack.state.groups.set('S0MAIL', [bot.slack.userId('ann')]);
    const rules = { triagers: [{ id: 'S0MAIL', name: '@mail-team' }], admins: [] };
    await bot.core.store
      .insertInto('settings')
      .values({
        team: 'slack:T0STANDIN',
        channel: '',
        name: 'roles',
        value: JSON.stringify(rules),
        by: null,
        at: '2026-11-21T10:00:00.000Z',
      })
      .execute();
    const reply = await pressResolve('bob');
    expect((await bot.told('bob')).text).toMatch(
      /^Only @mail-team or an admin of this workspace can do that/,
    );
    expect(reply.edited).toBe(0);
    await bot.slack.choose(reply, 'More…', 'Resolve', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');
    standing('zoe', { is_admin: true });
    await bot.slack.press(reply, 'Reopen', 'zoe');
    await bot.slack.until(() => reply.edited === 2, 'the second update');
  });

  test('without the scope to ask Slack, nobody does, and it is said what to mend', async () => {
    bot.slack.state.scopes.delete('users:read');
    const reply = await pressResolve('ann');
    expect((await bot.told('ann')).text).toMatch(/the app lacks the scope `users:read`.*An admin can add it/);
    expect(reply.edited).toBe(0);
  });
});
