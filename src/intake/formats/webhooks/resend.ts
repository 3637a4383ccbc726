import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { isoTime } from '../report.ts';
import { checked, type Webhook } from './webhook.ts';

const Reason = z.object({
  message: z.string().nullish(),
  type: z.string().nullish(),
  subType: z.string().nullish(),
  diagnosticCode: z.union([z.string(), z.array(z.string())]).nullish(),
});
const Event = z.object({
  type: z.string(),
  created_at: z.string().nullish(),
  data: z.object({
    email_id: z.string().nullish(),
    from: z.string().nullish(),
    to: z.union([z.string(), z.array(z.string())]),
    bounce: Reason.nullish(),
    suppressed: Reason.nullish(),
  }),
});

/** Resend events `email.bounced`, `email.suppressed`, `email.delivery_delayed`, `email.complained`. */
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
    return [data.to].flat().map((to, i) => ({
      kind: isComplaint ? ('feedback' as const) : ('bounce' as const),
      recipient: addressIn(to),
      sender: addressIn(data.from ?? ''),
      text:
        diagnostics[i] ??
        diagnostics[0] ??
        reason?.message ??
        `Resend: ${type.slice('email.'.length).replace('_', ' ')}`,
      messageId: data.email_id ?? null,
      time: isoTime(created_at),
      action: type === 'email.delivery_delayed' ? ('delayed' as const) : ('failed' as const),
    }));
  }),
};
