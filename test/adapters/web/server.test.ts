/** Who may talk to the server of the web chat, and what it says to those who may not. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import type { MessageAnswer } from '../../../adapters/web/message.ts';
import type { Desk } from '../../../src/desk.ts';
import { openDesk } from '../../support/desk.ts';
import { catalog } from '../../support/web/catalog.ts';

const log = pino({ level: 'silent' });
const bot = await openDesk();
/** What reached the desk. */
const heard: unknown[] = [];
const desk: Desk = {
  ...bot.desk,
  async question(question) {
    heard.push(question);
    return bot.desk.question(question);
  },
  async answer(message) {
    heard.push(message);
    return bot.desk.answer(message);
  },
};
const context = { desk, queue: bot.queue, log };
const web = createWebAdapter({ host: '127.0.0.1', port: 0, catalog }, context);
let port = '';

beforeAll(async () => {
  await web.start();
  port = new URL(web.url()).port;
});
afterAll(async () => {
  await web.stop();
  await bot.close();
});

type Sent = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
};

/** A request with exactly these headers: `fetch` would not let Host be chosen. */
const send = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
  to = port,
): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const going = request({ host: '127.0.0.1', port: to, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    going.on('error', reject);
    going.end(body);
  });

const own = (): Record<string, string> => ({ Origin: web.url(), 'Content-Type': 'application/json' });
const post = (path: string, body: unknown): Promise<Sent> => send('POST', path, own(), JSON.stringify(body));

/** @returns what the reader is told */
const errorOf = (sent: Sent): string => {
  const { error } = JSON.parse(sent.body) as { error: string };
  return error;
};

test('the page comes with a strict policy: its own files, nothing inline, no frame', async () => {
  const page = await send('GET', '/');
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  // Inline scripts, styles and handlers would be blocked: there are none.
  expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
});

test.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('answers to its own name %s', async (name) => {
  expect((await send('GET', '/api/health', { Host: `${name}:${port}` })).status).toBe(200);
});

test.each([
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  '127.0.0.1.evil.example:PORT',
  '127.0.0.1:1',
])('refuses another Host (DNS rebinding): %s', async (name) => {
  const refused = await send('GET', '/', { Host: name.replace('PORT', port) });
  expect(refused.status).toBe(421);
  expect(errorOf(refused)).toContain(`http://127.0.0.1:${port}`);
  expect(refused.headers['content-security-policy']).toBeDefined();
});

test.each([
  ['no Origin', {}],
  ['another site', { Origin: 'https://evil.example' }],
  ['a sandboxed frame', { Origin: 'null' }],
  ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
  ['the right name by https', { Origin: 'https://127.0.0.1:PORT' }],
])('refuses to change anything for %s', async (_, headers) => {
  const before = heard.length;
  const origin = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, v.replace('PORT', port)]));
  const refused = await send(
    'POST',
    '/api/question',
    { 'Content-Type': 'application/json', ...origin },
    JSON.stringify({ query: '550' }),
  );
  expect(refused.status).toBe(403);
  expect(errorOf(refused)).toContain('Origin');
  expect(heard).toHaveLength(before);
});

test('refuses what a form on another page could send', async () => {
  const refused = await send(
    'POST',
    '/api/question',
    { ...own(), 'Content-Type': 'text/plain' },
    '{"query":"550"}',
  );
  expect(refused.status).toBe(415);
  expect(errorOf(refused)).toContain('application/json');
});

test('a request over 26 MB is refused in plain words, announced or not', async () => {
  const large = JSON.stringify({ query: 'x'.repeat(27 * 1024 * 1024) });
  const announced = await send(
    'POST',
    '/api/question',
    { ...own(), 'Content-Length': `${large.length}` },
    large,
  );
  expect([announced.status, errorOf(announced)]).toEqual([413, expect.stringContaining('26 MB')]);
  const streamed = await send('POST', '/api/question', { ...own(), 'Transfer-Encoding': 'chunked' }, large);
  expect(streamed.status).toBe(413);
});

