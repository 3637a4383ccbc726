/** Bodies after the platforms' own documentation, read by what their keys mean: none of these has a reader of its own. */
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const ANN = 'ann@example.com';
const BEN = 'ben@example.net';
const UNKNOWN = '550 5.1.1 User unknown';

type Sample = { readonly from: string; readonly body: unknown; readonly finds: object };
const refused = { kind: 'bounce', recipient: ANN, replyCode: '550', enhancedCode: '5.1.1' };

const failures: readonly Sample[] = [
  {
    from: 'Azure, https://learn.microsoft.com/azure/event-grid/communication-services-email-events',
    body: [
      {
        topic: '/subscriptions/x',
        subject: 'sender/news@us.example/message/1',
        data: {
          sender: 'news@us.example',
          recipient: ANN,
          messageId: '1',
          status: 'Bounced',
          deliveryStatusDetails: { statusMessage: UNKNOWN },
        },
        eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
      },
    ],
    finds: refused,
  },
  {
    from: 'Scaleway, https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads',
    body: {
      type: 'email_mailbox_not_found',
      email_id: '1',
      email_from: 'news@us.example',
      email_to: ANN,
      email_response_code: 550,
      email_response_message: '5.1.1 User unknown',
    },
    finds: refused,
  },
  {
    from: 'Nylas, https://developer.nylas.com/docs/reference/notifications/messages/message-bounce_detected',
    body: {
      type: 'message.bounce_detected',
      data: {
        object: {
          bounced_addresses: ANN,
          bounce_reason: 'The email account does not exist',
          code: '550',
          type: 'mailbox_unavailable',
          origin: { to: [ANN, 'bob@example.com'], from: 'news@us.example', id: '1' },
        },
      },
    },
    finds: { kind: 'bounce', recipient: ANN, replyCode: '550', sender: 'news@us.example' },
  },
  {
    from: 'Nylas, https://developer.nylas.com/docs/reference/notifications/agent-accounts/message-bounced',
    body: {
      type: 'message.bounced',
      data: {
        object: {
          message: { from: 'news@us.example', to: [ANN, 'bob@example.com'] },
          bounce: {
            type: 'MailboxFull',
            recipients: [{ email: ANN, diagnostic_code: 'smtp; 552 5.2.2 full' }],
          },
        },
      },
    },
    finds: { kind: 'bounce', recipient: ANN, replyCode: '552' },
  },
  {
    from: 'EmailEngine, https://learn.emailengine.app/docs/webhooks/messagebounce',
    body: {
      account: 'news',
      event: 'messageBounce',
      data: {
        recipient: ANN,
        action: 'failed',
        response: { source: 'smtp', message: UNKNOWN, status: '5.1.1' },
        mta: 'mx.example.com',
        messageId: '<1@us.example>',
      },
    },
    finds: refused,
  },
  {
    from: 'AgentMail, https://docs.agentmail.to/api-reference/webhooks/events/message-bounced',
    body: {
      event_type: 'message.bounced',
      bounce: {
        inbox_id: 'news@us.example',
        message_id: '<1@us.example>',
        type: 'Permanent',
        sub_type: 'General',
        recipients: [{ address: ANN, status: 'bounced' }],
      },
    },
    finds: { kind: 'bounce', recipient: ANN, diagnosticCode: 'Hard bounce without a reason' },
  },
  {
    from: 'AI Inbx, https://docs.aiinbx.com/webhooks/events/email-bounced',
    body: {
      type: 'email.bounced',
      data: { email_id: 'e', recipients: [ANN], permanent: true, reason: UNKNOWN },
    },
    finds: refused,
  },
  {
    from: 'Emailit, https://emailit.com/docs/webhooks/events/suppression-created',
    body: {
      type: 'suppression.created',
      data: { object: { email: ANN, type: 'bounced', reason: 'Delivery bounced' } },
    },
    finds: { kind: 'bounce', recipient: ANN },
  },
  {
    from: 'MailSlurp, https://hexdocs.pm/mailslurp/MailSlurpAPI.Model.WebhookBouncePayload.html',
    body: {
      eventName: 'BOUNCE',
      sender: 'news@us.example',
      bounceRecipients: [ANN],
      sentToRecipients: [ANN, 'bob@example.com'],
    },
    finds: { kind: 'bounce', recipient: ANN, sender: 'news@us.example' },
  },
  {
    from: 'AhaSend, https://ahasend.com/docs/integrations/webhooks',
    body: {
      type: 'message.bounced',
      data: { from: 'news@us.example', recipient: ANN, delivery_attempts: [{ log: UNKNOWN }] },
    },
    finds: refused,
  },
  {
    from: 'Mailjet, https://dev.mailjet.com/email/guides/webhooks/',
    body: {
      event: 'bounce',
      time: 1430812195,
      MessageID: 13792286917004336n.toString(),
      email: ANN,
      blocked: false,
      hard_bounce: true,
      error_related_to: 'recipient',
      error: 'user unknown',
    },
    finds: { kind: 'bounce', recipient: ANN, diagnosticCode: 'user unknown' },
  },
  {
    from: 'MailerSend, https://developers.mailersend.com/api/v1/webhooks.html',
    body: {
      type: 'activity.hard_bounced',
      data: {
        type: 'hard_bounced',
        email: { from: 'news@us.example', status: 'rejected', recipient: { email: ANN } },
        morph: { object: 'recipient_bounce', reason: UNKNOWN },
      },
    },
    finds: refused,
  },
  {
    from: 'Mailtrap, https://api-docs.mailtrap.io/docs/mailtrap-api-docs/webhooks',
    body: {
      events: [
        {
          event: 'bounce',
          email: ANN,
          message_id: '1',
          response: UNKNOWN,
          response_code: 550,
          bounce_category: 'badmailbox',
        },
      ],
    },
    finds: refused,
  },
  {
    from: 'SMTP2GO, https://support.smtp2go.com/hc/en-gb/articles/900005073426-Webhooks',
    body: {
      event: 'bounce',
      bounce: 'hard',
      rcpt: ANN,
      sender: 'news@us.example',
      from_address: 'news@us.example',
      message: UNKNOWN,
      host: 'mx.example.com',
    },
    finds: refused,
  },
  {
    from: 'Postal, https://docs.postalserver.io/developer/webhooks',
    body: {
      event: 'MessageDeliveryFailed',
      payload: {
        status: 'HardFail',
        details: 'Permanent SMTP delivery error',
        output: UNKNOWN,
        message: { to: ANN, from: 'news@us.example', message_id: '1@us.example', spam_status: 'NotSpam' },
      },
    },
    finds: refused,
  },
  {
    from: 'Halon, https://docs.halon.io/manual/hooks_post.html',
    body: {
      sender: 'news@us.example',
      recipient: ANN,
      action: 'BOUNCE',
      result: { code: 550, enhanced: [5, 1, 1], reason: ['User unknown'] },
    },
    finds: refused,
  },
  {
    from: 'Mailgun suppressions, https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/bounces',
    body: { items: [{ address: ANN, code: '550', error: 'No such mailbox', created_at: 'x' }] },
    finds: { kind: 'bounce', recipient: ANN, diagnosticCode: '550 No such mailbox' },
  },
  {
    from: 'SES, https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SuppressedDestinationSummary.html',
    body: {
      SuppressedDestination: { EmailAddress: ANN, Reason: 'BOUNCE', LastUpdateTime: '2024-12-01T00:00:00Z' },
    },
    finds: { kind: 'bounce', recipient: ANN, diagnosticCode: /suppression list/ },
  },
];

