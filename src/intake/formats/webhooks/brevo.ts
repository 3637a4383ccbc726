import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { fromUnix } from './time.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = z.object({
  event: z.string(),
  email: z.string(),
  reason: z.string().nullish(),
  'message-id': z.string().nullish(),
  ts_epoch: z.number().nullish(),
  sending_ip: z.string().nullish(),
});

const REFUSALS = [
  'hard_bounce',
  'soft_bounce',
  'blocked',
  'deferred',
  'invalid_email',
  'error',
  'hardBounce',
  'softBounce',
];

/** Brevo (Sendinblue) transactional webhook. Its reasons begin with a blank or a word: ` RecipientError: 550 …`. */
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
    ('ts_epoch' in event || 'message-id' in event || 'ts_event' in event),
  read: checked(Event, (data) => {
    const about = {
      recipient: addressIn(data.email),
      messageId: data['message-id'] ?? null,
      time: fromUnix(data.ts_epoch),
      sourceIp: data.sending_ip ?? null,
    };
    if (data.event === 'spam') return [{ ...about, kind: 'feedback', text: 'Brevo: spam complaint' }];
    if (!REFUSALS.includes(data.event)) return [];
    const reason = (data.reason ?? '').trim().replace(/^\w{1,40}Error: /, '');
    return [
      {
        ...about,
        text: reason || `Brevo: ${data.event.replace('_', ' ')}`,
        action: data.event === 'deferred' ? 'delayed' : 'failed',
      },
    ];
  }),
};
