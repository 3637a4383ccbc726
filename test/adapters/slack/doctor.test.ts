/** `bounce-triage doctor slack`, asked of a stand-in with one thing wrong at a time. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examineSlack, type SlackConfig } from '../../../adapters/slack/index.ts';
import { createVault } from '../../../src/store/index.ts';
import { openDesk } from '../../support/desk.ts';
import { openWorkspace, type SlackWorkspace } from '../../support/slack/workspace.ts';

let slack: SlackWorkspace;
beforeEach(async () => {
  slack = await openWorkspace();
});
afterEach(() => slack.close());

const lines = async (change: Partial<SlackWorkspace['config']> = {}): Promise<string[]> =>
  show({ ...slack.config, ...change });
const show = async (config: SlackConfig): Promise<string[]> =>
  (await examineSlack(config)).map(({ tone, text }) => `${tone}: ${text}`);

test('finds nothing where all is well', async () => {
  expect(await lines()).toEqual([
    `note: Socket Mode, for one workspace; the Web API is at ${slack.config.apiUrl}.`,
    'good: SLACK_BOT_TOKEN is the bot "bounce-triage" in the workspace "Stand-in".',
    'good: It has all 13 scopes.',
    'note: It has scopes that it does not need: connections:write.',
    'good: SLACK_APP_TOKEN lets the bot open a socket.',
    'good: The socket opens, and Slack greets.',
    'good: manifest.yml asks for all that the bot uses.',
  ]);
});

describe('says what to mend', () => {
  test('of the tokens', async () => {
    expect(await lines({ botToken: 'xoxb-wrong' })).toContainEqual(
      expect.stringMatching(
        /^bad: Slack does not know the token in SLACK_BOT_TOKEN .*Copy the "Bot User OAuth Token"/,
      ),
    );
    expect(await lines({ appToken: 'xapp-wrong' })).toContainEqual(
      expect.stringMatching(/^bad: Slack does not know the token in SLACK_APP_TOKEN/),
    );
    expect(await lines({ appToken: slack.config.botToken })).toContainEqual(
      expect.stringMatching(/^bad: SLACK_APP_TOKEN holds a bot or user token/),
    );
  });

  test('of the scopes', async () => {
    slack.state.scopes.delete('files:read');
    expect(await lines()).toContainEqual(
      expect.stringMatching(
        /^bad: The app lacks a scope: without files:read it can't read bounces .*Add it at/,
      ),
    );
  });

  test('of the network', async () => {
    expect(await lines({ apiUrl: 'http://127.0.0.1:1/api/' })).toContainEqual(
      expect.stringMatching(/^bad: Slack can't be reached at 127\.0\.0\.1:1/),
    );
  });

  test('of HTTP, and of workspaces whose token does not open or work', async () => {
    const core = await openDesk();
    const vault = createVault(core.store, [randomBytes(32)], () => new Date());
    const stranger = createVault(core.store, [randomBytes(32)], () => new Date());
    const kept = (token: string) => JSON.stringify({ bot: { token } });
    await vault.put('slack:T1', 'slack-installation', kept(slack.config.botToken));
    await vault.put('slack:T2', 'slack-installation', kept('xoxb-revoked'));
    await stranger.put('slack:T3', 'slack-installation', kept('xoxb-x'));
    const { apiUrl } = slack.config;
    const publicUrl = 'http://127.0.0.1:1';
    const installs = { for: 'many', clientId: '1', clientSecret: '2', publicUrl, vault } as const;
    const http = {
      way: 'http',
      apiUrl,
      signingSecret: 'short',
      host: '127.0.0.1',
      port: 0,
      installs,
    } as const;
    expect(await show(http)).toEqual([
      'note: HTTP on 127.0.0.1:0, for every workspace that installs it at http://127.0.0.1:1/slack/install.',
      expect.stringMatching(/^bad: SLACK_SIGNING_SECRET does not look like one/),
      expect.stringMatching(/^bad: SLACK_PUBLIC_URL begins with http:/),
      expect.stringMatching(/^bad: http:\/\/127\.0\.0\.1:1\/slack\/install can't be reached/),
      'good: The token of slack:T1 opens and works.',
      expect.stringMatching(/^bad: slack:T2: Slack does not know the token/),
      expect.stringMatching(/^bad: slack:T3: .*sealed with another key/),
      'good: manifest.yml asks for all that the bot uses.',
      expect.stringMatching(/^note: manifest.yml is for Socket Mode\./),
    ]);
    await core.close();
  });
});