const complaints: readonly Sample[] = [
  {
    from: 'Mailtrap',
    body: { events: [{ event: 'spam', timestamp: 1498093527, email: ANN }] },
    finds: { kind: 'feedback', recipient: ANN },
  },
  {
    from: 'EmailEngine, https://learn.emailengine.app/docs/webhooks/messagecomplaint',
    body: {
      event: 'messageComplaint',
      data: {
        arf: { feedbackType: 'not-spam', originalMailFrom: 'news@us.example', originalRcptTo: [ANN] },
      },
    },
    finds: { kind: 'feedback', feedbackType: 'not-spam', recipient: ANN, sender: 'news@us.example' },
  },
  {
    from: 'Brevo',
    body: { event: 'complaint', email: ANN, 'message-id': '<1@us.example>', ts: 1604933619 },
    finds: { kind: 'feedback', recipient: ANN },
  },
];

const silent: readonly (readonly [string, unknown])[] = [
  ['Postmark', { RecordType: 'Open', OS: { Name: 'unknown' }, Recipient: ANN, MessageID: '1' }],
  ['SendGrid', [{ email: ANN, event: 'processed', sg_event_id: 'e' }]],
  ['Mailjet', [{ event: 'sent', email: ANN, smtp_reply: 'sent (250 2.0.0 OK 1 a.22 - gsmtp)' }]],
  [
    'Azure',
    {
      data: { recipient: ANN, status: 'Delivered' },
      eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
    },
  ],
  [
    'Postal',
    { event: 'MessageSent', payload: { status: 'Sent', output: '250 2.0.0 OK', message: { to: ANN } } },
  ],
  [
    'Scaleway',
    { type: 'email_delivered', email_to: ANN, email_response_code: 250, email_response_message: 'OK' },
  ],
  ['lifted', { type: 'suppression.deleted', data: { object: { email: ANN, type: 'bounced' } } }],
];