test.each([
  ['broken JSON', '{"query":', 'not valid JSON'],
  ['nothing', '', 'not valid JSON'],
  ['a wrong type', '{"query":550}', 'query is not as it should be'],
  ['an unknown field', '{"query":"550","team":"slack:T1"}', 'not as it should be'],
  ['an endless query', JSON.stringify({ query: 'x'.repeat(20_001) }), 'query is not as it should be'],
])('answers %s with 400 and says what is wrong', async (_, body, words) => {
  const refused = await send('POST', '/api/question', own(), body);
  expect(refused.status).toBe(400);
  expect(errorOf(refused)).toContain(words);
});

test('a lookup answers as JSON', async () => {
  const { reply } = JSON.parse((await post('/api/question', { query: '421 4.7.28' })).body);
  expect(reply).toMatchObject({
    kind: 'verdict',
    card: { caseId: null, title: expect.stringMatching(/^421 4\.7\.28: /) },
  });
});

const BOUNCE = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
const message = (text: string, over: object = {}) => ({
  id: crypto.randomUUID(),
  text,
  heard: 'watching',
  files: [],
  ...over,
});
const say = async (body: object): Promise<MessageAnswer> =>
  JSON.parse((await post('/api/message', body)).body) as MessageAnswer;

test('a message sent twice is one message, and the second sending gets the answer that may be lost', async () => {
  const said = message(BOUNCE);
  const first = await say(said);
  expect(first.posts).toEqual([
    {
      key: expect.stringMatching(/^\w+\.c-[0-9a-f]{20}$/),
      reply: expect.objectContaining({ kind: 'verdict' }),
    },
  ]);
  const second = await say(said);
  expect([
    second.posts,
    second.aside.map((reply) => (reply.kind === 'verdict' ? reply.card.title : reply.title)),
  ]).toEqual([[], ['This address does not exist']]);
  expect(await bot.store.selectFrom('attempts').selectAll().execute()).toHaveLength(1);
});

test.each([
  ['silence stays silence', 'see you at lunch', 'watching', 0],
  ['a look-up in words is answered again', '421 4.7.28', 'mentioned', 1],
  ['help is given again', '', 'mentioned', 1],
])('sent twice: %s', async (_, text, heardAs, answers) => {
  const said = message(text, { heard: heardAs });
  const first = await say(said);
  expect(first).toEqual({ posts: expect.any(Array), aside: [] });
  expect(first.posts).toHaveLength(answers);
  expect(await say(said)).toEqual({ posts: [], aside: first.posts.map(({ reply }) => reply) });
});

test('files arrive byte for byte', async () => {
  const bytes = Buffer.from('550 5.1.1 Gr\u00fc\u00dfe\r\n', 'latin1');
  const files = [{ name: 'bounce.eml', base64: bytes.toString('base64') }];
  expect((await say(message('', { files }))).posts).toHaveLength(1);
  expect(heard.at(-1)).toMatchObject({ files: [{ name: 'bounce.eml', bytes }] });
});

test.each([
  ['/api/case/nowhere'],
  ['/api/case/c-00000000000000000000'],
  ['/api/post/0k3.c-00000000000000000000'],
  ['/api/post/0k3'],
])('what is not there is a 404: %s', async (path) => {
  const missing = await send('GET', path);
  expect([missing.status, errorOf(missing)]).toEqual([404, 'There is no such case.']);
});

test('/api/post shows the case that a message of ours showed, as it stands now', async () => {
  const { posts } = await say(message('550 5.1.1 <shown@example.com>: User unknown'));
  const { reply } = JSON.parse((await send('GET', `/api/post/${posts[0]?.key}`)).body);
  expect(reply).toEqual(posts[0]?.reply);
});

