import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { isoTime } from '../report.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = z.object({
  RecordType: z.string().nullish(),
  Type: z.string().nullish(),
  MessageID: z.string().nullish(),
  Description: z.string().nullish(),
  Details: z.string().nullish(),
  Email: z.string().nullish(),
  From: z.string().nullish(),
  BouncedAt: z.string().nullish(),
});

/** Bounce types of Postmark that say: delivered after all, or an answer by a person's program. */
const KINDS: Readonly<Record<string, 'vacation' | 'feedback'>> = {
  AutoResponder: 'vacation',
  SpamComplaint: 'feedback',
  OpenRelayTest: 'vacation',
};

/** Postmark bounce and spam complaint webhooks. */
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
    if (data.RecordType != null && data.RecordType !== 'Bounce' && data.RecordType !== 'SpamComplaint')
      return [];
    return [
      {
        kind: KINDS[data.Type ?? ''] ?? (data.RecordType === 'SpamComplaint' ? 'feedback' : 'bounce'),
        recipient: addressIn(data.Email ?? ''),
        sender: addressIn(data.From ?? ''),
        text: data.Details || data.Description || `Postmark: ${data.Type ?? 'bounce'}`,
        messageId: data.MessageID ?? null,
        time: isoTime(data.BouncedAt),
        action: data.Type === 'Transient' ? 'delayed' : 'failed',
      },
    ];
  }),
};
