import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReadable, isSlackAddress, readFiles } from '../../../adapters/slack/files.ts';
import { openWorkspace, type SlackWorkspace } from '../../support/slack/workspace.ts';

describe('where the token may go', () => {
  it.each([
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

describe('which files are read', () => {
  it.each([
    [{ name: 'report.eml', mimetype: 'application/octet-stream' }, true],
    [{ name: 'x', mimetype: 'message/rfc822' }, true],
    [{ name: 'Untitled', mimetype: 'text/plain' }, true],
    [{ name: 'maillog.log', mimetype: 'binary/octet-stream' }, true],
    [{ name: 'events.json', mimetype: 'application/json' }, true],
    [{ name: 'acct.csv', mimetype: 'text/csv' }, true],
    [{ name: 'mail.log.gz', mimetype: 'application/gzip' }, true],
    [{ name: 'bounces.zip', mimetype: 'application/zip' }, true],
    [{ name: 'bounce.msg', mimetype: 'application/vnd.ms-outlook' }, true],
    [{ name: 'cat.png', mimetype: 'image/png' }, false],
    [{ name: 'page.html', mimetype: 'text/html' }, false],
    [{ name: null, mimetype: null }, false],
  ])('%j: %s', (file, expected) => {
    expect(isReadable(file)).toBe(expected);
  });
});

describe('why a file was not read', () => {
  let slack: SlackWorkspace;
  beforeEach(async () => {
    slack = await openWorkspace();
  });
  afterEach(() => slack.close());

  const read = (file: { url?: string; size?: number }) =>
    readFiles(
      [
        {
          name: 'a.log',
          mimetype: 'text/plain',
          size: file.size ?? 3,
          url_private_download: file.url ?? null,
        },
      ],
      { botToken: slack.config.botToken, apiHost: '127.0.0.1' },
    );

  it.each([
    ['of another host', { url: 'https://evil.example/a.log' }, 'it is not kept at Slack'],
    ['that is too large', { url: 'https://files.slack.com/a.log', size: 30_000_000 }, 'it is over 25 MB'],
    ['without an address', {}, 'Slack does not show it to me'],
  ])('one %s', async (_, file, why) => {
    const { files, troubles } = await read(file);
    expect(files).toEqual([]);
    expect(troubles[0]?.why).toContain(why);
  });

  it('and one that Slack can’t give out for now is tried again, not explained', async () => {
    await expect(read({ url: 'http://127.0.0.1:1/files/F9/a.log' })).rejects.toThrow('fetch failed');
  });

  it('one that is gone', async () => {
    const { troubles } = await read({ url: `${slack.base}/files/F9/a.log` });
    expect(troubles).toEqual([{ name: 'a.log', why: 'Slack answered with HTTP 404' }]);
  });
});
