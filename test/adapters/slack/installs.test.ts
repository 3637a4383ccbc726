/** One bot in many workspaces: installed by whoever wants it, and none sees anything of another. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault } from '../../../src/store/index.ts';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { CLIENT, codeFor } from '../../support/slack/oauth.ts';
import { visibleText } from '../../support/slack/visible.ts';
import { openWorkspace, type SlackWorkspace } from '../../support/slack/workspace.ts';

const SECRET = 'a signing secret';
const KEY = randomBytes(32);

let bot: Bot;
let other: SlackWorkspace;
let address: string;

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const startWith = async (keys: readonly Buffer[]): Promise<void> => {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const vault = createVault(bot.core.store, keys, () => new Date());
  const { id: clientId, secret: clientSecret } = CLIENT;
  const installs = {
    for: 'many',
    clientId,
    clientSecret,
    publicUrl: 'https://bounces.example',
    vault,
  } as const;
  const { apiUrl } = bot.slack.config;
  await bot.startAs({ way: 'http', apiUrl, signingSecret: SECRET, host: '127.0.0.1', port, installs });
  for (const slack of [bot.slack, other]) slack.useHttp(address, SECRET);
};

beforeEach(async () => {
  bot = await openBot();
  other = await openWorkspace({ teamId: 'T0OTHER' });
  bot.slack.serveToo(other);
  await startWith([KEY]);
});
afterEach(async () => {
  await bot.close();
  await other.close();
});

/** Goes through Slack's pages as an admin's browser does. @returns what the browser sees at the end */
const install = async (slack: SlackWorkspace, change: (state: string) => string = (same) => same) => {
  const page = await fetch(`${address}/slack/install`);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const link =
    /href="(http[^"]+authorize[^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
  const { searchParams } = new URL(link);
  const state = change(searchParams.get('state') ?? '');
  const back = new URLSearchParams({ code: codeFor(slack.state), state });
  const end = await fetch(`${address}/slack/oauth_redirect?${back}`, { headers: { cookie } });
  return { link, status: end.status, text: await end.text() };
};

const kept = () =>
  bot.core.store.selectFrom('settings').selectAll().where('name', 'like', 'slack-%').execute();

describe('installing', () => {
  test('asks for the scopes of the manifest, and works from then on', async () => {
    const { link, status } = await install(bot.slack);
    expect(status).toBe(200);
    expect(new URL(link).searchParams.get('scope')).toContain('chat:write');
    expect(new URL(link).searchParams.get('redirect_uri')).toBe(
      'https://bounces.example/slack/oauth_redirect',
    );
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    expect(visibleText(reply)).toContain('sam@example.com');
  });

  test('is refused with a state that is not ours', async () => {
    const { status } = await install(bot.slack, (state) => `${state}x`);
    expect(status).toBe(400);
    expect(await kept()).toEqual([]);
  });

  test('keeps the token sealed', async () => {
    await install(bot.slack);
    const [row] = await kept();
    expect(row).toMatchObject({ team: 'slack:T0STANDIN', name: 'slack-installation' });
    expect(row?.value).not.toContain('xoxb');
    expect(bot.logged()).not.toContain('xoxb-standin');
  });

  test('opens with an old key what it sealed, seals it anew, and says so where the key is gone', async () => {
    await install(bot.slack);
    await bot.stop();
    const newer = randomBytes(32);
    await startWith([newer, KEY]);
    await bot.stop();
    await startWith([newer]);
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    await bot.stop();
    await expect(startWith([randomBytes(32)])).rejects.toThrow(
      /sealed with another key.*TOKEN_ENCRYPTION_KEY/,
    );
  });

  test('a token that runs out is renewed before it does', async () => {
    bot.slack.state.tokenGoodFor = 600;
    await install(bot.slack);
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    expect(bot.slack.state.botToken).toBe('xoxb-standin-bot-token-renewed');
  });

  test('for a whole organisation serves its workspaces', async () => {
    bot.slack.state.enterpriseId = 'E0ORG';
    await install(bot.slack);
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    await bot.slack.press(reply, 'Claim', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');
    const cases = await bot.core.store.selectFrom('cases').select('team').execute();
    expect(cases).toEqual([{ team: 'slack:T0STANDIN' }]);
  });
});

describe('two workspaces', () => {
  beforeEach(async () => {
    await install(bot.slack);
    await install(other);
  });

  test('never see each other’s cases, suppressions or settings', async () => {
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    await bot.slack.press(reply, 'Mark suppressed', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');

    const channel = other.channel('mail');
    const ask = async (text: string) =>
      visibleText(await other.command('/bounces', text, { user: 'eve', channel }));
    expect(await ask('open')).toContain('Nothing is open');
    expect(await ask('suppressed sam@example.com')).not.toContain('ann');
    expect(await ask('search example.com')).not.toContain('sam@example.com');

    // The same bounce is new there, and the case of the others can't be touched even by who knows its name.
    const theirs = other.post(channel, 'eve', BOUNCE).message;
    const own = await other.until(() => other.thread(theirs)[0], 'their own answer');
    expect(visibleText(own)).not.toContain('suppressed by');
    const forged = JSON.parse(
      JSON.stringify(own.blocks).replaceAll(/c-[0-9a-f]{20}/g, () => caseIdOf(reply.blocks)),
    );
    await other.choose({ ...own, blocks: forged }, 'More…', 'Resolve', 'eve');
    const told = await other.until(
      () => other.ephemerals('eve').find(({ text }) => text.includes('no longer')),
      'a word',
    );
    expect(told.text).toContain('I no longer have this case');
    expect(reply.edited).toBe(1);
  });

  test('one whose token is dead is told of once, and the other is served', async () => {
    bot.slack.state.botToken = 'xoxb-another';
    for (const text of [BOUNCE, 'talk', BOUNCE]) await bot.slack.post(bot.channel, 'ann', text).acknowledged;
    const theirs = other.post(other.channel('mail'), 'eve', BOUNCE).message;
    await other.until(() => other.thread(theirs)[0], 'an answer');
    expect(bot.logged().match(/The bot can't work in a workspace that installed it/g)).toHaveLength(1);
  });

  test('one that removes the app is served no more, the other is', async () => {
    await bot.slack.event({ type: 'app_uninstalled' });
    await bot.slack.event({ type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } });
    expect((await kept()).map(({ team }) => team)).toEqual(['slack:T0OTHER']);
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const theirs = other.post(other.channel('mail'), 'eve', BOUNCE).message;
    await other.until(() => other.thread(theirs)[0], 'an answer');
    expect(bot.slack.thread(message)).toEqual([]);
  });
});

const caseIdOf = (blocks: unknown): string => /c-[0-9a-f]{20}/.exec(JSON.stringify(blocks))?.[0] ?? 'none';
