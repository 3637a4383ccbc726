import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { givesNoReason } from '../../structure/events.ts';
import { checked, type Webhook } from './webhook.ts';

const Reason = () =>
  z.object({
    message: z.string().nullish(),
    type: z.string().nullish(),
    subType: z.string().nullish(),
    diagnosticCode: z.union([z.string(), z.array(z.string())]).nullish(),
  });
const Event = () =>
  z.object({
    type: z.string(),
    created_at: z.string().nullish(),
    data: z.object({
      email_id: z.string().nullish(),
      message_id: z.string().nullish(),
      from: z.string().nullish(),
      to: z.union([z.string(), z.array(z.string())]),
      bounce: Reason().nullish(),
      suppressed: Reason().nullish(),
    }),
  });

/** Subtypes in plain words: https://resend.com/docs/dashboard/emails/email-bounces */
const SUBTYPES: Readonly<Record<string, string>> = {
  NoEmail: 'user unknown',
  MailboxFull: 'mailbox full',
  MessageTooLarge: 'message too large',
  ContentRejected: 'message content rejected',
  AttachmentRejected: 'attachment rejected',
  Suppressed: 'on the suppression list',
  OnAccountSuppressionList: 'on the suppression list',
};

/**
 * Resend events `email.bounced`, `email.suppressed`, `email.delivery_delayed`, `email.complained`:
 * https://resend.com/docs/dashboard/webhooks/event-types, and https://github.com/resend/resend-openapi.
 */
export const resend: Webhook = {
  name: 'Resend',
  gate: { marks: ['"email.'] },
  proofs: [{ marks: ['"email.bounced"'], pattern: /"type"\s{0,3}:\s{0,3}"email\.bounced"/ }],
  examples: [
    {
      text: '{"type":"email.bounced","created_at":"2026-03-03T10:15:02Z","data":{"email_id":"m1","from":"news@example.org","to":["ann@example.com"],"bounce":{"message":"The recipient\'s mail server rejected it","type":"Permanent","subType":"General","diagnosticCode":["smtp; 550 5.1.1 user unknown"]}}}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) => typeof event.type === 'string' && event.type.startsWith('email.') && 'data' in event,
  read: checked(Event, ({ type, created_at, data }) => {
    const isComplaint = type === 'email.complained';
    if (
      !isComplaint &&
      !['email.bounced', 'email.suppressed', 'email.delivery_delayed', 'email.failed'].includes(type)
    )
      return [];
    const reason = data.bounce ?? data.suppressed;
    const diagnostics = [reason?.diagnosticCode ?? []].flat();
    const said = diagnostics[0] ?? (givesNoReason(reason?.message ?? '') ? null : reason?.message);
    const kindOf =
      reason?.type === 'Permanent' ? 'hard bounce' : reason?.type === 'Transient' ? 'soft bounce' : 'failure';
    const words =
      said ||
      `Resend: ${type === 'email.suppressed' ? 'on the suppression list' : (SUBTYPES[reason?.subType ?? ''] ?? `${kindOf} without a reason`)}`;
    const everyone = [data.to].flat();
    // One event tells of one recipient: of several, the one that the bounce's words name. No field does.
    const told = [...diagnostics, reason?.message ?? ''].join('\n').toLowerCase();
    const named =
      everyone.length < 2
        ? everyone
        : everyone.filter((to) => told.includes(addressIn(to)?.toLowerCase() ?? to));
    return (named.length === 1 ? named : ['']).map((to) => ({
      kind: isComplaint ? ('feedback' as const) : ('bounce' as const),
      recipient: addressIn(to),
      from: addressIn(data.from ?? ''),
      text: words,
      messageId: data.message_id ?? null,
      platformId: data.email_id ?? null,
      time: created_at ?? null,
      action: type === 'email.delivery_delayed' ? ('delayed' as const) : ('failed' as const),
    }));
  }),
};
