import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { isSlackAddress, readFiles } from '../../../adapters/slack/files.ts';
import { LARGEST_FILE } from '../../../adapters/slack/limits.ts';
import { interceptHttp, neverAnswers, startBreakingOff } from '../../support/http-calls.ts';

describe('where the token may go', () => {
  test.each([
    ['https://files.slack.com/files-pri/T1-F1/download/report.eml', 'slack.com', true],
    ['https://slack.com/x', 'slack.com', true],
    ['https://files.slack-gov.com/files-pri/T1-F1/download/a', 'slack-gov.com', true],
    ['http://127.0.0.1:4000/files/F1', '127.0.0.1', true],
    ['http://files.slack.com/x', 'slack.com', false],
    ['https://files.slack.com.evil.example/x', 'slack.com', false],
    ['https://evilslack.com/x', 'slack.com', false],
    ['https://slack.com@evil.example/x', 'slack.com', false],
    ['https://evil.example/?u=https://files.slack.com/', 'slack.com', false],
    ['http://127.0.0.1:4000/files/F1', 'slack.com', false],
    ['file:///etc/passwd', 'slack.com', false],
    ['not an address', 'slack.com', false],
  ])('%s for an API at %s: %s', (url, apiHost, expected) => {
    expect(isSlackAddress(url, apiHost)).toBe(expected);
  });
});

describe('fetching a file', () => {
  interceptHttp();
  const slack = () => nock('https://files.slack.com', { reqheaders: { authorization: 'Bearer xoxb-1' } });
  const read = (file: { url?: string; size?: number } = {}, timeoutMs?: number, apiHost = 'slack.com') =>
    readFiles(
      [
        {
          name: 'a.log',
          mimetype: 'text/plain',
          size: file.size ?? 3,
          url_private_download: file.url ?? 'https://files.slack.com/a.log',
        },
      ],
      {
        botToken: 'xoxb-1',
        apiHost,
        info: async () => ({}),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
    );
  const troubleOf = async (file?: Parameters<typeof read>[0]) => {
    const { files, unread } = await read(file);
    expect(files.map(({ name }) => name)).toEqual([]);
    return unread[0]?.why;
  };

  test('shows the token, and follows redirects within Slack', async () => {
    slack().get('/a.log').reply(302, '', { location: 'https://downloads.slack.com/b.log' });
    nock('https://downloads.slack.com', { reqheaders: { authorization: 'Bearer xoxb-1' } })
      .get('/b.log')
      .reply(200, '550 5.1.1 user unknown', { 'content-type': 'text/plain' });
    const { files } = await read();
    expect(files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['a.log', '550 5.1.1 user unknown'],
    ]);
  });

  test('follows none that leads elsewhere, nor one after another for ever', async () => {
    slack().get('/a.log').reply(302, '', { location: 'https://login.example/?next=a.log' });
    expect(await troubleOf()).toContain('files:read');
    slack().get('/a.log').times(4).reply(307, '', { location: '/a.log' });
    expect(await troubleOf()).toContain('files:read');
  });

  test('asks for nothing that is not Slack’s, has no address, or is too large by its own word', async () => {
    expect(await troubleOf({ url: 'https://evil.example/a.log' })).toContain('it is not kept at Slack');
    expect(await troubleOf({ url: '' })).toBe('Slack does not show it to me');
    expect(await troubleOf({ size: 30_000_000 })).toBe('it is over 25 MB');
  });

  test('takes no login page for a file', async () => {
    slack().get('/a.log').reply(200, '<html>Sign in', { 'content-type': 'text/html; charset=utf-8' });
    expect(await troubleOf()).toContain('files:read');
  });

  test('stops at one that is larger than Slack said', async () => {
    slack()
      .get('/a.log')
      .reply(200, Buffer.alloc(LARGEST_FILE + 1), { 'content-type': 'text/plain' });
    expect(await troubleOf()).toBe('it is over 25 MB');
  });

  test.each([403, 404, 410])('explains HTTP %d', async (status) => {
    slack().get('/a.log').reply(status);
    expect(await troubleOf()).toBe(`Slack answered with HTTP ${status}`);
  });

  test.each([429, 500, 503])('is tried again after HTTP %d, not explained', async (status) => {
    slack().get('/a.log').reply(status, '', { 'retry-after': '30' });
    await expect(read()).rejects.toThrow(`HTTP ${status} instead of a file`);
  });

  test('is tried again where nobody answers, or in time', async () => {
    slack().get('/a.log').replyWithError('connect ECONNREFUSED 192.0.2.1:443');
    await expect(read()).rejects.toThrow('fetch failed');
    slack().get('/a.log').reply(neverAnswers);
    await expect(read({}, 50)).rejects.toThrow('timeout');
  });

  test('is tried again where it breaks off in the middle', async () => {
    const server = await startBreakingOff();
    await expect(read({ url: server.url }, undefined, '127.0.0.1')).rejects.toThrow('terminated');
    await server.close();
  });
});
