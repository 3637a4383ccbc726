/** A team's own tool is told of escalations: signed, in order, again and again until it has them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_PLAN, type Plan, sendWebhook } from '../../../src/escalation/index.ts';
import { readWebhookSecret } from '../../../src/escalation/webhook/secret.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { bob, connectPaper, type Paper, verdict } from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';
import { expectedSignature, type Receiver, startReceiver } from '../../support/webhook-receiver.ts';

const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';
const SECRET = readWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') as Buffer;
const PLAN: Plan = { ...NO_PLAN, default: { to: { slack: { channel: 'C-OPS' } } } };

test('the secret is that of the specification, or refused', () => {
  expect(SECRET).toHaveLength(24);
  expect(readWebhookSecret('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual(SECRET);
  expect(readWebhookSecret('secret')).toBeNull();
  expect(readWebhookSecret('whsec_short')).toBeNull();
});

describe('sending', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());
  const now = new Date('2026-11-21T10:15:00Z');
  const send = (url: URL, allowPrivate: boolean) =>
    sendWebhook({ url, secret: SECRET, allowPrivate }, 'msg_1', '{"type":"test"}', now);

  test('signs id, time and body as the specification says', async () => {
    expect(await send(receiver.url, true)).toEqual({ kind: 'done' });
    const [got] = receiver.got;
    expect(got?.body).toBe('{"type":"test"}');
    expect(got?.headers).toMatchObject({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1795256100',
      'content-type': 'application/json',
    });
    expect(got && expectedSignature(got, SECRET)).toBe(got?.headers['webhook-signature']);
  });

  test.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://[::1]',
    'http://10.0.0.1',
    'http://169.254.169.254',
  ])('goes to %s only where that is allowed', async (address) => {
    const url = new URL(address);
    url.port = receiver.url.port;
    expect(await send(url, false)).toMatchObject({
      kind: 'later',
      why: expect.stringContaining('ESCALATION_WEBHOOK_PRIVATE=allow'),
    });
    expect(receiver.got).toEqual([]);
  });

  test('follows no redirect', async () => {
    receiver.answer(307, { location: 'http://169.254.169.254/' });
    expect(await send(receiver.url, true)).toEqual({
      kind: 'later',
      why: 'the webhook answers 307, a redirect, which is not followed',
      wait: null,
    });
    expect(receiver.got).toHaveLength(1);
  });

  test.each([
    [503, {}, { kind: 'later', why: 'the webhook answers 503', wait: null }],
    [429, { 'retry-after': '120' }, { kind: 'later', why: 'the webhook answers 429', wait: 120_000 }],
    [429, { 'retry-after': '99999999' }, { kind: 'later', why: 'the webhook answers 429', wait: 3_600_000 }],
    [410, {}, { kind: 'never', why: 'the webhook answers 410: it is gone' }],
  ])('%d %j', async (status, headers, sent) => {
    receiver.answer(status, headers as Record<string, string>);
    expect(await send(receiver.url, true)).toEqual(sent);
  });

  test('an address that nobody listens on is told without the address, which may hold a secret', async () => {
    await receiver.close();
    expect(await send(receiver.url, true)).toEqual({
      kind: 'later',
      why: "the webhook can't be reached (ECONNREFUSED)",
      wait: null,
    });
  });
});

onBothStores((newAddress) => {
  let receiver: Receiver;
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  beforeEach(async () => {
    today = new Date('2026-11-21T10:15:00Z');
    receiver = await startReceiver();
    const hook = { url: receiver.url, secret: SECRET, allowPrivate: true };
    bot = await openDesk({ url: await newAddress(), now: () => today, escalation: { plan: PLAN, hook } });
    paper = connectPaper(bot);
  });
  afterEach(async () => {
    await bot.close();
    await receiver.close();
  });

  const events = () => receiver.got.map(({ body }) => JSON.parse(body));

  test('opened, acknowledged, quiet and closed come in their order, with the ticket', async () => {
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Escalate');
    await paper.press(verdict(paper.posts[1]?.reply), 'Acknowledge', bob);
    today = new Date('2026-11-21T14:15:00Z');
    await bot.queue.idle();
    await paper.press(paper.now(caseId), 'Resolve');
    expect(events().map(({ type }) => type)).toEqual([
      'escalation.opened',
      'escalation.acknowledged',
      'escalation.quiet',
      'escalation.closed',
    ]);
    const [opened, acknowledged, , closed] = events();
    expect(opened.data).toMatchObject({ case: caseId, reason: 'auth-failure', bounces: 1, by: 'Ann' });
    expect(opened.data.ticket.facts).toContainEqual({ label: 'Our IP address', value: '192.0.2.7' });
    expect(opened.data.text).toContain('The server said: 550 5.7.26');
    expect(acknowledged.data.acknowledgedBy).toBe('Bob');
    expect(closed.data.status).toBe('resolved');
    expect(new Set(events().map(({ data }) => data.escalation)).size).toBe(1);
    for (const got of receiver.got) {
      expect(got.headers['webhook-signature']).toBe(expectedSignature(got, SECRET));
    }
  });

  test('what fails is sent again with the same id, and holds up nobody else', async () => {
    receiver.answer(500);
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Escalate');
    expect(receiver.got).toHaveLength(1);
    expect(paper.posts).toHaveLength(2);
    today = new Date(today.getTime() + 10_000);
    receiver.answer(204);
    await bot.queue.idle();
    expect(receiver.got).toHaveLength(2);
    expect(receiver.got[0]?.headers['webhook-id']).toBe(receiver.got[1]?.headers['webhook-id']);
    today = new Date(today.getTime() + 60_000);
    await bot.queue.idle();
    expect(receiver.got).toHaveLength(2);
  });

  test('one that is gone is not asked again', async () => {
    receiver.answer(410);
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Escalate');
    today = new Date(today.getTime() + 3_600_000);
    await bot.queue.idle();
    expect(receiver.got).toHaveLength(1);
  });
});
