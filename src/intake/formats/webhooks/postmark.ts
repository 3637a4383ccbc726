import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = () =>
  z.object({
    RecordType: z.string().nullish(),
    Type: z.string().nullish(),
    ID: z.union([z.number(), z.string()]).nullish(),
    MessageID: z.string().nullish(),
    Description: z.string().nullish(),
    Details: z.string().nullish(),
    Email: z.string().nullish(),
    From: z.string().nullish(),
    BouncedAt: z.string().nullish(),
    Recipient: z.string().nullish(),
    SuppressSending: z.boolean().nullish(),
    SuppressionReason: z.string().nullish(),
    ChangedAt: z.string().nullish(),
  });

/** Bounce types of Postmark that say: delivered after all, or an answer by a person's program. */
const KINDS: Readonly<Record<string, 'vacation' | 'feedback'>> = {
  AutoResponder: 'vacation',
  SpamComplaint: 'feedback',
  OpenRelayTest: 'vacation',
};

/** Types that are about the address, whatever Postmark's own description of them says. */
const MEANS: Readonly<Record<string, string>> = {
  BadEmailAddress: 'invalid email address',
  ManuallyDeactivated: 'manually deactivated: on the suppression list',
  Unsubscribe: 'unsubscribed',
  HardBounce: 'hard bounce without a reason',
  SoftBounce: 'soft bounce without a reason',
  Transient: 'soft bounce without a reason',
  DnsError: 'DNS error',
  SpamNotification: 'message rejected as spam',
  VirusNotification: 'virus detected',
  Blocked: 'blocked for policy reasons',
};

/**
 * Postmark's webhooks and bounce API: https://postmarkapp.com/developer/webhooks/bounce-webhook (types:
 * https://postmarkapp.com/developer/api/bounce-api#bounce-types), spam-complaint-webhook, subscription-change-webhook.
 */
export const postmark: Webhook = {
  name: 'Postmark',
  gate: { marks: ['"recordtype"', '"bouncedat"'] },
  proofs: [{ marks: ['"recordtype"'], pattern: /"RecordType"\s{0,3}:\s{0,3}"Bounce"/ }],
  examples: [
    {
      text: '{"RecordType":"Bounce","Type":"HardBounce","MessageID":"m1","Details":"smtp;550 5.1.1 user unknown","Email":"ann@example.com","From":"news@example.org","BouncedAt":"2026-03-03T10:15:02Z"}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) =>
    ('RecordType' in event && 'MessageID' in event) || ('BouncedAt' in event && 'Email' in event),
  read: checked(Event, (data) => {
    // Suppressed by hand, or in consequence of a bounce or a complaint; an unsubscribe is neither.
    if (data.RecordType === 'SubscriptionChange')
      return data.SuppressSending !== true || data.SuppressionReason === 'ManualSuppression'
        ? []
        : [
            {
              kind: data.SuppressionReason === 'SpamComplaint' ? 'feedback' : 'bounce',
              recipient: addressIn(data.Recipient ?? ''),
              text: `Postmark: on the suppression list (${data.SuppressionReason ?? 'no reason given'})`,
              platformId: data.MessageID ?? null,
              time: data.ChangedAt ?? null,
            },
          ];
    if (data.Type === 'Subscribe' || data.Type === 'Unsubscribe') return [];
    if (data.RecordType != null && data.RecordType !== 'Bounce' && data.RecordType !== 'SpamComplaint')
      return [];
    return [
      {
        kind: KINDS[data.Type ?? ''] ?? (data.RecordType === 'SpamComplaint' ? 'feedback' : 'bounce'),
        recipient: addressIn(data.Email ?? ''),
        from: addressIn(data.From ?? ''),
        text:
          data.Details ||
          `Postmark: ${MEANS[data.Type ?? ''] ?? data.Description ?? 'bounce without a reason'}`,
        platformId: data.MessageID ?? null,
        eventId: data.ID == null ? null : String(data.ID),
        time: data.BouncedAt ?? null,
        action: data.Type === 'Transient' ? 'delayed' : 'failed',
      },
    ];
  }),
};
