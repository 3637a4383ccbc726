/** Who is let in where others than this machine reach the web chat. */
import { request } from 'node:http';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import { isLoopback, readProxies } from '../../../adapters/web/reach.ts';
import { startChromium } from '../../support/chromium.ts';
import { openDesk } from '../../support/desk.ts';
import { catalog } from '../../support/web/catalog.ts';

const TOKEN = 'correct-horse-battery-staple';
const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

async function startWeb(access: { token?: string; proxies?: string[] }): Promise<string> {
  const bot = await openDesk();
  const web = createWebAdapter(
    {
      host: '0.0.0.0',
      port: 0,
      catalog,
      access: { token: access.token ?? null, proxies: access.proxies ? readProxies(access.proxies) : null },
    },
    { desk: bot.desk, queue: bot.queue, log: pino({ level: 'silent' }) },
  );
  await web.start();
  ended.push(bot.close, () => web.stop());
  return web.url();
}

type Answer = {
  readonly status: number;
  readonly cookie: string;
  readonly body: string;
  readonly after: string;
};

const send = (
  url: string,
  path: string,
  { body, ...headers }: Record<string, string> & { body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const going = request(
      `${url}${path}`,
      {
        method: body === undefined ? 'GET' : 'POST',
        headers: { origin: url, 'content-type': 'application/json', ...headers },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({
          status: response.statusCode ?? 0,
          cookie: response.headers['set-cookie']?.[0] ?? '',
          after: response.headers['retry-after'] ?? '',
          body: Buffer.concat(chunks).toString(),
        });
      },
    );
    going.on('error', reject);
    going.end(body);
  });

const signIn = (url: string, token: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(url, '/api/sign-in', { ...headers, body: JSON.stringify({ token }) });
const ASK = JSON.stringify({ text: '/smtp 421 4.7.28' });

describe('with a token', () => {
  test('nobody gets anything without it, whatever headers they forge', async () => {
    const url = await startWeb({ token: TOKEN });
    expect(await send(url, '/')).toMatchObject({ status: 401, body: expect.stringContaining('WEB_TOKEN') });
    expect(await send(url, '/catalog')).toMatchObject({ status: 401 });
    for (const headers of [{}, { cookie: 'bounce_triage=forged' }, { cookie: `bounce_triage=${TOKEN}` }])
      expect(await send(url, '/api/message', { ...headers, body: ASK })).toMatchObject({ status: 401 });
    expect(await send(url, '/api/events')).toMatchObject({ status: 401 });
    expect(await send(url, '/page/sign-in.js')).toMatchObject({ status: 200 });
  });

  test('who knows it gets a cookie that no script reads and no other site sends, and that does not tell it', async () => {
    const url = await startWeb({ token: TOKEN });
    const { status, cookie } = await signIn(url, TOKEN);
    expect(status).toBe(200);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
    expect(cookie).not.toContain(TOKEN);
    const kept = cookie.split(';')[0] ?? '';
    expect(await send(url, '/', { cookie: kept })).toMatchObject({ status: 200 });
    const other = await startWeb({ token: `${TOKEN}-new` });
    expect(await send(other, '/', { cookie: kept })).toMatchObject({ status: 401 });
  });

  test('by TLS the cookie stays with TLS', async () => {
    const url = await startWeb({ token: TOKEN });
    const { cookie } = await signIn(url, TOKEN, { origin: url.replace('http:', 'https:') });
    expect(cookie).toMatch(/Secure/);
  });

  test('who guesses has to wait, longer each time, also with the right one', async () => {
    const url = await startWeb({ token: TOKEN });
    for (let i = 0; i < 5; i += 1) expect(await signIn(url, `guess-${i}`)).toMatchObject({ status: 401 });
    expect(await signIn(url, TOKEN)).toMatchObject({ status: 429, after: '1' });
  });

  test('another website signs nobody in', async () => {
    const url = await startWeb({ token: TOKEN });
    expect(await signIn(url, TOKEN, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
  });

  test('a browser asks for it once, and says what was wrong', async () => {
    const url = await startWeb({ token: TOKEN });
    const browser = await startChromium();
    ended.push(() => browser.close());
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.getByLabel('Token').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('That is not the token').waitFor();
    await page.getByLabel('Token').fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByText('What did the mail server say?').waitFor();
    const again = await context.newPage();
    await again.goto(`${url}/catalog`);
    expect(await again.getByLabel('Token').count()).toBe(0);
    expect(await page.evaluate('document.cookie')).toBe('');
  });
});

describe('behind a proxy', () => {
  test('only the one that is named is answered', async () => {
    const named = await startWeb({ proxies: ['127.0.0.0/8'] });
    expect(await send(named, '/')).toMatchObject({ status: 200 });
    expect(await send(named, '/api/chat', { host: 'bounces.example.com' })).not.toMatchObject({
      status: 421,
    });
    const other = await startWeb({ proxies: ['192.0.2.7', '2001:db8::/32'] });
    expect(await send(other, '/')).toMatchObject({ status: 403 });
  });

  test('the page has the address that browsers know', async () => {
    const url = await startWeb({ proxies: ['127.0.0.1'] });
    const from = (host: string) =>
      send(url, '/api/message', {
        origin: 'https://bounces.example.com',
        'x-forwarded-host': host,
        body: ASK,
      });
    expect((await from('bounces.example.com')).status).not.toBe(403);
    expect(await from('evil.example')).toMatchObject({ status: 403 });
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['bot.example.com', false],
])('HOST=%s is this machine alone: %s', (host, alone) => expect(isLoopback(host)).toBe(alone));

test('what is no address is no proxy', () => {
  expect(readProxies(['proxy.example.com'])).toBeNull();
  expect(readProxies(['10.0.0.0/99'])).toBeNull();
});

test.each(['0.0.0.0/0', '::/0', '128.0.0.0/1'])('%s is everybody, and no proxy', (network) => {
  expect(readProxies([network])).toBeNull();
  expect(readProxies(['10.0.0.0/8', 'fd00::/64', '127.0.0.1'])).not.toBeNull();
});
