/** Changing a message that one person alone sees: it works or is logged, and is sent to nobody but Slack. */
import nock from 'nock';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { replaceMessage } from '../../../adapters/slack/response-url.ts';
import { interceptHttp, neverAnswers } from '../../support/http-calls.ts';

interceptHttp();

const ADDRESS = 'https://hooks.slack.com/actions/T1/1/abc';
const hooks = () => nock('https://hooks.slack.com').post('/actions/T1/1/abc');
const logged: { level: number; [more: string]: unknown }[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
beforeEach(() => {
  logged.length = 0;
});

const replace = (address = ADDRESS, timeoutMs = 5000) =>
  replaceMessage(address, { text: 'Claimed by Ann' }, { apiHost: 'slack.com', log, timeoutMs });
const FAILED = 'a private message was not brought up to date';

test('the message is replaced', async () => {
  nock('https://hooks.slack.com')
    .post('/actions/T1/1/abc', { replace_original: true, text: 'Claimed by Ann' })
    .matchHeader('content-type', 'application/json')
    .reply(200, 'ok');
  await replace();
  expect(logged).toEqual([]);
});

test.each([
  [404, 'expired_url', {}],
  [404, 'used_url', {}],
  [429, '', { 'retry-after': '30' }],
  [500, '', {}],
])('HTTP %d %s is logged, and not tried again: what was done is saved', async (status, body, headers) => {
  hooks().reply(status, body, headers);
  await replace();
  expect(logged).toMatchObject([{ msg: FAILED, status }]);
});

test('a redirect is not followed', async () => {
  hooks().reply(307, '', { location: 'https://evil.example/' });
  nock('https://evil.example').post('/').optionally().reply(200);
  await replace();
  expect(logged).toMatchObject([{ msg: FAILED }]);
});

test('no answer, or none in time, is logged without the address', async () => {
  hooks().replyWithError('connect ECONNREFUSED 192.0.2.1:443');
  await replace();
  hooks().reply(neverAnswers);
  await replace(ADDRESS, 50);
  expect(logged.map(({ msg }) => msg)).toEqual([FAILED, FAILED]);
  expect(JSON.stringify(logged)).not.toContain('/actions/T1');
});

test('an address that is not Slack’s is never called', async () => {
  await replace('https://hooks.slack.com.evil.example/actions/T1/1/abc');
  await replace('http://169.254.169.254/latest');
  expect(logged).toEqual([]);
});
