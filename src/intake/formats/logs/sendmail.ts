/**
 * Sendmail's syslog: `QID: to=<>, …, relay=h [ip], dsn=5.1.1, stat=User unknown` for what it sent, `ruleset=check_rcpt,
 * … reject=550 …` and `Milter: to=<>, reject=…` for what it refused (Sendmail's cf/README and doc/op/op.me, "Syslog").
 */
import { addressesIn, addressIn } from '../../address.ts';
import { type Logged, type LogLine, tell } from './log-line.ts';

const LINE = /\b(?:to|rcpt)=(.{1,2000}?), .{0,600}?\bstat=(.{1,2000})$/;
const SENT = /^(?:sent|queued|ok\b|headers too|please see)/i;
const REFUSED =
  /\b(?:ruleset=\w{3,40}, arg1=([^,]{1,330}),|Milter(?: \([\w.-]{1,60}\))?: (?:to=([^,]{1,330}), )?|milter=\S{1,60}, )(?:.{0,400}?)\breject=(.{3,1000})$/;
const QUEUE_ID = /\b([A-Za-z\d]{8,20}): from=<?([^\s<>,]{3,320})>?,/;

export const sendmail: LogLine = {
  name: 'Sendmail',
  gate: { marks: ['stat=', 'reject='], pattern: /\bstat=|\b(?:ruleset|Milter)\b/ },
  proofs: [
    {
      marks: ['stat='],
      pattern:
        /\b(?:to|rcpt)=[^\n]{1,900}?\b(?:dsn=[45]\.\d{1,3}\.\d{1,3}, stat=|stat=(?:Deferred|User unknown|Host unknown|Service unavailable|Data format error|I\/O error|Local configuration error|Remote protocol error|Operating system error|Insufficient permission|Unknown))/i,
    },
  ],
  examples: [
    {
      text: 'Mar  3 10:15:02 mx1 sm-mta[2211]: 223AF2x1002211: to=<ann@example.com>, ctladdr=<news@example.org> (0/0), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30000, relay=mx.example.com. [192.0.2.20], dsn=5.1.1, stat=User unknown',
      finds: [{ recipient: 'ann@example.com', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: 'Mar  3 10:15:02 mx1 sendmail[2212]: 223AF3x1002212: to=<bob@example.net>, delay=00:00:01, mailer=esmtp, relay=mx.example.net. [192.0.2.21], dsn=4.7.1, stat=Deferred: 451 4.7.1 Greylisted, please try again',
      finds: [{ recipient: 'bob@example.net', replyCode: '451', enhancedCode: '4.7.1', action: 'delayed' }],
    },
    {
      text: 'Mar  3 10:15:02 mx1 sm-mta[2213]: 223AF5x1002213: ruleset=check_rcpt, arg1=<ann@example.com>, relay=host.example.net [192.0.2.77], reject=550 5.7.1 <ann@example.com>... Relaying denied',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', speaker: 'ours', refusedByUs: true }],
      noticed: false,
    },
  ],
  line: /\bstat=|\breject=|(?:sendmail|sm-mta)(?:-\w+)?\[\d/,
  sieve: {
    head: /[^\n]{0,120}?\b(?:sendmail|sm-mta)[^\s[]{0,20}\[\d{1,10}\]: (?:([A-Za-z\d]{8,20}): (?:((?:to|rcpt)=)|(from=)|(done; )|([^\n]{0,40}?(?:ruleset=|[mM]ilter)))?)?/y,
    delivered: ', stat=Sent',
  },
  read(line, memory) {
    const refused = REFUSED.exec(line);
    if (refused) return [refusal(line, refused)];
    const parts = LINE.exec(line);
    if (!parts) {
      const queued = QUEUE_ID.exec(line);
      if (queued?.[1] && queued[2]) {
        const messageId = /\bmsgid=(<[^>\s,]{3,250}>)/.exec(line)?.[1];
        tell(memory, queued[1], { sender: queued[2], ...(messageId === undefined ? {} : { messageId }) });
      }
      return /(?:sendmail|sm-mta)(?:-\w+)?\[\d/.test(line) ? [] : null;
    }
    const [, to = '', stat = ''] = parts;
    const isSent = /^sent/i.test(stat);
    if (SENT.test(stat) && !isSent) return [];
    const isDelayed = /^deferred/i.test(stat);
    const id = /\b([A-Za-z\d]{8,20}): (?:to|rcpt)=/.exec(line)?.[1];
    const message = { queueId: id ?? null, of: id === undefined ? [] : [id] };
    if (isSent)
      return addressesIn(to).map((recipient) => ({ ...message, kind: 'delivered', recipient, text: '' }));
    return addressesIn(to).map((recipient) => ({
      ...message,
      recipient,
      sender: addressIn(/\bctladdr=<?([^\s<>,]{3,320})/.exec(line)?.[1] ?? ''),
      text: stat.replace(/^Deferred: /i, ''),
      status: /\bdsn=([\d.]{5,11})/.exec(line)?.[1] ?? null,
      remoteHost: /\brelay=([^\s,[]{1,253})/.exec(line)?.[1] ?? null,
      action: isDelayed ? ('delayed' as const) : ('failed' as const),
    }));
  },
};

/** What our Sendmail, one of its rule sets or a milter of ours said to somebody else. */
function refusal(line: string, [, argument = '', to = '', words = '']: RegExpExecArray): Logged {
  return {
    recipient: addressIn(/check_mail/.test(line) ? '' : argument || to),
    sender: addressIn(
      /check_mail/.test(line) ? argument : (/\bfrom=<?([^\s<>,]{3,320})/.exec(line)?.[1] ?? ''),
    ),
    text: words,
    action: words.startsWith('4') ? 'delayed' : 'failed',
    speaker: 'ours',
    refusedByUs: true,
  };
}
