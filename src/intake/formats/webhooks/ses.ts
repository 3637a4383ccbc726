/** Amazon SES, as an event or a notification, also inside an SNS envelope (whose `Message` is JSON in a string). */
import { z } from 'zod';
import { addressIn } from '../../address.ts';
import type { Found } from '../../found.ts';
import type { Webhook } from './webhook.ts';

const Recipient = z.object({
  emailAddress: z.string(),
  status: z.string().nullish(),
  action: z.string().nullish(),
  diagnosticCode: z.string().nullish(),
});
const Event = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  bounce: z
    .object({
      bounceType: z.string().nullish(),
      bounceSubType: z.string().nullish(),
      bouncedRecipients: z.array(Recipient),
      timestamp: z.string().nullish(),
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(z.object({ emailAddress: z.string() })),
      complaintFeedbackType: z.string().nullish(),
      timestamp: z.string().nullish(),
    })
    .optional(),
  deliveryDelay: z
    .object({ delayedRecipients: z.array(Recipient), timestamp: z.string().nullish() })
    .optional(),
  delivery: z
    .object({
      recipients: z.array(z.string()),
      smtpResponse: z.string().nullish(),
      timestamp: z.string().nullish(),
    })
    .optional(),
  mail: z.object({ source: z.string().nullish(), messageId: z.string().nullish() }).nullish(),
});

export const ses: Webhook = {
  name: 'Amazon SES',
  gate: { marks: ['notificationtype', 'eventtype', 'topicarn'] },
  proofs: [
    {
      marks: ['notificationtype', 'eventtype'],
      pattern:
        /"(?:notificationType|eventType)"\s?:\s?"(?:Bounce|DeliveryDelay)"|\\"notificationType\\":\\"Bounce\\"/,
    },
  ],
  examples: [
    {
      text: '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[{"emailAddress":"ann@example.com","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}],"timestamp":"2026-03-03T10:15:02.000Z"},"mail":{"source":"news@example.org","messageId":"m1"}}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) =>
    'notificationType' in event ||
    ('eventType' in event && 'mail' in event) ||
    ('TopicArn' in event && 'Message' in event),
  read(event) {
    const parsed = Event.safeParse(unwrapped(event));
    if (!parsed.success) return null;
    const { bounce, complaint, deliveryDelay, delivery, mail } = parsed.data;
    const about = { sender: addressIn(mail?.source ?? ''), messageId: mail?.messageId ?? null };
    const refused = (
      recipients: readonly z.infer<typeof Recipient>[],
      action: 'failed' | 'delayed',
      time: string | null,
      otherwise: string,
    ): Found[] =>
      recipients.map((one) => ({
        ...about,
        recipient: addressIn(one.emailAddress),
        text: one.diagnosticCode ?? otherwise,
        status: one.status ?? null,
        action,
        time,
      }));
    if (bounce) {
      const kind = `Amazon SES: ${bounce.bounceType ?? 'bounce'}, ${bounce.bounceSubType ?? 'no subtype'}`;
      return refused(bounce.bouncedRecipients, 'failed', bounce.timestamp ?? null, kind);
    }
    if (deliveryDelay)
      return refused(
        deliveryDelay.delayedRecipients,
        'delayed',
        deliveryDelay.timestamp ?? null,
        'Amazon SES: delivery delayed',
      );
    if (complaint)
      return complaint.complainedRecipients.map(({ emailAddress }) => ({
        ...about,
        kind: 'feedback' as const,
        recipient: addressIn(emailAddress),
        text: `Amazon SES complaint: ${complaint.complaintFeedbackType ?? 'no type given'}`,
        time: complaint.timestamp ?? null,
      }));
    return (delivery?.recipients ?? []).map((recipient) => ({
      ...about,
      kind: 'delivered' as const,
      recipient: addressIn(recipient),
      text: delivery?.smtpResponse ?? '',
      action: 'delivered' as const,
      time: delivery?.timestamp ?? null,
    }));
  },
};

function unwrapped(event: unknown): unknown {
  const envelope = z.object({ Message: z.string() }).safeParse(event);
  if (!envelope.success) return event;
  try {
    return JSON.parse(envelope.data.Message);
  } catch {
    return null;
  }
}
