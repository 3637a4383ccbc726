/** Answering by the address that came with a click: a refusal is one however it comes, and nobody but Slack is called. */
import nock from 'nock';
import { expect, test } from 'vitest';
import { isOfItsMessage, respondBy } from '../../../adapters/slack/response-url.ts';
import { interceptHttp, neverAnswers } from '../../support/http-calls.ts';

interceptHttp();

const ADDRESS = 'https://hooks.slack.com/actions/T1/1/abc';
const hooks = () => nock('https://hooks.slack.com').post('/actions/T1/1/abc');

const respond = (address: string | null = ADDRESS, timeoutMs = 5000) =>
  respondBy(address, { apiHost: 'slack.com', timeoutMs })({ text: 'Claimed by Ann', replace_original: true });
const refusal = () =>
  respond().then(
    () => null,
    (error: unknown) => error,
  );

test('the message is replaced', async () => {
  nock('https://hooks.slack.com')
    .post('/actions/T1/1/abc', { text: 'Claimed by Ann', replace_original: true })
    .matchHeader('content-type', 'application/json')
    .reply(200, 'ok');
  await respond();
});

test.each([
  [404, 'expired_url', 'expired_url', false],
  [404, 'used_url', 'used_url', false],
  [400, 'invalid_blocks', 'invalid_blocks', true],
  [200, { ok: false, error: 'invalid_blocks' }, 'invalid_blocks', true],
  [200, { ok: false }, '', true],
  [429, '', '', false],
  [500, '<html>upstream trouble</html>', '', false],
])('HTTP %d %j is a refusal', async (status, body, code, isMended) => {
  hooks().reply(status, body as string);
  const error = await refusal();
  expect(error).toMatchObject({ status, code });
  expect(isOfItsMessage(error)).toBe(isMended);
});

test('HTTP 200 with ok: true is none', async () => {
  hooks().reply(200, { ok: true });
  expect(await refusal()).toBeNull();
});

test('a redirect is not followed', async () => {
  hooks().reply(307, '', { location: 'https://evil.example/' });
  nock('https://evil.example').post('/').optionally().reply(200);
  await expect(respond()).rejects.toThrow();
});

test('no answer, or none in time, is an error without the address', async () => {
  hooks().replyWithError('connect ECONNREFUSED 192.0.2.1:443');
  await expect(respond()).rejects.not.toThrow('/actions/T1');
  hooks().reply(neverAnswers);
  await expect(respond(ADDRESS, 50)).rejects.not.toThrow('/actions/T1');
});

test('an address that is not Slack’s is never called', async () => {
  await expect(respond('https://hooks.slack.com.evil.example/actions/T1/1/abc')).rejects.toThrow(
    'no address of Slack',
  );
  await expect(respond('http://169.254.169.254/latest')).rejects.toThrow('no address of Slack');
  await expect(respond(null)).rejects.toThrow('no address of Slack');
});
