/** Postfix: `QUEUEID: to=<>, relay=host[ip]:port, …, dsn=x.y.z, status=bounced (text)`, and refusals of its smtpd. */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

const DELIVERY =
  /(?:([A-Za-z\d]{6,20}): )?to=<([^>]{0,320})>,(?: orig_to=<([^>]{0,320})>,)?.{0,600}?\bdsn=([\d.]{5,11}), status=(\w{4,12})(?: \((.*)\)?)?/;
const REJECT =
  /(?:NOQUEUE|[A-Za-z\d]{6,20}): (?:milter-)?reject: \w{4,12} from [^:]{1,300}: (.{3,2000}?); from=<([^>]{0,320})>(?: to=<([^>]{0,320})>)?/;
const SENDER = /\b([A-Za-z\d]{6,20}): from=<([^>]{1,320})>/;
const RELAY = /\brelay=([^,[\s]{1,253})\[/;

export const postfix: LogLine = {
  name: 'Postfix',
  gate: {
    marks: ['status=bounced', 'status=deferred', 'status=expired', 'status=undeliverable', 'queue: reject'],
  },
  proofs: [{ marks: ['status='], pattern: /\bstatus=(?:bounced|deferred|expired) \(/i }],
  examples: [
    {
      text: 'Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0abcz9: to=<ann@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, delays=0.05/0.01/0.7/0.64, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: 'Mar  3 10:15:03 mx1 postfix/smtp[2211]: 5FpQx0abcz9: to=<bob@example.net>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.21]:25: Connection timed out)',
      finds: [{ recipient: 'bob@example.net', enhancedCode: '4.4.1', action: 'delayed' }],
    },
  ],
  line: /postfix[^\s[]{0,40}\[\d|status=(?:bounced|deferred|expired|sent|undeliverable)\b|NOQUEUE: reject/,
  read(line, memory) {
    const time = timeOf(line);
    const delivery = DELIVERY.exec(line);
    if (delivery) {
      const [, id = '', to = '', original, dsn = '', status = ''] = delivery;
      if (status !== 'bounced' && status !== 'deferred' && status !== 'expired' && status !== 'undeliverable')
        return [];
      const words = delivery[6]?.replace(/\)\s*$/, '') ?? '';
      return [
        {
          recipient: addressIn(to) ?? addressIn(original ?? ''),
          text: words,
          status: dsn,
          remoteHost: RELAY.exec(line)?.[1] ?? null,
          action: status === 'deferred' ? 'delayed' : 'failed',
          sender: addressIn(memory.get(id) ?? ''),
          time,
        },
      ];
    }
    const reject = REJECT.exec(line);
    if (reject) {
      const [, text = '', from, to] = reject;
      return [
        {
          recipient: addressIn(to ?? ''),
          text,
          sender: addressIn(from ?? ''),
          action: /^4/.test(text) ? 'delayed' : 'failed',
          time,
        },
      ];
    }
    const sender = SENDER.exec(line);
    if (sender?.[1] && sender[2]) memory.set(sender[1], sender[2]);
    return /postfix[^\s[]{0,40}\[\d/.test(line) ? [] : null;
  },
};
