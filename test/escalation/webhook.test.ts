/** One call of a webhook: how it is signed, where it may go, and what becomes of each answer. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { sendWebhook } from '../../src/escalation/index.ts';
import { readWebhookSecret } from '../../src/escalation/webhook/secret.ts';
import { interceptHttp, neverAnswers } from '../support/http-calls.ts';
import { expectedSignature, HOOK, receiveWebhooks } from '../support/webhook.ts';

const SECRET = readWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') as Buffer;
const NOW = new Date('2026-11-21T10:15:00Z');
interceptHttp();

const send = (url = HOOK, more: { allowPrivate?: boolean; timeoutMs?: number } = {}) =>
  sendWebhook({ url, secret: SECRET, allowPrivate: false, ...more }, 'msg_1', '{"type":"test"}', NOW);
const hook = () => nock(HOOK.origin).post(HOOK.pathname);

test('the secret is that of the specification, or refused', () => {
  expect(SECRET).toHaveLength(24);
  expect(readWebhookSecret('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual(SECRET);
  expect(readWebhookSecret('secret')).toBeNull();
  expect(readWebhookSecret('whsec_short')).toBeNull();
});

test('signs id, time and body as the specification says', async () => {
  const got = receiveWebhooks(204);
  expect(await send()).toEqual({ kind: 'done' });
  expect(got).toMatchObject([
    {
      body: '{"type":"test"}',
      headers: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': '1795256100',
        'content-type': 'application/json',
      },
    },
  ]);
  expect(got.map((one) => expectedSignature(one, SECRET))).toEqual([got[0]?.headers['webhook-signature']]);
});

describe('an address of a private network', () => {
  const why = expect.stringContaining('ESCALATION_WEBHOOK_PRIVATE=allow');

  test.each(['127.0.0.1', '[::1]', '10.0.0.1', '169.254.169.254'])('%s: nothing goes there', async (host) => {
    expect(await send(new URL(`http://${host}/hook`))).toMatchObject({ kind: 'later', why });
  });

  test.each([
    ['NAT64', '[64:ff9b::10.0.0.1]'],
    ['a network’s own NAT64', '[64:ff9b:1::8.8.8.8]'],
    ['translated', '[::ffff:0:10.0.0.1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['the client of Teredo', '[2001:0:808:808::f5ff:fffe]'],
    ['IPv4-mapped', '[::ffff:169.254.169.254]'],
    ['IPv4-compatible', '[::169.254.169.254]'],
    ['site-local', '[fec0::1]'],
    ['segment routing', '[5f00::1]'],
  ])('%s, %s: nothing goes there either', async (_, host) => {
    expect(await send(new URL(`http://${host}/hook`))).toMatchObject({ kind: 'later', why });
  });

  test.each(['[64:ff9b::8.8.8.8]', '[2002:808:808::1]', '[2606:4700::1]'])('%s is none', async (host) => {
    nock(`http://${new URL(`http://${host}`).hostname}`)
      .post('/hook')
      .reply(200);
    expect(await send(new URL(`http://${host}/hook`))).toEqual({ kind: 'done' });
  });

  test('nor where a name leads to one', async () => {
    expect(await send(new URL('http://localhost:9/hook'))).toMatchObject({ kind: 'later', why });
  });

  test('is told where that is allowed', async () => {
    nock('http://10.0.0.1').post('/hook').reply(200);
    expect(await send(new URL('http://10.0.0.1/hook'), { allowPrivate: true })).toEqual({ kind: 'done' });
  });
});

describe('the answer', () => {
  test.each([
    [200, {}, { kind: 'done' }],
    [503, {}, { kind: 'later', why: 'the webhook answers 503', wait: null }],
    [404, {}, { kind: 'later', why: 'the webhook answers 404', wait: null }],
    [429, {}, { kind: 'later', why: 'the webhook answers 429', wait: null }],
    [429, { 'retry-after': '120' }, { kind: 'later', why: 'the webhook answers 429', wait: 120_000 }],
    [429, { 'retry-after': '99999999' }, { kind: 'later', why: 'the webhook answers 429', wait: 3_600_000 }],
    [429, { 'retry-after': 'soon' }, { kind: 'later', why: 'the webhook answers 429', wait: null }],
    [410, {}, { kind: 'never', why: 'the webhook answers 410: it is gone' }],
  ])('%d %j', async (status, headers, sent) => {
    hook().reply(status, '', headers);
    expect(await send()).toEqual(sent);
  });

  test('a redirect is not followed', async () => {
    hook().reply(307, '', { location: 'http://169.254.169.254/' });
    expect(await send()).toEqual({
      kind: 'later',
      why: 'the webhook answers 307, a redirect, which is not followed',
      wait: null,
    });
  });

  test('is not read, however long it is', async () => {
    hook().reply(200, 'x'.repeat(1_000_000));
    expect(await send()).toEqual({ kind: 'done' });
  });

  test('none in time', async () => {
    hook().reply(neverAnswers);
    expect(await send(HOOK, { timeoutMs: 50 })).toEqual({
      kind: 'later',
      why: 'the webhook gave no answer within 0.05 s',
      wait: null,
    });
  });

  test('none, as nobody listens: told without the address, which may hold a secret', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 192.0.2.9:443'), { code: 'ECONNREFUSED' });
    hook().replyWithError(refused);
    expect(await send()).toEqual({
      kind: 'later',
      why: "the webhook can't be reached (ECONNREFUSED)",
      wait: null,
    });
  });
});
