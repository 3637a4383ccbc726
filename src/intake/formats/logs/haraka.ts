/**
 * Haraka's outbound plugin (outbound/hmail.js): `recipient <a@b> rejected: 550 …`, `recipient <a@b> deferred: 450 …`,
 * `bouncing mail: …`, `Temp failing … for 64 seconds: …`. What it says of a mail as a whole only repeats the first two.
 */
import { addressIn } from '../../address.ts';
import type { Found } from '../../found.ts';
import { recipientIn } from '../../recipient.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

const TOLD =
  /\[outbound\][^<"]{0,80}?(?:(bouncing mail: |Temp failing \S{1,80} for \d{1,9} seconds: )(?:Error: )?(?:Some recipients (?:temp )?failed: )?|recipient (?=<|\S{1,80}@))(.{3,3000})$/i;
/** `bounced file=… host="mx" ip=192.0.2.20 … response="550 …"` of plugins that log as `delivered` does. */
const SUMMED = /\[outbound\][^"]{0,80}?(?:bounced|deferred|rejected|failed) file=/i;

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
  line: /\[outbound\]/,
  read(line, memory) {
    if (SUMMED.test(line)) return [summed(line)];
    const told = TOLD.exec(line);
    if (told === null) return [];
    const [, whole = '', words = ''] = told;
    const recipient = addressIn(words.slice(0, 400));
    const at =
      recipient === null ? 0 : words.toLowerCase().indexOf(recipient.toLowerCase()) + recipient.length;
    const text = words.slice(at).replace(/^[>\s]*(?:deferred|rejected)?[:\s]*/, '');
    if (recipient !== null && whole === '') memory.set(`Haraka ${recipient}`, text);
    // A mail that bounced for reasons which its recipients' lines told.
    if (whole !== '' && text === '' && memory.has(`Haraka ${recipient}`)) return [];
    const isDeferred = whole === '' ? /\bdeferred: /.test(words) : /^temp/i.test(whole);
    return [
      {
        recipient,
        text: text || words,
        action: isDeferred ? 'delayed' : 'failed',
        time: timeOf(line),
      },
    ];
  },
};

function summed(line: string): Found {
  const value = (name: string): string | undefined =>
    new RegExp(`\\b${name}=(?:"([^"]{0,2000})"|([^\\s"]{1,253}))`).exec(line)?.slice(1).find(Boolean);
  const text = value('response') ?? value('reason') ?? '';
  return {
    recipient: addressIn(value('rcpt') ?? value('to') ?? '') ?? recipientIn(text),
    text,
    remoteHost: value('host') ?? null,
    action: /\bdeferred file=/i.test(line) || text.startsWith('4') ? 'delayed' : 'failed',
    time: timeOf(line),
  };
}
