/** A team's own tool is told of escalations: signed, in order, again and again until it has them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_PLAN, type Plan } from '../../../src/escalation/index.ts';
import { readWebhookSecret } from '../../../src/escalation/webhook/secret.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { interceptHttp } from '../../support/http-calls.ts';
import { bob, connectPaper, type Paper, verdict } from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';
import { expectedSignature, HOOK, type Received, receiveWebhooks } from '../../support/webhook.ts';

const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';
const SECRET = readWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') as Buffer;
const PLAN: Plan = { ...NO_PLAN, default: { to: { slack: { channel: 'C-OPS' } } } };

interceptHttp();

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  beforeEach(async () => {
    today = new Date('2026-11-21T10:15:00Z');
    const hook = { url: HOOK, secret: SECRET, allowPrivate: false };
    bot = await openDesk({ url: await newAddress(), now: () => today, escalation: { plan: PLAN, hook } });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const eventsIn = (got: readonly Received[]) => got.map(({ body }) => JSON.parse(body));

  test('opened, acknowledged, quiet and closed come in their order, with the ticket', async () => {
    const got = receiveWebhooks(204);
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Escalate…');
    await paper.press(verdict(paper.posts[1]?.reply), 'Acknowledge', bob);
    today = new Date('2026-11-21T14:15:00Z');
    await bot.queue.idle();
    await paper.press(paper.now(caseId), 'Resolve');
    const events = eventsIn(got);
    expect(events.map(({ type }) => type)).toEqual([
      'escalation.opened',
      'escalation.acknowledged',
      'escalation.quiet',
      'escalation.closed',
    ]);
    const [opened, acknowledged, , closed] = events;
    expect(opened.data).toMatchObject({ case: caseId, reason: 'auth-failure', bounces: 1, by: 'Ann' });
    expect(opened.data.ticket.facts).toContainEqual({ label: 'Our IP address', value: '192.0.2.7' });
    expect(opened.data.text).toContain('The server said: 550 5.7.26');
    expect(acknowledged.data.acknowledgedBy).toBe('Bob');
    expect(closed.data.status).toBe('resolved');
    expect(new Set(events.map(({ data }) => data.escalation)).size).toBe(1);
    for (const one of got) {
      expect(one.headers['webhook-signature']).toBe(expectedSignature(one, SECRET));
    }
  });

  test('what fails is sent again with the same id, and holds up nobody else', async () => {
    const got = receiveWebhooks(500, 204);
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Escalate…');
    expect(got).toHaveLength(1);
    expect(paper.posts).toHaveLength(2);
    today = new Date(today.getTime() + 10_000);
    await bot.queue.idle();
    expect(got).toHaveLength(2);
    expect(got[0]?.headers['webhook-id']).toBe(got[1]?.headers['webhook-id']);
    today = new Date(today.getTime() + 60_000);
    await bot.queue.idle();
    expect(got).toHaveLength(2);
  });

  test('one that is gone is not asked again', async () => {
    const got = receiveWebhooks(410);
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Escalate…');
    today = new Date(today.getTime() + 3_600_000);
    await bot.queue.idle();
    expect(got).toHaveLength(1);
  });
});
