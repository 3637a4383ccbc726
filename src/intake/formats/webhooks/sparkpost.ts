import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { fromUnix } from './time.ts';
import type { Webhook } from './webhook.ts';

const Message = z.object({
  type: z.string(),
  raw_reason: z.string().nullish(),
  reason: z.string().nullish(),
  error_code: z.union([z.string(), z.number()]).nullish(),
  rcpt_to: z.string().nullish(),
  raw_rcpt_to: z.string().nullish(),
  msg_from: z.string().nullish(),
  message_id: z.string().nullish(),
  sending_ip: z.string().nullish(),
  ip_address: z.string().nullish(),
  timestamp: z.union([z.string(), z.number()]).nullish(),
});
const Event = z.object({ msys: z.record(z.string(), z.unknown()) });

const REFUSALS = [
  'bounce',
  'delay',
  'out_of_band',
  'policy_rejection',
  'generation_failure',
  'generation_rejection',
];

/** SparkPost (MessageSystems) events: `{"msys": {"message_event": {…}}}`. */
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
    const outer = Event.safeParse(event);
    const parsed = outer.success ? Message.safeParse(Object.values(outer.data.msys)[0]) : null;
    if (!parsed?.success) return outer.success ? [] : null;
    const { data } = parsed;
    const about = {
      recipient: addressIn(data.raw_rcpt_to ?? data.rcpt_to ?? ''),
      sender: addressIn(data.msg_from ?? ''),
      messageId: data.message_id ?? null,
      sourceIp: data.sending_ip ?? null,
      time: fromUnix(data.timestamp),
    };
    if (data.type === 'spam_complaint')
      return [{ ...about, kind: 'feedback', text: 'SparkPost: spam complaint' }];
    if (!REFUSALS.includes(data.type)) return [];
    const reply = String(data.error_code ?? '');
    return [
      {
        ...about,
        text: data.raw_reason || data.reason || `SparkPost: ${data.type}`,
        reply: /^[45]\d\d$/.test(reply) ? reply : null,
        action: data.type === 'delay' ? 'delayed' : 'failed',
      },
    ];
  },
};
