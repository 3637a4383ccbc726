/** Sendmail's syslog: `QID: to=<>, …, relay=h [ip], dsn=5.1.1, stat=User unknown`. */
import { addressesIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

const LINE = /\b(?:to|rcpt)=(.{1,2000}?), .{0,600}?\bstat=(.{1,2000})$/;
const SENT = /^(?:sent|queued|ok\b|headers too|please see)/i;

export const sendmail: LogLine = {
  name: 'Sendmail',
  gate: { marks: ['stat='] },
  proofs: [],
  examples: [
    {
      text: 'Mar  3 10:15:02 mx1 sm-mta[2211]: 223AF2: to=<ann@example.com>, ctladdr=<news@example.org> (0/0), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30000, relay=mx.example.com. [192.0.2.20], dsn=5.1.1, stat=User unknown',
      finds: [{ recipient: 'ann@example.com', enhancedCode: '5.1.1', action: 'failed' }],
      noticed: false,
    },
  ],
  line: /\bstat=|(?:sendmail|sm-mta)(?:-\w+)?\[\d/,
  read(line) {
    const parts = LINE.exec(line);
    if (!parts) return /(?:sendmail|sm-mta)(?:-\w+)?\[\d/.test(line) ? [] : null;
    const [, to = '', stat = ''] = parts;
    if (SENT.test(stat)) return [];
    const isDelayed = /^deferred/i.test(stat);
    return addressesIn(to).map((recipient) => ({
      recipient,
      text: stat.replace(/^Deferred: /i, ''),
      status: /\bdsn=([\d.]{5,11})/.exec(line)?.[1] ?? null,
      remoteHost: /\brelay=([^\s,[]{1,253})/.exec(line)?.[1] ?? null,
      action: isDelayed ? ('delayed' as const) : ('failed' as const),
      time: timeOf(line),
    }));
  },
};
