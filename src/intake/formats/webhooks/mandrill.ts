import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = () =>
  z.object({
    event: z.string(),
    ts: z.number().nullish(),
    _id: z.string().nullish(),
    msg: z.object({
      email: z.string().nullish(),
      sender: z.string().nullish(),
      bounce_description: z.string().nullish(),
      diag: z.string().nullish(),
      _id: z.string().nullish(),
    }),
    reject: z.object({ reason: z.string().nullish() }).nullish(),
  });

/** Why it didn't try, after https://mailchimp.com/developer/transactional/api/messages/send-new-message/ (reject_reason). */
const rejectedFor = (reason: string | null | undefined): string =>
  `Mandrill rejected it: ${reason || 'without a reason'}`;

/** Its bounce descriptions in words, after https://mailchimp.com/developer/transactional/docs/activity-reports/. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  bad_mailbox: 'user unknown',
  invalid_domain: 'domain not found',
  mailbox_full: 'mailbox full',
  inactive: 'mailbox disabled',
  spam_blocked: 'message rejected as spam',
  general: 'bounce without a reason',
};

/** Mailchimp Transactional (Mandrill) events: https://mailchimp.com/developer/transactional/docs/webhooks/ */
export const mandrill: Webhook = {
  name: 'Mailchimp Transactional',
  gate: { marks: ['"msg"'] },
  proofs: [
    { marks: ['"hard_bounce"', '"soft_bounce"'], pattern: /"event"\s{0,3}:\s{0,3}"(?:hard|soft)_bounce"/ },
  ],
  examples: [
    {
      text: '[{"event":"hard_bounce","ts":1772532902,"msg":{"email":"ann@example.com","sender":"news@example.org","bounce_description":"bad_mailbox","diag":"smtp;550 5.1.1 user unknown","_id":"m1"}}]',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
    {
      text: '[{"event":"reject","_id":"e1","ts":1772532902,"msg":{"email":"ann@example.com","sender":"news@example.org","state":"rejected","_id":"m1"},"reject":{"reason":"soft-bounce","expires_at":"2026-12-01 09:00:00"}}]',
      finds: [{ recipient: 'ann@example.com', diagnosticCode: 'Mandrill rejected it: soft-bounce' }],
    },
  ],
  recognises: (event) => 'msg' in event && 'event' in event,
  read: checked(Event, ({ event: name, msg, reject, ts, _id: id }) => {
    const about = {
      recipient: addressIn(msg.email ?? ''),
      from: addressIn(msg.sender ?? ''),
      platformId: msg._id ?? id ?? null,
      time: ts ?? null,
    };
    if (name === 'spam')
      return [{ ...about, kind: 'feedback', text: 'Mailchimp Transactional: spam complaint' }];
    if (!['hard_bounce', 'soft_bounce', 'reject', 'deferral'].includes(name)) return [];
    if (name === 'reject') return [{ ...about, text: rejectedFor(reject?.reason), action: 'failed' }];
    const text =
      msg.diag ||
      `${name.replace('_', ' ')}: ${DESCRIPTIONS[msg.bounce_description ?? ''] ?? msg.bounce_description?.replaceAll('_', ' ') ?? 'without a reason'}`;
    return [{ ...about, text, action: name === 'deferral' ? 'delayed' : 'failed' }];
  }),
};

const Answer = () =>
  z.object({
    email: z.string(),
    status: z.string(),
    reject_reason: z.string().nullish(),
    _id: z.string().nullish(),
  });

/** Its answer to a mail that it was to send: https://mailchimp.com/developer/transactional/api/messages/send-new-message/ */
export const mandrillAnswer: Webhook = {
  name: 'Mailchimp Transactional, answer',
  gate: { marks: ['reject_reason'] },
  proofs: [],
  examples: [
    {
      text: '[{"email":"ann@example.com","status":"rejected","_id":"m1","reject_reason":"hard-bounce"}]',
      finds: [{ recipient: 'ann@example.com', diagnosticCode: 'Mandrill rejected it: hard-bounce' }],
    },
  ],
  recognises: (event) => 'reject_reason' in event && 'email' in event,
  read: checked(Answer, ({ email, status, reject_reason, _id }) =>
    status === 'rejected' || status === 'invalid'
      ? [
          {
            recipient: addressIn(email),
            text: rejectedFor(status === 'invalid' ? 'invalid email address' : reject_reason),
            platformId: _id ?? null,
            action: 'failed',
          },
        ]
      : [],
  ),
};
