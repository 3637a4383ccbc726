import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { fromUnix } from './time.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = z.object({
  email: z.string(),
  event: z.string(),
  type: z.string().nullish(),
  status: z.string().nullish(),
  reason: z.string().nullish(),
  response: z.string().nullish(),
  timestamp: z.union([z.number(), z.string()]).nullish(),
  ip: z.string().nullish(),
  'smtp-id': z.string().nullish(),
});

/** Twilio SendGrid event webhook. */
export const sendgrid: Webhook = {
  name: 'SendGrid',
  recognises: (event) =>
    'sg_event_id' in event ||
    'sg_message_id' in event ||
    ('email' in event && 'event' in event && 'timestamp' in event),
  read: checked(Event, (data) => {
    const about = {
      recipient: addressIn(data.email),
      messageId: data['smtp-id'] ?? null,
      time: fromUnix(data.timestamp),
    };
    if (data.event === 'spamreport') return [{ ...about, kind: 'feedback', text: 'SendGrid: spam report' }];
    if (!['bounce', 'dropped', 'deferred', 'blocked'].includes(data.event)) return [];
    const text = data.reason ?? data.response ?? `SendGrid: ${data.event} ${data.type ?? ''}`;
    return [
      {
        ...about,
        text,
        status: data.status ?? null,
        sourceIp: data.ip ?? null,
        action: data.event === 'deferred' ? 'delayed' : 'failed',
      },
    ];
  }),
};
