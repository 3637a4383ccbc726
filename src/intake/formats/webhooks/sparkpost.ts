import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { shaped } from '../../shape.ts';
import type { Webhook } from './webhook.ts';

const messageIn = shaped(() =>
  z.object({
    type: z.string(),
    raw_reason: z.string().nullish(),
    reason: z.string().nullish(),
    bounce_class: z.union([z.string(), z.number()]).nullish(),
    error_code: z.union([z.string(), z.number()]).nullish(),
    rcpt_to: z.string().nullish(),
    raw_rcpt_to: z.string().nullish(),
    msg_from: z.string().nullish(),
    friendly_from: z.string().nullish(),
    message_id: z.string().nullish(),
    event_id: z.string().nullish(),
    sending_ip: z.string().nullish(),
    ip_address: z.string().nullish(),
    timestamp: z.union([z.string(), z.number()]).nullish(),
  }),
);
const eventIn = shaped(() => z.object({ msys: z.record(z.string(), z.unknown()) }));

const REFUSALS = [
  'bounce',
  'delay',
  'out_of_band',
  'policy_rejection',
  'generation_failure',
  'generation_rejection',
];

/** Bounce classes, https://support.sparkpost.com/docs/deliverability/bounce-classification-codes, in plain words. */
const CLASSES: Readonly<Record<string, string>> = {
  '1': 'undetermined bounce without a reason',
  '10': 'invalid recipient',
  '20': 'soft bounce without a reason',
  '21': 'DNS failure',
  '22': 'mailbox full',
  '23': 'message too large',
  '24': 'connection timed out',
  '25': 'administrative failure: refused for policy reasons',
  '26': 'refused for policy reasons',
  '30': 'hard bounce without a reason',
  '40': 'generic bounce without a reason',
  '50': 'mail block',
  '51': 'message rejected as spam',
  '52': 'message rejected as spam',
  '53': 'prohibited attachment',
  '54': 'relaying denied',
  '70': 'soft bounce without a reason',
  '100': 'challenge-response',
};
/** Vacation, subscribe, unsubscribe and challenge-response mails come as bounces of these classes. */
const AUTOMATIC = ['60', '80', '90', '100'];

/**
 * SparkPost (MessageSystems) events: `{"msys": {"message_event": {…}}}`, after
 * https://developers.sparkpost.com/api/events/#header-event-types.
 */
export const sparkpost: Webhook = {
  name: 'SparkPost',
  gate: { marks: ['"msys"'] },
  proofs: [{ marks: ['"bounce_class'], pattern: /"bounce_class(?:ification)?"\s{0,3}:/ }],
  examples: [
    {
      text: '{"msys":{"message_event":{"type":"bounce","bounce_class":"10","error_code":"550","raw_reason":"550 5.1.1 user unknown","rcpt_to":"ann@example.com","msg_from":"news@example.org","timestamp":"1772532902"}}}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) => 'msys' in event,
  read(event) {
    const outer = eventIn(event);
    if (outer === null) return null;
    const data = messageIn(Object.values(outer.msys)[0]);
    if (data === null) return [];
    const about = {
      recipient: addressIn(data.raw_rcpt_to ?? data.rcpt_to ?? ''),
      sender: addressIn(data.msg_from ?? ''),
      from: data.friendly_from ?? null,
      platformId: data.message_id ?? null,
      eventId: data.event_id ?? null,
      sourceIp: data.sending_ip ?? null,
      time: data.timestamp ?? null,
    };
    if (data.type === 'spam_complaint')
      return [{ ...about, kind: 'feedback', text: 'SparkPost: spam complaint' }];
    if (!REFUSALS.includes(data.type)) return [];
    const bounceClass = String(data.bounce_class ?? '');
    const words = data.raw_reason || data.reason;
    if (AUTOMATIC.includes(bounceClass) && !words)
      return bounceClass === '80' || bounceClass === '90'
        ? []
        : [{ ...about, kind: 'vacation', text: 'SparkPost: automatic reply' }];
    const reply = String(data.error_code ?? '');
    return [
      {
        ...about,
        text: words || `SparkPost: ${CLASSES[bounceClass] ?? `${data.type} without a reason`}`,
        reply: /^[45]\d\d$/.test(reply) ? reply : null,
        action: data.type === 'delay' ? 'delayed' : 'failed',
      },
    ];
  },
};
