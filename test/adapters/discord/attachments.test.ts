/** Fetching what is attached to a message of Discord's, call by call. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { readAttachments } from '../../../adapters/discord/attachments.ts';
import { LIMITS } from '../../../adapters/discord/limits.ts';
import { createRest } from '../../../adapters/discord/rest.ts';
import { interceptHttp, neverAnswers, startBreakingOff } from '../../support/http-calls.ts';

interceptHttp();

const API = 'https://discord.com/api';
const URL_THEN = 'https://cdn.discordapp.com/attachments/1/2/message.txt?ex=1&is=1&hm=1';
const URL_NOW = 'https://cdn.discordapp.com/attachments/1/2/message.txt?ex=2&is=2&hm=2';
const cdn = (url = URL_THEN) => nock(new URL(url).origin).get(url.slice(new URL(url).origin.length));
/** The message is asked for new addresses of its files. */
const asked = () => nock('https://discord.com').get('/api/v10/channels/1/messages/2');

const FILE = { id: '3', name: 'message.txt', contentType: 'text/plain' };
const read = ({ url = URL_THEN, size = 22, apiUrl = API, timeoutMs = 5000 } = {}) =>
  readAttachments(
    { channelId: '1', messageId: '2', attachments: [{ ...FILE, url, size }] },
    { rest: createRest('token', API), apiUrl, timeoutMs },
  );
const textsOf = ({ files }: Awaited<ReturnType<typeof read>>) =>
  files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);

test('a file is fetched without a token', async () => {
  nock('https://cdn.discordapp.com', { badheaders: ['authorization'] })
    .get(/^\/attachments\/1\/2\//)
    .reply(200, '550 5.1.1 user unknown');
  expect(textsOf(await read())).toEqual([['message.txt', '550 5.1.1 user unknown']]);
});

describe('why a file is not read', () => {
  const troublesOf = async (over?: Parameters<typeof read>[0]) => {
    const { files, unread } = await read(over);
    expect(files.map(({ name }) => name)).toEqual([]);
    return unread.map(({ why }) => why);
  };

  test.each([
    'https://cdn.discordapp.com.evil.example/message.txt',
    'http://cdn.discordapp.com/message.txt',
    'https://evil.example/message.txt',
    'not an address',
  ])('%s is not Discord’s', async (url) => {
    expect(await troublesOf({ url })).toEqual(['it is not on a host of Discord’s']);
  });

  test('a redirect could lead anywhere', async () => {
    cdn().reply(302, '', { location: 'http://169.254.169.254/latest/meta-data' });
    expect(await troublesOf()).toEqual(['Discord answered 302 instead of the file']);
  });

  test('it is too large, by Discord’s word or in truth', async () => {
    expect(await troublesOf({ size: LIMITS.attachment + 1 })).toEqual([
      'it is larger than the 25 MB that I read of a file',
    ]);
    cdn().reply(200, Buffer.alloc(LIMITS.attachment + 1));
    expect(await troublesOf()).toEqual(['it is larger than Discord said']);
  });
});

describe('an address that has expired', () => {
  const message = (url: string) => ({ id: '2', attachments: [{ id: '3', url }] });

  test.each([403, 404])('HTTP %d: the message is asked for the new one', async (status) => {
    cdn().reply(status);
    asked().reply(200, message(URL_NOW));
    cdn(URL_NOW).reply(200, '550 5.1.1 user unknown');
    expect(textsOf(await read())).toEqual([['message.txt', '550 5.1.1 user unknown']]);
  });

  test('twice: Discord has the file no more', async () => {
    cdn().reply(404);
    asked().reply(200, message(URL_NOW));
    cdn(URL_NOW).reply(404);
    expect(await read()).toMatchObject({
      files: [],
      unread: [{ name: 'message.txt', why: 'Discord no longer has it' }],
      deleted: false,
    });
  });

  test('of a message that was deleted', async () => {
    cdn().reply(404);
    asked().reply(404, { code: 10008, message: 'Unknown Message' });
    expect(await read()).toEqual({ files: [], unread: [], unfetched: 0, deleted: true });
  });
});

describe('is tried again later', () => {
  test.each([429, 500, 503])('after HTTP %d', async (status) => {
    cdn().reply(status, '', { 'retry-after': '30' });
    await expect(read()).rejects.toThrow(`Discord answered ${status} instead of an attachment`);
  });

  test('where nobody answers, or in time', async () => {
    cdn().replyWithError('connect ECONNREFUSED 192.0.2.1:443');
    await expect(read()).rejects.toThrow('fetch failed');
    cdn().reply(neverAnswers);
    await expect(read({ timeoutMs: 50 })).rejects.toThrow('timeout');
  });

  test('where the file breaks off in the middle', async () => {
    const server = await startBreakingOff();
    await expect(read({ url: server.url, apiUrl: server.url })).rejects.toThrow('terminated');
    await server.close();
  });
});
