import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { factsOf } from './facts-of.ts';

const SES = {
  notificationType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      {
        emailAddress: 'ann@example.com',
        status: '5.1.1',
        action: 'failed',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
      },
      { emailAddress: 'bob@example.com' },
    ],
    timestamp: '2026-03-03T10:15:02.101Z',
  },
  mail: { source: 'news@example.org', messageId: '000001' },
};
const SENDGRID = [
  {
    email: 'ann@example.com',
    timestamp: 1772532902,
    event: 'bounce',
    type: 'bounce',
    status: '5.1.1',
    reason: '550 5.1.1 unknown',
    ip: '192.0.2.5',
    sg_event_id: 'e1',
    sg_message_id: 'm1',
  },
  { email: 'bob@example.com', timestamp: 1772532902, event: 'open', sg_event_id: 'e2', sg_message_id: 'm1' },
];

const ANN = { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' };

describe('webhook events', () => {
  test('Amazon SES: one bounce a recipient', async () => {
    expect(await factsOf(JSON.stringify(SES))).toEqual([
      {
        kind: 'bounce',
        ...ANN,
        diagnosticCode: '550 5.1.1 user unknown',
        sender: 'news@example.org',
        senderDomain: 'example.org',
        envelopeDomain: 'example.org',
        time: '2026-03-03T10:15:02.101Z',
        action: 'failed',
      },
      {
        kind: 'bounce',
        recipient: 'bob@example.com',
        diagnosticCode: 'Amazon SES: Permanent, General: hard bounce without a reason',
        sender: 'news@example.org',
        senderDomain: 'example.org',
        envelopeDomain: 'example.org',
        time: '2026-03-03T10:15:02.101Z',
        action: 'failed',
      },
    ]);
  });

  test('Amazon SES inside SNS, pretty-printed in a code block, noticed', async () => {
    const envelope = {
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:1:ses',
      Message: JSON.stringify(SES),
    };
    const text = `look:\n\`\`\`json\n${JSON.stringify(envelope, null, 2)}\n\`\`\`\nwhat now?`;
    expect(await read(text, { asked: false })).toMatchObject({
      noticed: true,
      bounces: [ANN, { recipient: 'bob@example.com' }],
    });
  });

  test('SendGrid: opens are no bounces', async () => {
    expect(await factsOf(JSON.stringify(SENDGRID))).toMatchObject([
      { ...ANN, sourceIp: '192.0.2.5', action: 'failed' },
    ]);
    expect(await factsOf(SENDGRID.map((event) => JSON.stringify(event)).join('\n'))).toHaveLength(1);
  });

  test.each([
    [
      'Mailgun',
      {
        'event-data': {
          event: 'failed',
          severity: 'permanent',
          recipient: 'ann@example.com',
          'delivery-status': { code: 550, message: '5.1.1 No such user', 'mx-host': 'mx.example.com' },
        },
      },
      { ...ANN, diagnosticCode: '550 5.1.1 No such user', remoteHost: 'mx.example.com' },
    ],
    [
      'Postmark',
      {
        RecordType: 'Bounce',
        MessageID: 'm1',
        Type: 'HardBounce',
        Details: 'smtp;550 5.1.1 User unknown',
        Email: 'ann@example.com',
        From: 'news@example.org',
        BouncedAt: '2026-03-03T10:15:02Z',
      },
      { ...ANN, sender: 'news@example.org', time: '2026-03-03T10:15:02.000Z' },
    ],
    [
      'SparkPost',
      [
        {
          msys: {
            message_event: {
              type: 'bounce',
              error_code: '550',
              raw_reason: '550 5.1.1 User unknown',
              rcpt_to: 'ann@example.com',
              sending_ip: '192.0.2.5',
              timestamp: '1772532902',
            },
          },
        },
      ],
      { ...ANN, sourceIp: '192.0.2.5', time: '2026-03-03T10:15:02.000Z' },
    ],
    [
      'Mailchimp',
      [
        {
          event: 'hard_bounce',
          ts: 1772532902,
          msg: { email: 'ann@example.com', sender: 'news@example.org', diag: 'smtp;550 5.1.1 User unknown' },
        },
      ],
      ANN,
    ],
    [
      'Brevo',
      {
        event: 'deferred',
        email: 'ann@example.com',
        ts_epoch: 1772532902000,
        'message-id': '<1@example.org>',
        reason: ' RecipientError: 550 5.1.1 mailbox unavailable',
      },
      { ...ANN, action: 'delayed' },
    ],
    [
      'Resend',
      {
        type: 'email.bounced',
        created_at: '2026-03-03T10:15:02.126Z',
        data: {
          to: ['ann@example.com'],
          from: 'News <news@example.org>',
          bounce: { message: 'No such recipient.', diagnosticCode: ['smtp; 550 5.1.1 user unknown'] },
        },
      },
      { ...ANN, sender: 'news@example.org' },
    ],
    [
      'KumoMTA',
      {
        type: 'Bounce',
        id: 'k1',
        sender: 'news@example.org',
        recipient: 'ann@example.com',
        response: {
          code: 550,
          enhanced_code: { class: 5, subject: 1, detail: 1 },
          content: 'User unknown',
          command: 'RCPT TO',
        },
        peer_address: { name: 'mx.example.com.', addr: '192.0.2.20' },
        timestamp: 1772532902,
      },
      { ...ANN, diagnosticCode: '550 5.1.1 User unknown', remoteHost: 'mx.example.com', command: 'RCPT TO' },
    ],
  ])('%s', async (_, event, expected) => {
    expect(await factsOf(JSON.stringify(event))).toMatchObject([expected]);
    expect(await read(JSON.stringify(event, null, 2), { asked: false })).toMatchObject({ noticed: true });
  });

  test('takes complaints and suppressions for what they are', async () => {
    const complaint = {
      type: 'email.complained',
      created_at: '2026-03-03T10:15:02Z',
      data: { to: ['ann@example.com'] },
    };
    expect(await factsOf(JSON.stringify(complaint))).toMatchObject([
      { kind: 'feedback', recipient: 'ann@example.com' },
    ]);
    const dropped = {
      email: 'ann@example.com',
      timestamp: 1772532902,
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'e3',
    };
    expect(await factsOf(JSON.stringify(dropped))).toMatchObject([
      { diagnosticCode: 'Bounced Address', action: 'failed' },
    ]);
  });

  test('is not misled by JSON of other programs, or by JSON cut short', async () => {
    expect(
      await read('{"event":"deploy","status":550,"email":"ann@example.com"}', { asked: false }),
    ).toMatchObject({ noticed: false });
    expect((await read(JSON.stringify(SES).slice(0, 150), { asked: true })).bounces.length).toBeLessThan(2);
  });
});