describe('platforms without a reader of their own', () => {
  test.each([...failures, ...complaints])('$from', async ({ body, finds }) => {
    const wanted = Object.fromEntries(
      Object.entries(finds).map(([key, value]) => [
        key,
        value instanceof RegExp ? expect.stringMatching(value) : value,
      ]),
    );
    for (const text of [JSON.stringify(body), JSON.stringify(body, null, 2)])
      expect((await read(text, { asked: true })).bounces).toMatchObject([wanted]);
  });

  test.each(silent)('%s: no failure, no word', async (_, body) => {
    const text = JSON.stringify(body);
    expect(await read(text, { asked: true })).toMatchObject({ bounces: [], noticed: false });
    expect(await read(text, { asked: false })).toMatchObject({ bounces: [], noticed: false });
  });

  test('an unsubscribe is no bounce, and is named for who asks', async () => {
    const text = JSON.stringify([{ event: 'unsub', email: ANN, agent: 'Mozilla/5.0' }]);
    expect(await read(text, { asked: true })).toMatchObject({
      bounces: [],
      others: [{ title: `Unsubscribe by ${ANN}` }],
    });
    expect(await read(text, { asked: false })).toMatchObject({ noticed: false, bounces: [], others: [] });
  });

  test('an error of the platform itself is no reply of a server', async () => {
    const text = JSON.stringify({
      ErrorCode: 406,
      Message: `You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: ${ANN}.`,
    });
    expect((await read(text, { asked: true })).bounces).toMatchObject([{ recipient: ANN, replyCode: null }]);
  });

  test('a class and bare codes are read in whatever column they stand', async () => {
    const text = `email,reason,detail\n${ANN},hard-bounce,550 5.1.1\n`;
    expect((await read(text, { asked: true })).bounces).toMatchObject([
      { recipient: ANN, replyCode: '550', enhancedCode: '5.1.1' },
    ]);
  });

  test('the type around an object holds for what is in it', async () => {
    const object = { id: 'em_4', object: 'email', from: 'news@example.org', to: ANN, meta: { owner: BEN } };
    const text = JSON.stringify({ event_id: 'e1', type: 'email.bounced', data: { object } }, null, 1);
    for (const asked of [true, false])
      expect(await read(text, { asked })).toMatchObject({ noticed: true, bounces: [{ recipient: ANN }] });
    const fine = JSON.stringify({ event_id: 'e1', type: 'email.delivered', data: { object } });
    expect(await read(fine, { asked: true })).toMatchObject({ noticed: false, bounces: [] });
    const rate = JSON.stringify({ type: 'email_bounce_rate', data: { object } });
    expect(await read(rate, { asked: false })).toMatchObject({ noticed: false, bounces: [] });
  });

  const REASON = '550 5.1.1 Recipient not found';
  test.each([
    { event: 'email.bounced', data: { recipients: [ANN, BEN], permanent: true, reason: REASON } },
    { event: 'bounce', to: [ANN, BEN], from: 'news@example.org', reason: REASON },
    { type: 'MessageBounced', rcpt: [ANN, BEN], response: REASON },
    { event: 'hard_bounce', recipients: `${ANN}, ${BEN}`, cc: ['eve@example.org'], reason: REASON },
  ])('everybody on the list of an event that says that all failed: %j', async (body) => {
    expect((await read(JSON.stringify(body), { asked: true })).bounces).toMatchObject([
      { recipient: ANN, enhancedCode: '5.1.1' },
      { recipient: BEN, enhancedCode: '5.1.1' },
    ]);
  });

  test.each([
    ['the words name one', { event: 'bounce', to: [ANN, BEN], reason: `550 5.1.1 <${BEN}> unknown` }, BEN],
    [
      'the words name another',
      { event: 'bounce', to: [ANN, BEN], reason: '550 5.1.1 <eve@example.org> unknown' },
      null,
    ],
    ['a program tells of its mail', { level: 'error', to: [ANN, BEN], err: REASON }, null],
    ['one is named, and who got a copy', { event: 'bounce', to: [ANN], cc: [BEN], reason: REASON }, ANN],
  ])('not everybody on the list: %s', async (_, body, recipient) => {
    expect((await read(JSON.stringify(body), { asked: true })).bounces).toMatchObject([{ recipient }]);
  });

  test.each([
    [
      { bounce_code: '550', bounce_extended_code: '5.4.1' },
      { replyCode: '550', enhancedCode: '5.4.1' },
    ],
    [
      { bounceCode: 552, bounceExtendedCode: '5.2.2' },
      { replyCode: '552', enhancedCode: '5.2.2' },
    ],
    [{ bounce_code: '5.1.1' }, { replyCode: null, enhancedCode: '5.1.1' }],
    [{ bounce_code: '10' }, { replyCode: null, enhancedCode: null }],
  ])("a platform's bounce code is a server's where it has its shape: %j", async (codes, finds) => {
    const text = JSON.stringify({ event: 'bounced', email: ANN, ...codes, reason: 'It was not accepted' });
    expect((await read(text, { asked: true })).bounces).toMatchObject([{ recipient: ANN, ...finds }]);
  });
});

describe('a platform’s own class of a permanent bounce', () => {
  test.each([
    [
      'AgentMail',
      {
        event_type: 'message.bounced',
        bounce: {
          inbox_id: 'news@agentmail.to',
          message_id: '<m1@agentmail.to>',
          type: 'Permanent',
          sub_type: 'General',
          recipients: [{ address: 'ann@example.com', status: 'bounced' }],
        },
      },
    ],
    ['MailSlurp', { eventName: 'BOUNCE_RECIPIENT', messageId: 'm1', recipient: 'ann@example.com' }],
  ])('%s', async (_, event) => {
    expect((await read(JSON.stringify(event), { asked: true })).bounces).toMatchObject([
      { recipient: 'ann@example.com', diagnosticCode: 'Hard bounce without a reason', action: 'failed' },
    ]);
  });
});