test.each([
  [{ action: 'stop', target: 'c-1', choice: null, ref: null }, 'action'],
  [{ action: 'show', target: 'c-1', choice: 1, ref: null }, 'choice'],
  [{ action: 'claim', target: 'c-1', choice: null }, 'ref'],
])('refuses an action that is none: %j', async (body, field) => {
  const refused = await post('/api/action', body);
  expect([refused.status, errorOf(refused)]).toEqual([400, expect.stringContaining(field)]);
});

test('/api/suggest completes what has been typed', async () => {
  const { suggestions } = JSON.parse((await send('GET', '/api/suggest?q=421%204.7.2')).body);
  expect(suggestions[0]).toEqual({ label: expect.stringContaining('421 4.7.2'), query: expect.any(String) });
});

test.each(['cross-site', 'same-site'])('another website gets no stream of events: %s', async (site) => {
  const refused = await send('GET', '/api/events', { 'Sec-Fetch-Site': site });
  expect([refused.status, errorOf(refused)]).toEqual([
    403,
    'Refused: the request came from another website.',
  ]);
});

/** Opens a stream. @returns its headers, and all that came when it has ended */
const listenTo = async (url: string) => {
  const response = await fetch(`${url}/api/events`);
  return { headers: response.headers, ended: response.text() };
};

test('what is owed is pushed to every open page; a post waits until there is one', async () => {
  const own = await openDesk();
  const pushing = createWebAdapter(
    { host: '127.0.0.1', port: 0, catalog },
    { desk: own.desk, queue: own.queue, log },
  );
  await pushing.start();
  const place = { platform: 'web', team: 'web:local', channel: 'local' } as const;
  const said = { ...message(BOUNCE), heard: 'watching', files: [], bot: null, edit: null, place } as const;
  const { deliveries: owed } = await own.desk.message(said);
  await own.queue.send(owed);
  const left = () => own.store.selectFrom('outbox').select('kind').where('done_at', 'is', null).execute();
  expect(await left()).toEqual([{ kind: 'post' }]);

  const streams = [await listenTo(pushing.url()), await listenTo(pushing.url())];
  expect(streams[0]?.headers.get('content-type')).toBe('text/event-stream');
  expect(streams[0]?.headers.get('content-security-policy')).toContain("connect-src 'self'");
  await own.queue.send(owed);
  expect(await left()).toEqual([]);

  await pushing.stop();
  for (const { ended } of streams) {
    const [event] = (await ended).split('\n').filter((line) => line.startsWith('data: '));
    expect(JSON.parse(event?.slice(6) ?? '')).toMatchObject({
      kind: 'post',
      messageId: said.id,
      reply: { card: { title: 'This address does not exist' } },
    });
  }
  await own.close();
});

test('an unknown path is answered as JSON, and no path leads out of the page folder', async () => {
  for (const path of ['/nothing', '/page/..%2fapi.ts', '/page/../api.ts', '/page/tsconfig.json', '/page/']) {
    expect((await send('GET', path)).status, path).toBe(404);
  }
});

test('when the desk fails, the reader gets a reference and the log has the cause', async () => {
  const lines: string[] = [];
  const broken = createWebAdapter(
    { host: '127.0.0.1', port: 0, catalog },
    {
      ...context,
      desk: { ...desk, question: () => Promise.reject(new Error('disk full')) },
      log: pino({}, { write: (line: string) => void lines.push(line) }),
    },
  );
  await broken.start();
  const { port: itsPort } = new URL(broken.url());
  const headers = { ...own(), Origin: broken.url() };
  const failed = await send('POST', '/api/question', headers, '{"query":"550"}', itsPort);
  await broken.stop();
  expect(failed.status).toBe(500);
  const reference = /Look for (\w{6}) in its log/.exec(errorOf(failed))?.[1] ?? 'none';
  expect(failed.body).not.toContain('disk full');
  expect(lines.find((line) => line.includes(reference))).toContain('disk full');
});

