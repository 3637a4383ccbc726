/** The stand-in is only worth something if it refuses what Slack refuses: files. */
import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkspace, type SlackWorkspace } from '../../support/slack/workspace.ts';

let slack: SlackWorkspace;
beforeEach(async () => {
  slack = await openWorkspace();
});
afterEach(() => slack.close());

const client = () =>
  new webApi.WebClient(slack.config.botToken, {
    slackApiUrl: slack.config.apiUrl,
    retryConfig: { retries: 0 },
  });
const call = async (method: string, args: object): Promise<Record<string, unknown>> => {
  try {
    return { ...(await client().apiCall(method, { ...args })) };
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return { ...error.data };
    throw error;
  }
};
const ask = (args: object) => call('files.getUploadURLExternal', args);
const send = async (url: unknown, body: string) =>
  (await fetch(String(url), { method: 'POST', body })).status;
const share = (args: object) => call('files.completeUploadExternal', args);

describe('a file', () => {
  test('is taken by Slack’s own client in one go, too', async () => {
    const channel = slack.channel('bounces');
    const { message } = slack.post(channel, 'ann', 'hello');
    await client().files.uploadV2({
      channel_id: channel.id,
      thread_ts: message.ts,
      filename: 'a.csv',
      content: 'äb',
    });
    expect(slack.thread(message)[0]?.files).toMatchObject([
      { name: 'a.csv', bytes: new TextEncoder().encode('äb') },
    ]);
  });

  test('needs the scope, a name and a length', async () => {
    expect(await ask({ filename: 'a.csv' })).toMatchObject({ error: 'missing_argument' });
    expect(await ask({ length: 3 })).toMatchObject({ error: 'missing_argument' });
    expect(await ask({ filename: 'a.csv', length: 'three' })).toMatchObject({ error: 'invalid_arguments' });
    slack.state.scopes.delete('files:write');
    expect(await ask({ filename: 'a.csv', length: 3 })).toMatchObject({
      error: 'missing_scope',
      needed: 'files:write',
    });
    expect(await share({ files: [{ id: 'F1' }] })).toMatchObject({ error: 'missing_scope' });
  });

  test('must have the length that was said, and come once', async () => {
    const { upload_url } = await ask({ filename: 'a.csv', length: 3 });
    expect(await send(upload_url, 'abcd')).toBe(400);
    expect(await send(upload_url, 'abc')).toBe(200);
    expect(await send(upload_url, 'abc')).toBe(404);
  });

  test('is shared where the bot is, under a message that is there, when its bytes have come', async () => {
    const channel = slack.channel('bounces');
    const { file_id, upload_url } = await ask({ filename: 'a.csv', length: 3 });
    const files = [{ id: file_id }];
    expect(await share({ files, channel_id: channel.id })).toMatchObject({ error: 'file_not_found' });
    await send(upload_url, 'abc');
    expect(await share({ files, channel_id: 'C0NONE' })).toMatchObject({ error: 'channel_not_found' });
    expect(await share({ files, channel_id: 'U0ANN' })).toMatchObject({ error: 'invalid_arguments' });
    const elsewhere = slack.channel('sales', 'channel', false);
    expect(await share({ files, channel_id: elsewhere.id })).toMatchObject({ error: 'not_in_channel' });
    expect(await share({ files, channel_id: channel.id, thread_ts: '1.1' })).toMatchObject({
      error: 'thread_not_found',
    });
    expect(await share({ files, channel_id: channel.id })).toMatchObject({ ok: true });
    expect(await share({ files, channel_id: channel.id })).toMatchObject({ error: 'file_not_found' });
  });
});
