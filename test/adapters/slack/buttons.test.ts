import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

const suppressButton = {
  type: 'button' as const,
  action_id: 'bt:suppress',
  text: { type: 'plain_text' as const, text: 'Mark suppressed' },
  value: 'case-1',
};

describe('buttons', () => {
  it('change the message in place, also after a restart, and tell the second person who was first', async () => {
    const first = await bot.start();
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const reply = await bot.reply(message);
    await first.stop();
    await bot.start();

    await bot.slack.press(reply, 'Mark suppressed', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');
    expect(visibleText(reply)).toContain('📌 Marked suppressed by @U0ANN, 2026-11-21 09:30 UTC');
    expect(bot.desk.acted).toEqual([
      {
        action: 'suppress',
        target: 'case-1',
        actor: { id: 'U0ANN', name: 'ann', team: 'slack:T0STANDIN' },
        place: { platform: 'slack', team: 'slack:T0STANDIN', channel: bot.channel.id },
      },
    ]);

    // Bob's screen still shows the old buttons.
    await bot.slack.press(
      { ...reply, blocks: [{ type: 'actions', elements: [suppressButton] }] },
      'Mark suppressed',
      'bob',
    );
    const notice = await bot.told('bob');
    expect(notice).toMatchObject({ text: 'ann was first &lt;!channel&gt;.', threadTs: message.ts });
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  it('on a message that one person alone sees, change that message', async () => {
    await bot.start();
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.reply(message);
    await bot.slack.shortcut('explain_bounce', message, 'bob');
    const only = await bot.told('bob');
    await bot.slack.press(only, 'Mark suppressed', 'bob');
    await bot.slack.until(() => only.edited === 1, 'the update');
    expect(visibleText(only)).toContain('Marked suppressed by @U0BOB');
  });

  it('say so when they fail', async () => {
    await bot.start();
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    bot.slack.failNext('chat.update', { kind: 'refused', error: 'edit_window_closed' });
    await bot.slack.press(reply, 'Mark suppressed', 'ann');
    const told = await bot.told('ann');
    expect(told.text).toContain('That did not work');
    expect(bot.logged()).toContain('edit_window_closed');
  });
});