describe('a request that does not arrive whole', () => {
  const head = (to: string, length: string): string =>
    [
      'POST /api/question HTTP/1.1',
      `Host: 127.0.0.1:${to}`,
      `Origin: http://127.0.0.1:${to}`,
      'Content-Type: application/json',
      `${length}\r\n\r\n`,
    ].join('\r\n');
  const CHUNKED = 'Transfer-Encoding: chunked';
  const lines: string[] = [];
  const own = () =>
    createWebAdapter(
      { host: '127.0.0.1', port: 0, catalog },
      { ...context, log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }) },
    );
  const opened = async (to: string, text: string): Promise<Socket> => {
    const socket = connect(Number(to), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };

  test.each([
    ['a chunk that is none', '5\r\n{"que\r\nZZ\r\n'],
    ['cut off within a chunk', '5\r\n{"q'],
  ])('is no failure of ours: %s', async (_, body) => {
    lines.length = 0;
    const adapter = own();
    await adapter.start();
    const { port: to } = new URL(adapter.url());
    const socket = await opened(to, head(to, CHUNKED));
    socket.end(body);
    socket.resume();
    await once(socket, 'close');
    expect((await send('GET', '/api/health', {}, '', to)).status).toBe(200);
    await adapter.stop();
    expect(lines.join('')).toContain('a web request was cut off');
    expect(lines.map((line) => JSON.parse(line).level).filter((level) => level > 30)).toEqual([]);
  });

  test('does not hold the stop, nor does a connection without one', async () => {
    const adapter = own();
    await adapter.start();
    const { port: to } = new URL(adapter.url());
    const sockets = [
      await opened(to, ''),
      await opened(to, 'POST /api/mess'),
      await opened(to, `${head(to, 'Content-Length: 900000')}{"query":`),
      await opened(to, `${head(to, CHUNKED)}5\r\n{"q`),
    ];
    expect((await send('GET', '/api/health', {}, '', to)).status).toBe(200);
    for (const socket of sockets) socket.resume();
    const closed = sockets.map((socket) => once(socket, 'close'));
    await adapter.stop();
    await Promise.all(closed);
  });
});

test('a port in use is said in plain words, with what to do', async () => {
  const second = createWebAdapter({ host: '127.0.0.1', port: Number(port), catalog }, context);
  await expect(second.start()).rejects.toThrow(
    `port ${port} of 127.0.0.1: another program uses it. Stop that program, or choose another port, such as PORT=`,
  );
});

test('an address that is not ours is said in plain words', async () => {
  const elsewhere = createWebAdapter({ host: '192.0.2.1', port: 0, catalog }, context);
  await expect(elsewhere.start()).rejects.toThrow('HOST=192.0.2.1: that is not an address of this machine');
});

test('stopping finishes what is under way, notes that it was sent, and waits for no open page', async () => {
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const own = await openDesk();
  const slow: Desk = {
    ...own.desk,
    async answer(asked) {
      reached.resolve();
      await gate.promise;
      return own.desk.answer(asked);
    },
  };
  const stopping = createWebAdapter(
    { host: '127.0.0.1', port: 0, catalog },
    { desk: slow, queue: own.queue, log },
  );
  await stopping.start();
  const { ended } = await listenTo(stopping.url());
  const { port: itsPort } = new URL(stopping.url());
  const headers = { Origin: stopping.url(), 'Content-Type': 'application/json' };
  const answered = send('POST', '/api/message', headers, JSON.stringify(message(BOUNCE)), itsPort);
  await reached.promise;
  const stopped = stopping.stop();
  await ended;
  gate.resolve();
  expect((await answered).status).toBe(200);
  await stopped;
  expect(await own.store.selectFrom('posts').select('channel').execute()).toEqual([{ channel: 'local' }]);
  await expect(send('GET', '/api/health', {}, '', itsPort)).rejects.toThrow(/ECONNREFUSED|hang up/);
  await own.close();
});
