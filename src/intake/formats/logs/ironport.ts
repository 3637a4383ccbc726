/**
 * Cisco Secure Email (IronPort), mail logs and bounce logs ("Logging" in the AsyncOS user guide):
 * `Bounced: DCID 3 MID 4 to RID 0 - 5.1.0 - Unknown address error ('550', ['…']) []`, the recipient on an earlier line
 * (`MID 4 ICID 5 RID 0 To: <a@b>`); `Bounced: 203:0 From:<a@b> To:<c@d> Reason:"5.1.0 - …" Response:"('550', ['…'])"`.
 */
import { addressIn } from '../../address.ts';
import { recipientIn } from '../../recipient.ts';
import { type LogLine, tell } from './log-line.ts';

const NAMED = /\bMID (\d{1,15}) ICID \d{1,15} (?:RID (\d{1,6}) To|From): ?<([^>]{1,320})>/;
const MESSAGE_ID = /\bMID (\d{1,15}) Message-ID '(<[^>']{3,250}>)'/;
const SUBJECT = /\bMID (\d{1,15}) Subject (?:'(.{1,1000})'|"(.{1,1000})")\s*$/;
const SENT = /\bMessage done DCID \d{1,15} MID (\d{1,15}) to RID \[(\d{1,6})\]/;
const OUTCOME =
  /\b(Bounced|Delayed): (?:DCID \d{1,15} MID (\d{1,15}) to RID (\d{1,6}) - (?:Bounced by destination server with response: )?|\d{1,15}:\d{1,6} From: ?<([^>]{0,320})> To: ?<([^>]{1,320})> Reason: ?")([45]\.\d{1,3}\.\d{1,3})(.{1,3000})$/;
const RESPONSE = /\('(\d{3})', \[(.{0,2500})\]\)/;
const HOST = /\bNew SMTP DCID (\d{1,15}) interface \S{1,60} address (\S{3,60})/;

export const ironport: LogLine = {
  name: 'Cisco IronPort',
  gate: { marks: ['bounced:', 'delayed:'], pattern: /\b(?:Bounced|Delayed): (?:DCID |\d+:\d)/ },
  proofs: [
    {
      marks: ['bounced:', 'delayed:'],
      pattern: /\b(?:Bounced|Delayed): (?:DCID \d|\d+:\d)[^\n]{3,700}\b[45]\.\d\.\d{1,3} - /,
    },
  ],
  examples: [
    {
      text: "Tue Mar  3 10:15:01 2026 Info: MID 19373 ICID 8 RID 0 To: <ann@example.com>\nTue Mar  3 10:15:02 2026 Info: Bounced: DCID 8413 MID 19373 to RID 0 - 5.1.0 - Unknown address error ('550', ['5.1.1 User unknown']) []",
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: 'Tue Mar  3 10:15:02 2026 Info: Bounced: DCID 8413 MID 19374 to RID 0 - Bounced by destination server with response: 5.1.0 - Unknown address error (\'550\', ["5.1.1 <ann@example.com>: User unknown"]) []',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: 'Tue Mar  3 10:15:02 2026 Info: Delayed: 44451135:0 From:<news@example.org> To:<bob@example.net> Reason: "4.1.0 - Unknown address error" Response: "(\'451\', [\'Automated block\'])"',
      finds: [
        { recipient: 'bob@example.net', replyCode: '451', sender: 'news@example.org', action: 'delayed' },
      ],
    },
  ],
  line: /\b(?:Info|Warning): .{0,40}\b(?:MID|DCID|ICID|RID)\b|\b(?:Bounced|Delayed): \d/,
  read(line, memory) {
    const named = NAMED.exec(line);
    if (named) {
      const [, mid, rid, address = ''] = named;
      if (rid === undefined) tell(memory, `MID ${mid}`, { sender: address });
      else tell(memory, `MID ${mid} RID ${rid}`, { recipient: addressIn(address) });
      return [];
    }
    const message = MESSAGE_ID.exec(line);
    if (message?.[2]) tell(memory, `MID ${message[1]}`, { messageId: message[2] });
    const called = SUBJECT.exec(line);
    if (called) tell(memory, `MID ${called[1]}`, { subject: called[2] ?? called[3] ?? null });
    const connected = HOST.exec(line);
    if (connected?.[2]) tell(memory, `DCID ${connected[1]}`, { remoteHost: connected[2] });
    const sent = SENT.exec(line);
    if (sent) {
      const of = [`MID ${sent[1]} RID ${sent[2]}`, `MID ${sent[1]}`];
      return [{ kind: 'delivered', text: '', queueId: sent[1] ?? null, of }];
    }
    const outcome = OUTCOME.exec(line);
    if (!outcome) return [];
    const [, kind, mid = '', rid = '', from, to, status = '', rest = ''] = outcome;
    const words = wordsOf(rest);
    return [
      {
        recipient: addressIn(to ?? '') ?? recipientIn(words),
        sender: addressIn(from ?? ''),
        queueId: mid || null,
        of: [`MID ${mid} RID ${rid}`, `MID ${mid}`, `DCID ${/\bDCID (\d{1,15})/.exec(line)?.[1]}`],
        text: words,
        status,
        action: kind === 'Delayed' ? 'delayed' : 'failed',
      },
    ];
  },
};

/** The other server's reply as a Python tuple, else what IronPort calls it. */
function wordsOf(rest: string): string {
  const response = RESPONSE.exec(rest);
  const own = /^ - ([^("]{3,200})/.exec(rest)?.[1]?.trim() ?? '';
  if (!response || response[1] === '000') return own;
  const lines = [...(response[2] ?? '').matchAll(/(["'])((?:[^\\]|\\.){0,900}?)\1(?:, |$)/g)].map(
    ([, , one]) => one,
  );
  return `${response[1]} ${lines.join(' ') || own}`;
}
