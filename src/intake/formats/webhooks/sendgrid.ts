import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = () =>
  z.object({
    email: z.string(),
    event: z.string(),
    type: z.string().nullish(),
    status: z.string().nullish(),
    reason: z.string().nullish(),
    response: z.string().nullish(),
    timestamp: z.union([z.number(), z.string()]).nullish(),
    ip: z.string().nullish(),
    'smtp-id': z.string().nullish(),
    sg_message_id: z.string().nullish(),
    sg_event_id: z.string().nullish(),
  });

/** Twilio SendGrid event webhook: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
export const sendgrid: Webhook = {
  name: 'SendGrid',
  gate: { marks: ['sg_event_id', 'sg_message_id', '"event"'] },
  proofs: [
    {
      marks: ['"bounce"', '"dropped"', '"deferred"'],
      pattern: /"event"\s{0,3}:\s{0,3}"(?:bounce|dropped|deferred)"/,
    },
  ],
  examples: [
    {
      text: '[{"email":"ann@example.com","event":"bounce","type":"bounce","status":"5.1.1","reason":"550 5.1.1 user unknown","timestamp":1772532902,"sg_event_id":"e1"}]',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) => ('sg_event_id' in event || 'sg_message_id' in event) && 'event' in event,
  read: checked(Event, (data) => {
    const about = {
      recipient: addressIn(data.email),
      messageId: data['smtp-id'] ?? null,
      // Behind the dot stands which server of theirs took it: the same message has several.
      platformId: data.sg_message_id?.split('.', 1)[0] ?? null,
      eventId: data.sg_event_id ?? null,
      time: data.timestamp ?? null,
    };
    if (data.event === 'spamreport') return [{ ...about, kind: 'feedback', text: 'SendGrid: spam report' }];
    if (!['bounce', 'dropped', 'deferred', 'blocked'].includes(data.event)) return [];
    const text =
      (data.event === 'dropped' && data.reason === 'Invalid'
        ? 'SendGrid dropped it: Invalid'
        : data.reason) ||
      data.response ||
      `SendGrid: ${data.event} ${data.type ?? ''} without a reason`;
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
