/** Slack calling us over HTTP: what is checked, and that everything works as over the socket. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import type { HttpMode } from '../../support/slack/http-mode.ts';
import { visibleText } from '../../support/slack/visible.ts';

const SECRET = 'a signing secret';

/** @returns a port that nobody listens on */
const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

let bot: Bot;
let http: HttpMode;
let port: number;
beforeEach(async () => {
  bot = await openBot();
  port = await freePort();
  const { botToken, apiUrl } = bot.slack.config;
  const installs = { for: 'one', botToken } as const;
  await bot.startAs({ way: 'http', apiUrl, signingSecret: SECRET, host: '127.0.0.1', port, installs });
  http = bot.slack.useHttp(`http://127.0.0.1:${port}`, SECRET);
});
afterEach(() => bot.close());

test('a paste, a command and a press work as over the socket', async () => {
  const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  await acknowledged;
  const reply = await bot.reply(message);
  await bot.slack.press(reply, 'Claim', 'ann');
  await bot.slack.until(() => reply.edited === 1, 'the update');
  const answer = await bot.slack.command('/bounces', 'mine', { user: 'ann', channel: bot.channel });
  expect(visibleText(answer)).toContain('1 case of yours');
});

describe('a request that is not Slack’s', () => {
  const event = JSON.stringify({ type: 'url_verification', challenge: 'c' });
  const json = { 'content-type': 'application/json' };
  const now = () => Math.floor(Date.now() / 1000);

  test.each([
    ['without a signature', () => ({})],
    ['with a wrong one', () => ({ ...http.sign('something else') })],
    ['signed too long ago', () => ({ ...http.sign(event, now() - 301) })],
    ['signed in the future', () => ({ ...http.sign(event, now() + 330) })],
    ['with a timestamp that is none', () => ({ ...http.sign(event), 'x-slack-request-timestamp': 'soon' })],
  ])('%s is turned away, and the log says why', async (_, headers) => {
    expect(await http.raw(event, { ...json, ...headers() })).toMatchObject({ status: 401 });
    expect(bot.logged()).toContain('was turned away');
    expect(bot.logged()).not.toContain(SECRET);
  });

  test('that is too large, no JSON, or elsewhere is refused', async () => {
    const large = 'x'.repeat(2 * 1024 * 1024 + 1);
    expect((await http.raw(large, { ...json, ...http.sign(large) })).status).toBe(413);
    expect((await http.raw('{', { ...json, ...http.sign('{') })).status).toBe(400);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/slack/install`)).status).toBe(404);
  });

  test.each(['//', '//slack/events', '///'])('for the address %s is refused at once', async (path) => {
    const asked = (method: string) => fetch(`http://127.0.0.1:${port}${path}`, { method });
    expect((await asked('GET')).status).toBe(400);
    expect((await asked('POST')).status).toBe(400);
  });

  test('that is cut off is no matter for the log', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-length: 100\r\n\r\n{"type":');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect(bot.logged()).not.toContain('was not handled');
  });

  test('that never arrives whole doesn’t hold the stop, nor does a connection without one', async () => {
    const half = 'POST /slack/events HTTP/1.1\r\nhost: bot\r\n';
    const begun = ['', half, `${half}content-length: 100\r\n\r\n{"type":`];
    const sockets = await Promise.all(
      begun.map(async (text) => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write(text);
        return socket;
      }),
    );
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    const closed = sockets.map((socket) => once(socket.resume(), 'close'));
    await bot.stop();
    await Promise.all(closed);
    expect(bot.logged()).not.toContain('was not handled');
  });

  test('while Slack’s own question whether we are there is answered', async () => {
    const answer = await http.raw(event, { ...json, ...http.sign(event) });
    expect(answer).toEqual({ status: 200, body: '{"challenge":"c"}' });
  });
});

test('an event that can’t be written down is answered with an error, and handled when it comes again', async () => {
  const { take } = bot.core.queue;
  let refused = 0;
  Object.assign(bot.core.queue, {
    take: async (incoming: Parameters<typeof take>[0]) => {
      refused += 1;
      if (refused === 1) throw new Error('disk full');
      await take(incoming);
    },
  });
  const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  await acknowledged;
  await bot.reply(message);
  expect(refused).toBe(2);
});

test('that Slack left events out for their number is acknowledged, and the log says so', async () => {
  const body = JSON.stringify({
    token: 'verification',
    type: 'app_rate_limited',
    team_id: bot.slack.state.teamId,
    minute_rate_limited: 1_795_868_400,
    api_app_id: 'A0APP',
  });
  const headers = { 'content-type': 'application/json', ...http.sign(body) };
  expect((await http.raw(body, headers)).status).toBe(200);
  expect(bot.logged()).toContain('left some out');
  expect(bot.logged()).toContain('2026-11-28T');
});

test('a port that is taken is said in plain words', async () => {
  const { botToken, apiUrl } = bot.slack.config;
  const installs = { for: 'one', botToken } as const;
  const second = bot.startAs({
    way: 'http',
    apiUrl,
    signingSecret: SECRET,
    host: '127.0.0.1',
    port,
    installs,
  });
  await expect(second).rejects.toThrow(`Port ${port} is taken by another program. Set SLACK_PORT`);
});
