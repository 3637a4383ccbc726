import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../../support/sample-replies.ts';
import { BOUNCE, type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

describe('start and stop', () => {
  test('answers after the start what was written down before and never answered', async () => {
    const adapter = await bot.start();
    await adapter.stop();
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.core.store
      .insertInto('inbox')
      .values({
        team: 'slack:T0STANDIN',
        id: `${bot.channel.id}:${message.ts}`,
        platform: 'slack',
        channel: bot.channel.id,
        payload: JSON.stringify({
          team: 'slack:T0STANDIN',
          event: {
            type: 'message',
            channel: bot.channel.id,
            ts: message.ts,
            user: 'U0ANN',
            text: message.text,
          },
        }),
        heard_at: '2026-11-21T10:14:00.000Z',
        attempts: 1,
        lease_by: 'a process that died',
        lease_until: '2026-11-21T10:14:25.000Z',
        done_at: null,
      })
      .execute();
    bot.slack.socket.withhold();
    await bot.start();
    await bot.reply(message);
  });

  test('finishes what is under way before it closes', async () => {
    await bot.close();
    let proceed: () => void = () => undefined;
    const working = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    let begun = false;
    bot = await openBot({
      desk: {
        async question() {
          begun = true;
          bot.slack.state.changed.emit('change');
          await working;
          return refusal('done', 'It is done.');
        },
      },
    });
    const adapter = await bot.start();
    const asked = bot.slack.command('/smtp', '550', { user: 'ann', channel: bot.channel });
    await bot.slack.until(() => begun, 'the desk to begin');
    const stopped = adapter.stop();
    const turnedAway = await bot.slack.command('/smtp', '550', { user: 'bob', channel: bot.channel });
    expect(turnedAway.text).toContain('being restarted');
    proceed();
    await stopped;
    expect(visibleText(await asked)).toContain('It is done.');
    await bot.slack.until(() => bot.slack.socket.connections() === 0, 'the connection to be closed');
  });

  test('has a new connection before the old one goes where Slack asks for one: nothing waits, nothing comes twice', async () => {
    await bot.start();
    const { socket } = bot.slack;
    const under = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    const pressed = bot.slack.press(under, 'Claim', 'ann');
    socket.refresh();
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', bounceOf('kim'));
    const acks = await Promise.all([pressed, acknowledged.then(([ack]) => ack)]);
    for (const ack of acks) expect(ack?.afterMs).toBeLessThan(3000);
    await bot.reply(message);
    expect(socket.connections()).toBe(2);
    await bot.slack.until(() => socket.connections() === 1, 'the old one to go');
    expect(socket.fewest()).toBe(1);
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  test('keeps to the SDK’s way where the new connection can’t be made at first', {
    timeout: 20_000,
  }, async () => {
    await bot.start();
    bot.slack.failNext('apps.connections.open', { kind: 'refused', error: 'account_inactive' });
    bot.slack.socket.refresh();
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    expect(bot.logged()).toContain('could not be made before the old one goes');
  });

  const failing = async (config: Partial<typeof bot.slack.config>): Promise<string> => {
    const error = await bot.start(config).then(
      () => new Error('it started'),
      (reason: Error) => reason,
    );
    expect(error.message + bot.logged()).not.toMatch(/xox[bp]-standin|xapp-1-standin|xoxb-wrong|xapp-wrong/);
    return error.message;
  };

  test('says in plain words which token is wrong, and what to do', async () => {
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

  test('does not wait for ever where Slack says that a token is of the wrong kind', async () => {
    bot.slack.failNext('apps.connections.open', { kind: 'refused', error: 'not_allowed_token_type' });
    expect(await failing({})).toMatch(/^The token in SLACK_APP_TOKEN is of the wrong kind/);
  });

  test('says where it tried to reach Slack', { timeout: 20_000 }, async () => {
    expect(await failing({ apiUrl: 'http://127.0.0.1:1/api/' })).toMatch(
      /^Slack can't be reached at 127\.0\.0\.1:1: .*Check the network and SLACK_API_URL/,
    );
  });
});
