/**
 * Haraka's outbound plugin (outbound/hmail.js): `recipient <a@b> rejected: 550 …`, `recipient <a@b> deferred: 450 …`,
 * `bouncing mail: …`, `Temp failing … for 64 seconds: …`. What it says of a mail as a whole only repeats the first two.
 */
import { addressIn } from '../../address.ts';
import { recipientIn } from '../../recipient.ts';
import type { Logged, LogLine } from './log-line.ts';

const TOLD =
  /\[outbound\][^<"]{0,80}?(?:(bouncing mail: |Temp failing \S{1,80} for \d{1,9} seconds: )(?:Error: )?(?:Some recipients (?:temp )?failed: )?|recipient (?=<|\S{1,80}@))(.{3,3000})$/i;
/** `bounced file=… host="mx" ip=192.0.2.20 … response="550 …"` of plugins that log as `delivered` does. */
const SUMMED = /\[outbound\][^"]{0,80}?(?:bounced|deferred|rejected|failed) file=/i;

/** `[36 hexadecimal digits.transaction.try]` */
const UUID = /\[([\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\.\d{1,6})(?:\.\d{1,6}){0,3}\]/i;
const DELIVERED = /\[outbound\][^"]{0,80}?delivered file=/i;

export const haraka: LogLine = {
  name: 'Haraka',
  gate: { marks: ['[outbound]'] },
  proofs: [
    {
      marks: ['[outbound]'],
      pattern:
        /\[outbound\][^\n]{0,120}?(?:\brecipient [^\n]{3,330}(?:deferred|rejected): [45]\d\d|\bbouncing mail: \S|\bTemp failing \S|\bbounced file=)/i,
    },
  ],
  examples: [
    {
      text: '[INFO] [7C3E1A2B-0001.1] [outbound]  bouncing mail: Some recipients failed: bob@example.net 550 5.1.1 User unknown',
      finds: [{ recipient: 'bob@example.net', replyCode: '550', enhancedCode: '5.1.1' }],
    },
    {
      text: 'Mar  3 10:15:02 mx1 haraka[48106]: [NOTICE] [930E3B02-4254-4499-8294-70044A00835D.1.1] [outbound] recipient <ann@example.com> rejected: 550 5.1.1 User unknown\nMar  3 10:15:02 mx1 haraka[48106]: [INFO] [930E3B02-4254-4499-8294-70044A00835D.1.1] [outbound] bouncing mail: Some recipients failed: <ann@example.com>',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
  ],
  // What both sides said is a session.
  line: /\[outbound\](?! {1,3}[SC]: )/,
  read(line, memory) {
    const queueId = UUID.exec(line)?.[1] ?? null;
    if (DELIVERED.test(line))
      return [
        {
          kind: 'delivered',
          text: '',
          recipient: /\brcpts?=<?([^\s<>,]{3,320})/.exec(line)?.[1] ?? null,
          queueId,
        },
      ];
    if (SUMMED.test(line)) return [{ ...summed(line), queueId }];
    const told = TOLD.exec(line);
    // What others log under this name is read as any line is.
    if (told === null) return null;
    const [, whole = '', words = ''] = told;
    const recipient = addressIn(words.slice(0, 400));
    const at =
      recipient === null ? 0 : words.toLowerCase().indexOf(recipient.toLowerCase()) + recipient.length;
    const text = words.slice(at).replace(/^[>\s]*(?:deferred|rejected)?[:\s]*/, '');
    if (recipient !== null && whole === '') memory.own.set(`Haraka ${recipient}`, text);
    // A mail that bounced for reasons which its recipients' lines told.
    if (whole !== '' && text === '' && memory.own.has(`Haraka ${recipient}`)) return [];
    const isDeferred = whole === '' ? /\bdeferred: /.test(words) : /^temp/i.test(whole);
    return [
      {
        recipient,
        queueId,
        text: text || words,
        action: isDeferred ? 'delayed' : 'failed',
      },
    ];
  },
};

function summed(line: string): Logged {
  const value = (name: string): string | undefined =>
    new RegExp(`\\b${name}=(?:"([^"]{0,2000})"|([^\\s"]{1,253}))`).exec(line)?.slice(1).find(Boolean);
  const text = value('response') ?? value('reason') ?? '';
  return {
    recipient: addressIn(value('rcpt') ?? value('to') ?? '') ?? recipientIn(text),
    text,
    remoteHost: value('host') ?? null,
    action: /\bdeferred file=/i.test(line) || text.startsWith('4') ? 'delayed' : 'failed',
  };
}
