import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { checked, type Webhook } from './webhook.ts';

const Id = () => z.union([z.number(), z.string()]).nullish();
const Message = () =>
  z.object({
    id: Id(),
    to: z.string(),
    from: z.string().nullish(),
    message_id: z.string().nullish(),
  });
const Bounced = () =>
  z.object({
    original_message: Message(),
    bounce: z.object({
      id: Id(),
      to: z.string().nullish(),
      timestamp: z.number().min(0).max(8e12).nullish(),
    }),
  });

/**
 * Postal's `MessageBounced`: a bounce came in for a message that had been delivered. It names both messages, and no
 * reason; `bounce.to` is Postal's own return path (https://docs.postalserver.io/developer/webhooks, "Message Bounces").
 */
export const postalBounce: Webhook = {
  name: 'Postal',
  gate: { marks: ['"original_message"'] },
  proofs: [
    { marks: ['"original_message"'], pattern: /"original_message"\s?:\s?\{[\s\S]{10,2000}"bounce"\s?:\s?\{/ },
  ],
  examples: [
    {
      text: '{"event":"MessageBounced","payload":{"original_message":{"id":12345,"direction":"outgoing","message_id":"m1@example.org","to":"ann@example.com","from":"news@example.org"},"bounce":{"id":12347,"direction":"incoming","to":"abc@psrp.example.org","from":"postmaster@mx.example.com","subject":"Delivery Error","timestamp":1772532902.1}}}',
      finds: [{ recipient: 'ann@example.com', sender: 'news@example.org', action: 'failed' }],
    },
  ],
  recognises: (event) => 'original_message' in event && 'bounce' in event,
  read: checked(Bounced, ({ original_message: { id, to, from, message_id }, bounce }) => [
    {
      recipient: addressIn(to),
      sender: addressIn(from ?? ''),
      text: 'Postal: a bounce came back, and the mail that came back tells why',
      messageId: message_id ?? null,
      platformId: id == null ? null : String(id),
      eventId: bounce.id == null ? null : String(bounce.id),
      time: bounce.timestamp ?? null,
      action: 'failed',
    },
  ]),
};
