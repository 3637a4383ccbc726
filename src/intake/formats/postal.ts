/**
 * Postal: a delivery's details as its web page and its worker's log show them (app/senders/smtp_sender.rb): `Permanent
 * SMTP delivery error when sending to mx.example.com (192.0.2.20)`, then the answer, `Time:` and `Support Ref:`.
 */
import { addressIn } from '../address.ts';
import type { Found, Passage } from '../found.ts';
import { recipientIn } from '../recipient.ts';
import type { Reader } from './reader.ts';

const HEADLINE =
  /^.{0,200}?\b(Permanent|Temporary) SMTP delivery error when sending to ([\w.-]{1,253})(?: \(([^)\s]{2,60})\))?|^.{0,120}?\b(No SMTP servers were available for) [\w.-]{1,253}/gim;
const END = /^\s{0,8}(?:Time ?: ?\d|Support Ref|Sent with SSL)/i;
/** `rcpt_to=ann@example.com` of the worker's log, `To: ann@example.com` of the page. */
const TO = /\brcpt_to="?([^\s",]{3,320})|^\s{0,8}(?:To|Recipient):? ?<?([^\s<>,]{1,100}@[^\s<>,]{3,253})/im;

export const postal: Reader = {
  name: 'Postal',
  gate: { marks: ['smtp delivery error when sending', 'no smtp servers were available'] },
  proofs: [
    {
      marks: ['smtp delivery error when sending'],
      pattern: /\b(?:Permanent|Temporary) SMTP delivery error when sending to \S/i,
    },
    { marks: ['no smtp servers were available'], pattern: /\bNo SMTP servers were available for \S+\.\S/i },
  ],
  examples: [
    {
      text: 'Permanent SMTP delivery error when sending to mx.example.com (192.0.2.20)\n\n550 5.1.1 <ann@example.com>: User unknown\n\nTime: 0.22s\n\nSupport Ref: GFITIR7Y',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '550',
          enhancedCode: '5.1.1',
          remoteHost: 'mx.example.com',
          action: 'failed',
        },
      ],
    },
  ],
  read(text) {
    const headlines = [...text.matchAll(HEADLINE)].slice(0, 1000);
    return headlines.map((headline, i): Passage => {
      const start = headline.index;
      const next = headlines[i + 1]?.index ?? text.length;
      const lines = text.slice(start + headline[0].length, Math.min(next, start + 6000)).split('\n');
      const [first = '', ...rest] = lines;
      const end = rest.findIndex((line) => END.test(line));
      const body = (end < 0 ? rest : rest.slice(0, end)).join('\n').trim();
      const words =
        body === '' || headline[4] !== undefined ? `${headline[0].trim()}${first}\n${body}`.trim() : body;
      const to = TO.exec(text.slice(start, next));
      const found: Found = {
        text: words,
        recipient: addressIn(to?.[1] ?? to?.[2] ?? '') ?? recipientIn(words),
        remoteHost: headline[2] ?? null,
        action: headline[1]?.toLowerCase() === 'permanent' ? 'failed' : 'delayed',
      };
      const length = [first, ...(end < 0 ? rest : rest.slice(0, end + 1))].join('\n').length;
      return { start, end: Math.min(text.length, start + headline[0].length + length), found: [found] };
    });
  },
};
