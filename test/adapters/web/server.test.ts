/** Who may talk to the server of the web chat, and what it says to those who may not. */
import { request } from 'node:http';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import { catalog } from '../../support/web/catalog.ts';
import { createSampleDesk } from '../../support/web/sample-desk.ts';

const log = pino({ level: 'silent' });
const desk = createSampleDesk();
const web = createWebAdapter({ host: '127.0.0.1', port: 0, catalog }, { desk, log });
let port = '';

beforeAll(async () => {
  await web.start();
  port = new URL(web.url()).port;
});
afterAll(() => web.stop());

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
  const before = desk.heard.length;
  const origin = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, v.replace('PORT', port)]));
  const refused = await send(
    'POST',
    '/api/question',
    { 'Content-Type': 'application/json', ...origin },
    JSON.stringify({ query: '550' }),
  );
  expect(refused.status).toBe(403);
  expect(errorOf(refused)).toContain('Origin');
  expect(desk.heard).toHaveLength(before);
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
  ['broken JSON', '{"query":', 'no valid JSON'],
  ['nothing', '', 'no valid JSON'],
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
  expect(reply).toMatchObject({ kind: 'verdict', title: 'Too much mail, too fast', caseId: null });
});

test('a message sent twice is one message, and the second sending gets the answer that the first one lost', async () => {
  const id = crypto.randomUUID();
  const message = { id, text: '550 5.1.1 no such user', heard: 'watching', files: [] };
  // The first answer gets lost: the bot has written it down but was never told that it arrived.
  const lost = await desk.message({
    ...message,
    heard: 'watching',
    actor: { id: 'local', name: 'You', team: 'web:local' },
    place: { platform: 'web', team: 'web:local', channel: 'local' },
  });
  const again = JSON.parse((await post('/api/message', message)).body);
  expect(again).toEqual({ repeat: true, replies: JSON.parse(JSON.stringify(lost.replies)) });
  await expect.poll(() => desk.sent).toContain(id);
  const third = JSON.parse((await post('/api/message', message)).body);
  expect(third).toEqual({ repeat: false, replies: [] });
});

test('files arrive byte for byte', async () => {
  const bytes = Buffer.from('550 5.1.1 Grüße\r\n', 'latin1');
  const id = crypto.randomUUID();
  const files = [{ name: 'bounce.eml', base64: bytes.toString('base64') }];
  const answer = JSON.parse((await post('/api/message', { id, text: '', heard: 'watching', files })).body);
  expect(answer.replies).toHaveLength(1);
  expect(desk.heard.at(-1)).toBe(`watching: ${bytes.toString('utf8').trim()}`);
});

test('a case is shown as it stands, and one that is not there is a 404', async () => {
  const missing = await send('GET', '/api/case/nowhere');
  expect([missing.status, errorOf(missing)]).toEqual([404, 'There is no such case.']);
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

test('a port in use is said in plain words, with what to do', async () => {
  const second = createWebAdapter({ host: '127.0.0.1', port: Number(port), catalog }, { desk, log });
  await expect(second.start()).rejects.toThrow(
    `port ${port} of 127.0.0.1: another program uses it. Stop that program, or choose another port, such as PORT=`,
  );
});

test('an address that is not ours is said in plain words', async () => {
  const elsewhere = createWebAdapter({ host: '192.0.2.1', port: 0, catalog }, { desk, log });
  await expect(elsewhere.start()).rejects.toThrow('HOST=192.0.2.1: that is no address of this machine');
});

test('stopping finishes what is under way, and notes that it was sent', async () => {
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const slow = createSampleDesk();
  const stopping = createWebAdapter(
    { host: '127.0.0.1', port: 0, catalog },
    {
      desk: {
        ...slow,
        message: async (message) => {
          reached.resolve();
          await gate.promise;
          return slow.message(message);
        },
      },
      log,
    },
  );
  await stopping.start();
  const { port: itsPort } = new URL(stopping.url());
  const id = crypto.randomUUID();
  const body = JSON.stringify({ id, text: '550 5.1.1', heard: 'watching', files: [] });
  const answered = send('POST', '/api/message', { ...own(), Origin: stopping.url() }, body, itsPort);
  await reached.promise;
  const stopped = stopping.stop();
  gate.resolve();
  expect((await answered).status).toBe(200);
  await stopped;
  expect(slow.sent).toEqual([id]);
  await expect(send('GET', '/api/health', {}, '', itsPort)).rejects.toThrow(/ECONNREFUSED|hang up/);
});
