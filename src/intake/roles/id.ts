/** What looks like an address and is none: ids of messages and of callouts. */
import { WORD } from '../marks.ts';
import { type Rule, SURENESS } from './role.ts';

/** Before ids that look like addresses. */
const IDS = [
  'message-id',
  'message_id',
  'messageid',
  'message id',
  'msgid',
  'msg-id',
  'in-reply-to',
  'references',
  'mid',
  'id',
  'smtp-id',
  'smtp id',
  'content-id',
  'queued as',
  'resent-message-id',
] as const;

export const id = {
  // A callout, in which a server asked another one about the sender: `550-Sent: RCPT TO:<postmaster@example.org>`.
  callout: {
    last: 'o0123456789',
    words: WORD.callout,
    role: 'unknown',
    sureness: SURENESS.field,
    near: /\b(?:sent:\s{1,8}rcpt to|response:\s{1,8}[45]\d\d)[ :]{1,2}<?$/i,
  },
  before: { role: 'unknown', sureness: SURENESS.field, before: IDS },
} satisfies Record<string, Rule>;

const MAY_BE_ID = /^[\da-f-]{8}/i;
const ID_LOCAL = /^[\da-f.-]{24,160}@|^\d{8,40}\.[\w.]{1,120}@|^[^@]{0,100}javamail/i;
const ID_HOST =
  /@(?:(?:[\w-]{1,63}\.){0,3}amazonses\.com|mail\.gmail\.com|(?:geopod-)?ismtpd|swift\.generated)[^@]*$/i;

/** @returns whether it is an id by its looks: a long local part of digits and hex, or a host that only numbers messages */
export const isMessageId = (address: string): boolean =>
  (MAY_BE_ID.test(address) && ID_LOCAL.test(address)) || ID_HOST.test(address);
