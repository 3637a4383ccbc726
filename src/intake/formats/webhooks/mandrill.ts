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
