import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = () =>
  z.object({
    event: z.string(),
    email: z.string(),
    reason: z.string().nullish(),
    'message-id': z.string().nullish(),
    ts_epoch: z.number().nullish(),
    ts_event: z.number().nullish(),
    ts: z.number().nullish(),
    date: z.string().nullish(),
    uuid: z.string().nullish(),
    sending_ip: z.string().nullish(),
    sender_email: z.string().nullish(),
  });

/** Events that tell a failure, and what they say where no reason is given. */
const REFUSALS: Readonly<Record<string, string>> = {
  hard_bounce: 'hard bounce without a reason',
  hardBounce: 'hard bounce without a reason',
  soft_bounce: 'soft bounce without a reason',
  softBounce: 'soft bounce without a reason',
  blocked: 'blocked: on the suppression list',
  deferred: 'deferred without a reason',
  invalid_email: 'invalid email address',
  error: 'error without a reason',
};
const FOR_NOW = ['deferred', 'soft_bounce', 'softBounce'];

/**
 * Brevo (Sendinblue) transactional webhook: https://developers.brevo.com/docs/transactional-webhooks. Its reasons
 * begin with a blank or a word: ` RecipientError: 550 …`.
 */
export const brevo: Webhook = {
  name: 'Brevo',
  gate: { marks: ['"ts_epoch"', '"ts_event"', '"message-id"'] },
  proofs: [
    {
      marks: ['"hard_bounce"', '"soft_bounce"', '"deferred"'],
      pattern: /"event"\s{0,3}:\s{0,3}"(?:(?:hard|soft)_bounce|deferred)"/,
    },
  ],
  examples: [
    {
      text: '{"event":"hard_bounce","email":"ann@example.com","message-id":"<m1@example.org>","ts_epoch":1772532902000,"reason":" RecipientError: 550 5.1.1 user unknown"}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) =>
    'email' in event &&
    'event' in event &&
    ('ts_epoch' in event || 'ts_event' in event || 'message-id' in event),
  read: checked(Event, (data) => {
    const about = {
      recipient: addressIn(data.email),
      from: data.sender_email ?? null,
      messageId: data['message-id'] ?? null,
      eventId: data.uuid ?? null,
      // `ts_epoch` is when the message was sent, the same in all events about it.
      time: data.ts_event ?? data.ts ?? data.ts_epoch ?? data.date ?? null,
      sourceIp: data.sending_ip ?? null,
    };
    if (data.event === 'spam' || data.event === 'complaint')
      return [{ ...about, kind: 'feedback', text: 'Brevo: spam complaint' }];
    const otherwise = REFUSALS[data.event];
    if (otherwise === undefined) return [];
    const reason = (data.reason ?? '').trim().replace(/^\w{1,40}Error: /, '');
    return [
      {
        ...about,
        text: reason || `Brevo: ${otherwise}`,
        action:
          data.event === 'deferred' || (FOR_NOW.includes(data.event) && reason === '') ? 'delayed' : 'failed',
      },
    ];
  }),
};
