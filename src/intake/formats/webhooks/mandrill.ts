import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { fromUnix } from './time.ts';
import { checked, type Webhook } from './webhook.ts';

const Event = z.object({
  event: z.string(),
  ts: z.number().nullish(),
  msg: z.object({
    email: z.string().nullish(),
    sender: z.string().nullish(),
    bounce_description: z.string().nullish(),
    diag: z.string().nullish(),
    _id: z.string().nullish(),
  }),
});

/** Mailchimp Transactional (Mandrill) events. */
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
  ],
  recognises: (event) => 'msg' in event && 'event' in event,
  read: checked(Event, ({ event: name, msg, ts }) => {
    const about = {
      recipient: addressIn(msg.email ?? ''),
      sender: addressIn(msg.sender ?? ''),
      messageId: msg._id ?? null,
      time: fromUnix(ts),
    };
    if (name === 'spam')
      return [{ ...about, kind: 'feedback', text: 'Mailchimp Transactional: spam complaint' }];
    if (!['hard_bounce', 'soft_bounce', 'reject', 'deferral'].includes(name)) return [];
    const text =
      msg.diag ||
      `${name.replace('_', ' ')}: ${(msg.bounce_description ?? 'no description').replaceAll('_', ' ')}`;
    return [{ ...about, text, action: name === 'deferral' ? 'delayed' : 'failed' }];
  }),
};
