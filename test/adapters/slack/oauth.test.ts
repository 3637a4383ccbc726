/** A workspace's token that runs out is exchanged for a new one at Slack, call by call. */
import { randomBytes } from 'node:crypto';
import nock from 'nock';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInstallations, type Installations } from '../../../adapters/slack/installations.ts';
import { createVault, openStore, type Store, type Vault } from '../../../src/store/index.ts';
import { interceptHttp } from '../../support/http-calls.ts';

interceptHttp();

const HERE = { teamId: 'T1', enterpriseId: null, isOrg: false };
const client = { clientId: '1.2', clientSecret: 'client-secret' };

let store: Store;
let vault: Vault;
let installations: Installations;
beforeEach(async () => {
  store = await openStore(':memory:');
  vault = createVault(store, [randomBytes(32)], () => new Date());
  installations = createInstallations(
    { apiUrl: null },
    { for: 'many', ...client, publicUrl: 'https://bounces.example', vault },
    pino({ level: 'silent' }),
  );
  await keep(600);
});
afterEach(() => store.destroy());

/** @param seconds that the token is still good for */
const keep = (seconds: number) =>
  vault.put(
    'slack:T1',
    'slack-installation',
    JSON.stringify({
      team: { id: 'T1', name: 'Ops' },
      isEnterpriseInstall: false,
      tokenType: 'bot',
      authVersion: 'v2',
      user: { id: 'U1' },
      bot: {
        token: 'xoxe.xoxb-old',
        refreshToken: 'xoxe-1',
        expiresAt: Math.floor(Date.now() / 1000) + seconds,
        id: 'B1',
        userId: 'UBOT',
        scopes: ['chat:write'],
      },
    }),
  );
const keptToken = async () =>
  JSON.parse((await vault.get('slack:T1', 'slack-installation')) ?? '{}').bot.token;

const exchange = () =>
  nock('https://slack.com').post('/api/oauth.v2.access', {
    client_id: '1.2',
    client_secret: 'client-secret',
    grant_type: 'refresh_token',
    refresh_token: 'xoxe-1',
  });
const RENEWED = {
  ok: true,
  app_id: 'A1',
  token_type: 'bot',
  access_token: 'xoxe.xoxb-new',
  refresh_token: 'xoxe-2',
  expires_in: 43_200,
  scope: 'chat:write',
  bot_user_id: 'UBOT',
  team: { id: 'T1', name: 'Ops' },
  enterprise: null,
  is_enterprise_install: false,
};

test('one that is good for long is used as it is, without a call', async () => {
  await keep(12 * 60 * 60);
  expect(await installations.tokenFor(HERE)).toMatchObject({ token: 'xoxe.xoxb-old', botUserId: 'UBOT' });
});

test('one that runs out is exchanged, and the new one kept', async () => {
  exchange().reply(200, RENEWED);
  expect(await installations.tokenFor(HERE)).toMatchObject({ token: 'xoxe.xoxb-new', botUserId: 'UBOT' });
  expect(await keptToken()).toBe('xoxe.xoxb-new');
});

test('where Slack asks to wait, the exchange waits', async () => {
  exchange().reply(429, '', { 'retry-after': '0' });
  exchange().reply(200, RENEWED);
  expect(await installations.tokenFor(HERE)).toMatchObject({ token: 'xoxe.xoxb-new' });
});

test.each([
  ['refused', { ok: false, error: 'invalid_refresh_token' }],
  ['answered with a page', '<html>maintenance'],
])('an exchange that is %s leaves the old token, which Slack then takes or refuses', async (_, body) => {
  exchange().reply(200, body);
  expect(await installations.tokenFor(HERE)).toMatchObject({ token: 'xoxe.xoxb-old' });
  expect(await keptToken()).toBe('xoxe.xoxb-old');
});

test('a workspace that never installed the bot is nobody’s, without a call', async () => {
  expect(await installations.tokenFor({ ...HERE, teamId: 'T2' })).toBeNull();
});
