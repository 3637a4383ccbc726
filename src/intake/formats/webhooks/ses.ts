/**
 * Amazon SES, as an event or a notification; inside SNS, SQS or EventBridge, whose strings and objects are opened.
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html (bounce types and subtypes),
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html (events).
 */
import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { FEEDBACK_TYPES } from '../../bounce.ts';
import type { Found } from '../../found.ts';
import { shaped } from '../../shape.ts';
import type { Webhook } from './webhook.ts';

const Recipient = () =>
  z.object({
    emailAddress: z.string(),
    status: z.string().nullish(),
    action: z.string().nullish(),
    diagnosticCode: z.string().nullish(),
  });
const eventIn = shaped(() =>
  z.object({
    notificationType: z.string().nullish(),
    eventType: z.string().nullish(),
    bounce: z
      .object({
        bounceType: z.string().nullish(),
        bounceSubType: z.string().nullish(),
        feedbackId: z.string().nullish(),
        bouncedRecipients: z.array(Recipient()),
        timestamp: z.string().nullish(),
      })
      .nullish(),
    complaint: z
      .object({
        complainedRecipients: z.array(z.object({ emailAddress: z.string() })),
        complaintFeedbackType: z.string().nullish(),
        complaintSubType: z.string().nullish(),
        feedbackId: z.string().nullish(),
        timestamp: z.string().nullish(),
      })
      .nullish(),
    deliveryDelay: z
      .object({
        delayType: z.string().nullish(),
        delayedRecipients: z.array(Recipient()),
        timestamp: z.string().nullish(),
      })
      .nullish(),
    mail: z
      .object({
        source: z.string().nullish(),
        messageId: z.string().nullish(),
        commonHeaders: z
          .object({ messageId: z.string().nullish(), from: z.array(z.string()).nullish() })
          .nullish(),
      })
      .nullish(),
  }),
);

/** What the subtypes and the types of delays mean, where SES passes on no server's words. */
const MEANS: Readonly<Record<string, string>> = {
  'Permanent/NoEmail': 'Amazon SES: Permanent, NoEmail: user unknown',
  'Permanent/Suppressed': 'Amazon SES: Permanent, Suppressed: on the suppression list',
  'Permanent/OnAccountSuppressionList': 'Amazon SES: Permanent, OnAccountSuppressionList',
  'Permanent/UnsubscribedRecipient': 'Amazon SES: Permanent, UnsubscribedRecipient: on the suppression list',
  'Transient/MailboxFull': 'Amazon SES: Transient, MailboxFull: mailbox full',
  'Transient/MessageTooLarge': 'Amazon SES: Transient, MessageTooLarge: message too large',
  'Transient/ContentRejected': 'Amazon SES: Transient, ContentRejected: message content rejected',
  'Transient/AttachmentRejected': 'Amazon SES: Transient, AttachmentRejected: attachment rejected',
  MailboxFull: 'Amazon SES: delivery delayed, MailboxFull: mailbox full',
  SpamDetected: 'Amazon SES: delivery delayed, SpamDetected: detected as spam',
  RecipientServerError: 'Amazon SES: delivery delayed, RecipientServerError: server error',
  IPFailure: 'Amazon SES: delivery delayed, IPFailure: sending IP blocked',
  TransientCommunicationFailure:
    'Amazon SES: delivery delayed, TransientCommunicationFailure: connection timed out',
};
const TYPES = ['Bounce', 'Complaint', 'DeliveryDelay'];

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
    'bouncedRecipients' in (Object(event.bounce) as object) ||
    ('eventType' in event && 'mail' in event),
  read(event) {
    const told = eventIn(event);
    if (told === null) return null;
    const { notificationType, eventType, bounce, complaint, deliveryDelay, mail } = told;
    // Deliveries, opens, clicks, sends, and failures before sending (`Reject`, `Rendering Failure`).
    const type = notificationType ?? eventType ?? (bounce ? 'Bounce' : '');
    if (!TYPES.includes(type)) return [];
    const about = {
      sender: addressIn(mail?.source ?? ''),
      from: mail?.commonHeaders?.from?.[0] ?? null,
      messageId: mail?.commonHeaders?.messageId ?? null,
      platformId: mail?.messageId ?? null,
      eventId: bounce?.feedbackId ?? complaint?.feedbackId ?? null,
    };
    const refused = (
      recipients: readonly z.infer<ReturnType<typeof Recipient>>[],
      action: 'failed' | 'delayed',
      time: string | null | undefined,
      otherwise: string,
    ): Found[] =>
      recipients.map((one) => ({
        ...about,
        recipient: addressIn(one.emailAddress),
        text: one.diagnosticCode || otherwise,
        status: one.status ?? null,
        action,
        time: time ?? null,
      }));
    if (bounce) {
      const { bounceType, bounceSubType, bouncedRecipients, timestamp } = bounce;
      const kind = `Amazon SES: ${bounceType ?? 'bounce'}, ${bounceSubType ?? 'no subtype'}`;
      const isForNow = bounceType === 'Transient';
      const words =
        MEANS[`${bounceType}/${bounceSubType}`] ??
        `${kind}: ${isForNow ? 'soft' : bounceType === 'Permanent' ? 'hard' : 'undetermined'} bounce without a reason`;
      return refused(bouncedRecipients, 'failed', timestamp, words);
    }
    if (deliveryDelay) {
      const { delayType, delayedRecipients, timestamp } = deliveryDelay;
      return refused(
        delayedRecipients,
        'delayed',
        timestamp,
        MEANS[delayType ?? ''] ?? 'Amazon SES: delivery delayed',
      );
    }
    return (complaint?.complainedRecipients ?? []).map(({ emailAddress }) => ({
      ...about,
      kind: 'feedback' as const,
      feedbackType: FEEDBACK_TYPES.find((one) => one === complaint?.complaintFeedbackType) ?? null,
      recipient: addressIn(emailAddress),
      text: `Amazon SES complaint: ${complaint?.complaintFeedbackType ?? complaint?.complaintSubType ?? 'no type given'}`,
      time: complaint?.timestamp ?? null,
    }));
  },
};
