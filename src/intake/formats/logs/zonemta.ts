/**
 * ZoneMTA (lib/sender.js): `ID.SEQ REJECTED[category] from=a[b] to=c mx=h (550 …)`, `DEFERRED[…]`, `ACCEPTED`. The sender
 * stands twice: the header's, and in brackets the envelope's.
 */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';

const LINE =
  /\b([\da-f]{8,32})\.[\da-f]{3} (REJECTED|DEFERRED|BOUNCED|ACCEPTED|DROP(?:PED)?)(?:\[[^\]]{0,60}\])? (?:id=(\S{1,250}) )?from=([^\s[]{0,320})(?:\[([^\]]{0,320})\])? to=(\S{3,320}) (?:mx=(\S{1,253}) )?(?:.{0,200}? )?\((.{1,2000})\)?$/;

export const zonemta: LogLine = {
  name: 'ZoneMTA',
  gate: { marks: [' rejected[', ' deferred[', ' accepted from='] },
  proofs: [
    {
      marks: [' rejected[', ' deferred['],
      pattern: /\b[\da-f]{8,32}\.[\da-f]{3} (?:REJECTED|DEFERRED)\[[^\n]{3,900}\bto=\S+@/,
    },
  ],
  examples: [
    {
      text: 'info Sender/default/2211[1] 15e5b7a1d0d000f1c7.001 REJECTED[recipient] from=news@example.org[bounce-1@example.org] to=ann@example.com mx=mx.example.com (550 5.1.1 User unknown)',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '550',
          enhancedCode: '5.1.1',
          remoteHost: 'mx.example.com',
        },
      ],
    },
  ],
  line: / (?:REJECTED|DEFERRED|BOUNCED|ACCEPTED|DROP(?:PED)?)\b.{0,80} from=/,
  read(line) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const [, queueId = null, outcome, messageId, from = '', envelope = '', to = '', mx, words = ''] = parts;
    const message = { queueId, messageId: messageId ?? null };
    if (outcome === 'ACCEPTED') return [{ ...message, kind: 'delivered', recipient: to, text: '' }];
    return [
      {
        ...message,
        recipient: addressIn(to),
        sender: addressIn(envelope) ?? addressIn(from),
        text: words.replace(/\)\s*$/, ''),
        remoteHost: mx ?? null,
        action: outcome === 'DEFERRED' ? 'delayed' : 'failed',
      },
    ];
  },
};
