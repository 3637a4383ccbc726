/**
 * Postfix: `QUEUEID: to=<>, relay=host[ip]:port, …, dsn=x.y.z, status=bounced (text)` for what it sent, and what its
 * smtpd, postscreen, cleanup and milters refused (`reject:`, `milter-reject:`; smtpd(8), postscreen(8), cleanup(8)).
 */
import { addressIn, oneAddressIn } from '../../address.ts';
import { originalFirst } from '../../original.ts';
import { type LogLine, tell } from './log-line.ts';

const DELIVERY =
  /to=<([^>]{0,320})>,(?: orig_to=<([^>]{0,320})>,)?.{0,600}?(?:\bdsn=([\d.]{5,11}), )?\bstatus=(\w{4,13})(?: \((.*)\)?)?/;
/** What stands right before it. */
const QUEUE_ID = /([A-Za-z\d]{6,20}): $/;
const QUEUE_ID_AT_FRONT = /\]: ([A-Za-z\d]{6,20}): /;
/** The end of such a line alone, as people quote it. */
const BARE = /^[\s"'`>]{0,8}status=(bounced|deferred|expired|undeliverable) \((.{3,3000})\)/;
/** Columns in another order, as log viewers and people put them: the recipient behind the words. */
const TRAILED =
  /(?<!\w)status=(bounced|deferred|expired|undeliverable) \((.{3,3000}?)\)[\s,;|]{1,4}to=<([^>\s]{1,320})>(?:,? orig_to=<([^>\s]{1,320})>)?/;
const FROM = /\bfrom=<([^>\s]{1,320})>/;
const DSN = /\bdsn=([\d.]{5,11})/;
/** Lines have one of these where they tell what Postfix itself refused: the expressions look far. */
const REJECTS = /(?:reject|hold|discard): /;
/** The front of what it refused, up to the words; and the envelope behind them. */
const REJECT =
  /(?:NOQUEUE|[A-Za-z\d]{6,20}): (?:milter-)?(?:reject|hold|discard): [\w-]{3,20}(?: [^:;]{1,300}?)? from [^;]{1,300}?: /g;
const ENVELOPE = /; from=<([^>]{0,320})>,?(?: to=<([^>]{0,320})>)?/y;
const LONGEST_WORDS = 2000;
const REJECTED_HEADER =
  /[A-Za-z\d]{6,20}: reject: (?:header|body|mime-header) .{1,1000} from=<([^>]{0,320})> to=<([^>]{0,320})> .{0,300}?: (\d\.\d\.\d.{1,600})$/;
const SENDER = /\b([A-Za-z\d]{6,20}): from=<([^>]{1,320})>/;
/** What the first of several servers said of the message, before the last one's answer is logged with the recipient. */
const ANSWER =
  /\b([A-Za-z\d]{6,20}): (host [\w.-]{1,253}\[[\da-fA-F.:]{2,45}\] (?:said|refused to talk to me): [245]\d\d.{0,2000})/;
/** The queue manager sends back what it has kept too long (qmgr(8), `maximal_queue_lifetime`; `postsuper -e`). */
const EXPIRED = /\b([A-Za-z\d]{6,20}): from=<[^>\s]{0,320}>, status=(?:force-)?expired, returned to sender/;
const MESSAGE_ID = /\b([A-Za-z\d]{6,20}): (?:resent-)?message-id=(<[^>\s]{3,250}>)/;
const RELAY = /\brelay=([^,[\s]{1,253})\[/;
const FAILURE = /status=(?:bounced|deferred|expired|undeliverable)|\breject: /;
const FAILED = /^(?:bounced|deferred|expired|undeliverable)$/;

export const postfix: LogLine = {
  name: 'Postfix',
  gate: {
    marks: [
      'status=bounced',
      'status=deferred',
      'status=expired',
      'status=undeliverable',
      'status=sent',
      'queue: reject',
      ': reject:',
      'milter-reject',
      // Of a message alone, for its outcome in another paste.
      'nrcpt=',
      ': message-id=',
    ],
  },
  proofs: [
    { marks: ['status='], pattern: /\bstatus=(?:bounced|deferred|expired|undeliverable) \(/i },
    {
      marks: ['status='],
      pattern: /\bto=<[^>\n]{1,320}>,[^\n]{0,600}\bstatus=(?:bounced|deferred|expired)\b/i,
    },
  ],
  examples: [
    {
      text: 'Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0abcz9: to=<ann@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, delays=0.05/0.01/0.7/0.64, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: 'Mar  3 10:15:03 mx1 postfix/smtp[2211]: 5FpQx0abcz9: to=<bob@example.net>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.21]:25: Connection timed out)',
      finds: [{ recipient: 'bob@example.net', enhancedCode: '4.4.1', action: 'delayed' }],
    },
    {
      text: 'Mar  3 10:15:03 mx1 postfix/smtpd[2213]: NOQUEUE: reject: RCPT from host.example.net[192.0.2.77]: 450 4.7.1 <ann@example.com>: Recipient address rejected: Greylisted; from=<bob@example.net> to=<ann@example.com> proto=ESMTP helo=<host.example.net>',
      finds: [{ recipient: 'ann@example.com', replyCode: '450', speaker: 'ours', refusedByUs: true }],
      noticed: false,
    },
    {
      text: 'Mar  3 10:15:03 mx1 postfix/cleanup[2214]: 6FpQx0abcz9: milter-reject: END-OF-MESSAGE from host.example.net[192.0.2.77]: 5.7.1 Spam message rejected; from=<bob@example.net> to=<ann@example.com> proto=ESMTP helo=<host.example.net>',
      finds: [{ recipient: 'ann@example.com', enhancedCode: '5.7.1', speaker: 'ours', refusedByUs: true }],
      noticed: false,
    },
    {
      text: [
        'Mar  3 10:15:04 mx1 postfix/smtp[2215]: 7FpQx0abcz9: host mx1.example.net[192.0.2.21] refused to talk to me: 554 5.7.1 Your IP address is blocked',
        'Mar  3 10:15:05 mx1 postfix/smtp[2215]: 7FpQx0abcz9: to=<bob@example.net>, relay=none, delay=1.2, delays=0/0/1.2/0, dsn=4.4.1, status=deferred (connect to mx2.example.net[2001:db8::7]:25: Network is unreachable)',
      ].join('\n'),
      finds: [
        { replyCode: '554', enhancedCode: '5.7.1', remoteHost: 'mx1.example.net', action: 'delayed' },
        { recipient: 'bob@example.net', enhancedCode: '4.4.1', action: 'delayed' },
      ],
    },
    {
      text: [
        'Mar  3 10:15:03 mx1 postfix/qmgr[901]: 8FpQx0abcz9: from=<news@example.org>, size=1200, nrcpt=1 (queue active)',
        'Mar  8 10:15:04 mx1 postfix/smtp[2215]: 8FpQx0abcz9: to=<bob@example.net>, relay=none, delay=432001, delays=432001/0/0.4/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.21]:25: Connection timed out)',
        'Mar  8 10:15:04 mx1 postfix/qmgr[901]: 8FpQx0abcz9: from=<news@example.org>, status=expired, returned to sender',
        'Mar  8 10:15:05 mx1 postfix/qmgr[901]: 8FpQx0abcz9: removed',
      ].join('\n'),
      finds: [{ recipient: 'bob@example.net', enhancedCode: '4.4.1', action: 'failed' }],
    },
  ],
  line: /postfix[^\s[]{0,60}\[\d|status=(?:bounced|deferred|expired|sent|undeliverable)\b|: (?:milter-)?reject: /,
  sieve: {
    head: /[^\n]{0,120}?\bpostfix[^\s[]{0,60}\[\d{1,10}\]: (?:([^\s:]{1,40}): )?(?:(to=<)|((?!from=<[^>\s]{0,320}>, status=)from=<|(?:resent-)?message-id=<)|(removed)|((?:milter-)?(?:reject|hold|discard): |host |from=<))?/y,
    delivered: ' status=sent',
  },
  read(line, memory) {
    const delivery = line.includes('status=') ? DELIVERY.exec(line) : null;
    if (delivery) {
      const [, to = '', original, dsn, status = ''] = delivery;
      const id = QUEUE_ID.exec(line.slice(Math.max(0, delivery.index - 22), delivery.index))?.[1] ?? '';
      const of = id === '' ? [] : [id];
      if (status === 'sent')
        return [{ kind: 'delivered', recipient: original ?? to, text: '', queueId: id || null, of }];
      if (!FAILED.test(status)) return [];
      const words = delivery[5]?.replace(/\)\s*$/, '') ?? '';
      return [
        {
          ...originalFirst(oneAddressIn(original ?? ''), oneAddressIn(to)),
          text: words,
          status: dsn ?? null,
          remoteHost: RELAY.exec(line)?.[1] ?? null,
          action: status === 'deferred' ? 'delayed' : 'failed',
          queueId: id || null,
          of,
          ...(isOwnFault(words) ? { speaker: 'ours' as const } : {}),
        },
      ];
    }
    const trailed = line.includes('status=') && line.includes(' to=<') ? TRAILED.exec(line) : null;
    if (trailed) {
      const [, status, text = '', to = '', original = ''] = trailed;
      const id = QUEUE_ID_AT_FRONT.exec(line.slice(0, trailed.index))?.[1] ?? null;
      return [
        {
          ...originalFirst(oneAddressIn(original), oneAddressIn(to)),
          text,
          status: DSN.exec(line)?.[1] ?? null,
          remoteHost: RELAY.exec(line)?.[1] ?? null,
          action: status === 'deferred' ? 'delayed' : 'failed',
          sender: FROM.exec(line)?.[1] ?? null,
          queueId: id,
          of: id === null ? [] : [id],
          ...(isOwnFault(text) ? { speaker: 'ours' as const } : {}),
        },
      ];
    }
    const bare = BARE.exec(line);
    if (bare) return [{ text: bare[2] ?? '', action: bare[1] === 'deferred' ? 'delayed' : 'failed' }];
    const mayReject = REJECTS.test(line);
    const reject = mayReject ? rejectedIn(line) : null;
    const header = mayReject && !reject ? REJECTED_HEADER.exec(line) : null;
    if (reject || header) {
      const [text = '', from = '', to = ''] = reject ?? [header?.[3], header?.[1], header?.[2]];
      return [
        {
          recipient: addressIn(to),
          text: text.replace(/^\[[^\]]{3,80}\]:\d{1,5}: /, ''),
          sender: addressIn(from),
          action: /^4/.test(text) ? 'delayed' : 'failed',
          speaker: 'ours',
          refusedByUs: true,
        },
      ];
    }
    const answer = line.includes(': host ') ? ANSWER.exec(line) : null;
    if (answer) {
      const [, id = '', text = ''] = answer;
      return [{ recipient: null, text, action: 'delayed', queueId: id, of: [id] }];
    }
    const sender = SENDER.exec(line);
    if (sender?.[1] && sender[2]) tell(memory, sender[1], { sender: sender[2] });
    const expired = line.includes('expired, returned') ? EXPIRED.exec(line) : null;
    if (expired?.[1]) {
      tell(memory, expired[1], { isGivenUp: true });
      return [];
    }
    const message = line.includes('message-id=') ? MESSAGE_ID.exec(line) : null;
    if (message?.[1] && message[2]) tell(memory, message[1], { messageId: message[2] });
    // A failure in a notation that isn't known is for other readers.
    return /postfix[^\s[]{0,60}\[\d/.test(line) && !FAILURE.test(line) ? [] : null;
  },
};

/** @returns the words with which somebody was refused, and the envelope's addresses; null where no line of the kind is there */
function rejectedIn(line: string): readonly (string | undefined)[] | null {
  let behind = line.indexOf('; from=<');
  if (behind < 0) return null;
  for (const { index, 0: front } of line.matchAll(REJECT)) {
    const start = index + front.length;
    while (behind >= 0 && behind < start + 3) behind = line.indexOf('; from=<', behind + 1);
    if (behind < 0) return null;
    if (behind > start + LONGEST_WORDS) continue;
    ENVELOPE.lastIndex = behind;
    const [, from, to] = ENVELOPE.exec(line) ?? [];
    if (from !== undefined) return [line.slice(start, behind), from, to];
  }
  return null;
}

/** What Postfix says of itself (bounce(8), pipe(8), local(8), trivial-rewrite(8)), not of another server. */
const isOwnFault = (words: string): boolean =>
  /^(?:unknown mail transport error|mail transport unavailable|mail system configuration error|user lookup error|temporary failure\. Command output|Command (?:died|time limit|output)|local data error|alias database unavailable|cannot (?:update|create|open|append)|Local configuration error|mail for \S{1,253} loops back to myself|message content rejected|queue file write error|internal (?:software )?error|lost connection with private\/|connect to private\/|\S{1,60}: (?:milter|filter) )/i.test(
    words,
  );
