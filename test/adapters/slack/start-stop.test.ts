import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { verdict } from '../../support/slack/hand-made-desk.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

describe('start and stop', () => {
  it('posts what was written down before the start and never posted', async () => {
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const place = { platform: 'slack' as const, team: 'slack:T0STANDIN', channel: bot.channel.id };
    bot.desk.left = [
      { messageId: `${bot.channel.id}:${message.ts}`, place, replies: [verdict()] },
      { messageId: 'C0GONE:1.1', place, replies: [verdict()] },
      { messageId: 'C0OTHER:1.1', place: { ...place, team: 'slack:T0OTHER' }, replies: [verdict()] },
    ];
    bot.slack.socket.withhold();
    await bot.start();
    expect(bot.slack.thread(message)).toHaveLength(1);
    // A bot.channel that is gone is not tried for ever; another workspace's message is not ours.
    expect(bot.desk.done).toEqual([`${bot.channel.id}:${message.ts}`, 'C0GONE:1.1']);
  });

  it('finishes what is under way before it closes', async () => {
    const adapter = await bot.start();
    let proceed: () => void = () => undefined;
    const working = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const { message: listen } = bot.desk;
    let begun = false;
    bot.desk.message = async (message) => {
      begun = true;
      bot.slack.state.changed.emit('change');
      await working;
      return listen(message);
    };
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.slack.until(() => begun, 'the desk to begin');
    const stopped = adapter.stop();
    const turnedAway = await bot.slack.command('/smtp', '550', { user: 'bob', channel: bot.channel });
    expect(turnedAway.text).toContain('being restarted');
    proceed();
    await stopped;
    expect(bot.slack.thread(message)).toHaveLength(1);
    await bot.slack.until(() => bot.slack.socket.connections() === 0, 'the connection to be closed');
  });

  const failing = async (config: Partial<typeof bot.slack.config>): Promise<string> => {
    const error = await bot.start(config).then(
      () => new Error('it started'),
      (reason: Error) => reason,
    );
    expect(error.message + bot.logged()).not.toMatch(/xox[bp]-standin|xapp-1-standin|xoxb-wrong|xapp-wrong/);
    return error.message;
  };

  it('says in plain words which token is wrong, and what to do', async () => {
    expect(await failing({ botToken: 'xoxb-wrong' })).toMatch(
      /^Slack does not know the token in SLACK_BOT_TOKEN \(invalid_auth\)\. Copy the "Bot User OAuth Token"/,
    );
    expect(await failing({ appToken: 'xapp-wrong' })).toMatch(
      /^Slack does not know the token in SLACK_APP_TOKEN \(invalid_auth\)\. Make an app-level token/,
    );
    expect(await failing({ appToken: bot.slack.config.botToken })).toMatch(
      /^SLACK_APP_TOKEN holds a bot or user token/,
    );
    expect(await failing({ botToken: bot.slack.config.appToken })).toMatch(
      /^SLACK_BOT_TOKEN holds an app-level token/,
    );
    bot.slack.state.scopes.delete('connections:write');
    expect(await failing({})).toMatch(/^The token in SLACK_APP_TOKEN lacks the scope connections:write/);
  });

  it('does not wait for ever where Slack says that a token is of the wrong kind', async () => {
    bot.slack.failNext('apps.connections.open', { kind: 'refused', error: 'not_allowed_token_type' });
    expect(await failing({})).toMatch(/^The token in SLACK_APP_TOKEN is of the wrong kind/);
  });

  it('says where it tried to reach Slack', { timeout: 20_000 }, async () => {
    expect(await failing({ apiUrl: 'http://127.0.0.1:1/api/' })).toMatch(
      /^Slack can't be reached at 127\.0\.0\.1:1: .*Check the network and SLACK_API_URL/,
    );
  });
});
