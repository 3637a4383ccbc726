/**
 * Exim's main log: `**` is a failure, `==` a deferral, `<=` an arrival, `=>` and `->` deliveries, `rejected` what our
 * own Exim refused (Exim's specification, chapter "Log files").
 */
import { addressIn, oneAddressIn } from '../../address.ts';
import { SIGN } from '../../marks.ts';
import { originalFirst } from '../../original.ts';
import { endsIn } from '../../quick.ts';
import { flaggedIn } from './flagged.ts';
import { type Logged, type LogLine, type Told, tell } from './log-line.ts';

/** What one of several servers said of the message; the recipient's line, further down, has the last one's answer. */
const ANSWER =
  /\b([A-Za-z\d]{6,9}-[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{2,4})?) (?:H=(\S{1,253}) \[[^\]]{2,45}\](?::\d{1,5})?: )?(SMTP error from remote mail server after .{1,300}?: [245]\d\d[ -].{0,1000})/;
const HOST = /\bH=(\S{1,253}) \[/;
/** `H=(x) [192.0.2.9] F=<a@b> rejected RCPT <c@d>: reason` */
const REJECTED = /rejected (?:(?:RCPT|after DATA|MAIL|EHLO or HELO|VRFY|connection)\b|by local_scan)/g;
const FROM = endsIn(/F=<[^<>]{0,320}> (?:temporarily )?$/);
const OF_HOST = /\bH=.{3}/;
/** What stands behind it, before the reason. */
const TO = /^[^<:]{0,60}(?:<([^>]{0,320})>)?[^:]{0,60}:? ?/;

/** Characters that it has at most, up to the end of its line; from the host on; of its reason. */
const LONGEST_REJECTED = 2400;
const LONGEST_FRONT = 740;
const LONGEST_REASON = 1000;

export const exim: LogLine = {
  name: 'Exim',
  gate: {
    signs: SIGN.star | SIGN.equals,
    pattern: /(?:^| )(?:\*\*|==|<=|=>|->) \S{1,330}@| rejected (?<=\bH=[^\n]{3,500} rejected )/m,
  },
  proofs: [
    {
      marks: ['max defers and failures'],
      pattern: /\bhas exceeded the max (?:defers and failures|emails) per hour/i,
    },
    {
      // Each such line names its router or transport, or one of these reasons.
      marks: [
        'dnslookup',
        'lookuphost',
        'manualroute',
        'smarthost',
        'remote_smtp',
        'send_via',
        'send_to',
        'retry time',
        'unrouteable',
        'defer (',
        'virtual_',
        'localuser',
        'local_delivery',
        'enforce_mail',
      ],
      pattern:
        /(?:^| )(?:\*\*|==) \S{1,100}@[^\n]{1,600}?(?: R=\w|: retry time|: Unrouteable|\bdefer \(-?\d)/m,
    },
  ],
  examples: [
    {
      text: '2026-03-03 10:15:02 1tQx0a-0001Ab-2C ** ann@example.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<ann@example.com>: host mx.example.com [192.0.2.20]: 550 5.1.1 User unknown',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: '2026-03-03 10:16:02 1tQx0a-0001Ab-2C == bob@example.net R=dnslookup T=remote_smtp defer (110): Connection timed out H=mx.example.net [192.0.2.21]',
      finds: [
        {
          recipient: 'bob@example.net',
          diagnosticCode: 'Connection timed out',
          remoteHost: 'mx.example.net',
          action: 'delayed',
        },
      ],
    },
    {
      text: [
        '2026-03-03 10:16:02 1tQx0b-0001Ab-2C H=mx1.example.net [192.0.2.21]: SMTP error from remote mail server after initial connection: 554 5.7.1 Your IP address is blocked',
        '2026-03-03 10:16:03 1tQx0b-0001Ab-2C == bob@example.net R=dnslookup T=remote_smtp defer (101): Network is unreachable',
      ].join('\n'),
      finds: [
        { replyCode: '554', enhancedCode: '5.7.1', remoteHost: 'mx1.example.net', action: 'delayed' },
        { recipient: 'bob@example.net', diagnosticCode: 'Network is unreachable', action: 'delayed' },
      ],
    },
    {
      text: '2024-01-01 10:00:00 1abcde-0001Xy-2C ** user@example.net R=enforce_mail_permissions: Domain example.com has exceeded the max defers and failures per hour (10/10 (100%)) allowed. Message discarded.',
      finds: [{ recipient: 'user@example.net', action: 'failed', speaker: 'ours' }],
    },
    {
      text: '2026-03-03 10:17:02 H=(x) [192.0.2.77] F=<spam@example.net> rejected RCPT <ann@example.com>: relay not permitted',
      finds: [{ recipient: 'ann@example.com', speaker: 'ours', refusedByUs: true }],
      noticed: false,
    },
  ],
  line: /(?:^|[ \t])(?:\*\*|==|<=|=>|->|>>|Completed|Message|Frozen|Unfrozen|SMTP)(?:[ \t]|$)| rejected (?<=\bH=.{3,400} rejected )/,
  sieve: {
    head: /[^\n]{0,120}?(?<![\w-])([A-Za-z\d]{6,9}-[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{2,4})?) (?:([=-]> )|(<= )|(Completed)|(\*\* |== |[^\n]{0,200}?SMTP error ))/y,
    delivered: '',
  },
  read(line, memory) {
    const answer = line.includes('SMTP error') && !/ (?:\*\*|==) /.test(line) ? ANSWER.exec(line) : null;
    if (answer) {
      const [, queueId = '', host, text = ''] = answer;
      return [{ recipient: null, text, remoteHost: host ?? null, action: 'delayed', queueId, of: [queueId] }];
    }
    const flagged = flaggedIn(line);
    if (!flagged) {
      const rejected = rejectedIn(line.slice(-LONGEST_REJECTED));
      return rejected === null ? null : [refusal(line, rejected)];
    }
    const { id, flag, rest } = flagged;
    if (flag === '<=' && id !== null) tell(memory, id, arrivalIn(rest));
    if (!OUTCOMES.includes(flag)) return [];
    const [to = ''] = rest.split(/[ :]/, 1);
    // `final@example.net <mailed@example.com>`, with the aliases between them in parentheses, where it was told to.
    const original = /^[^\s:]{1,330}(?: \([^()]{1,330}\)){0,5} <([^>]{1,330})>/.exec(rest)?.[1] ?? '';
    const message = { queueId: id, of: id === null ? [] : [id] };
    if (flag === '=>' || flag === '->')
      return [{ ...message, kind: 'delivered', recipient: original || to, text: '' }];
    const text = reasonOf(rest);
    return [
      {
        ...message,
        ...originalFirst(oneAddressIn(original), oneAddressIn(to)),
        text,
        remoteHost: HOST.exec(rest)?.[1] ?? null,
        action: flag === '==' ? 'delayed' : 'failed',
        sender: addressIn(/\bF=<([^>]{3,320})>/.exec(rest)?.[1] ?? ''),
        ...(isOwnFault(text) ? { speaker: 'ours' as const } : {}),
        ...(UNTRIED.test(text) ? { isUntried: true as const } : {}),
      },
    ];
  },
};

/** "retry time not reached for any host", at each run of the queue, and at last "retry timeout exceeded". */
const UNTRIED = /^retry time(?: not reached|out exceeded)/;

const OUTCOMES: readonly string[] = ['**', '==', '=>', '->'];

/** `news@example.org H=… P=esmtp S=1200 id=m1@example.org`; `<>` is nobody. */
function arrivalIn(rest: string): Told {
  const sender = rest.split(' ', 1)[0] ?? '';
  const id = / id=(\S{3,250})/.exec(rest)?.[1];
  // Where `log_selector = +subject` is set, with quotes and backslashes escaped.
  const subject = / T="((?:[^"\\]|\\.){1,1000})"/.exec(rest)?.[1]?.replace(/\\(.)/g, '$1');
  return {
    ...(sender === '<>' ? {} : { sender }),
    ...(id === undefined ? {} : { messageId: `<${id}>` }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Limits and mistakes of our own Exim. */
const isOwnFault = (text: string): boolean =>
  /exceeded the max (?:defers|emails)|\b(?:router|transport) .{1,60} (?:failed to expand|returned)|failed to expand|configuration error|central_filter|error in filter|lookup of .{1,80} gave DEFER|local delivery failed|Unrouteable address$/i.test(
    text,
  );

type Rejected = { readonly from: string; readonly to: string; readonly words: string };

/** One expression for all of it would try each of its lengths with each other one, at each place. */
function rejectedIn(line: string): Rejected | null {
  for (const { 0: said, index } of line.matchAll(REJECTED)) {
    const front = line.slice(Math.max(0, index - LONGEST_FRONT), index);
    const behind = line.slice(index + said.length);
    const [upTo = '', to = ''] = TO.exec(behind) ?? [];
    if (!OF_HOST.test(front) || behind.length - upTo.length > LONGEST_REASON) continue;
    const from = FROM(front) ? front.slice(front.lastIndexOf('F=<') + 3, front.lastIndexOf('> ')) : '';
    return { from, to, words: behind.slice(upTo.length) };
  }
  return null;
}

function refusal(line: string, { from, to, words }: Rejected): Logged {
  return {
    recipient: addressIn(to),
    sender: addressIn(from),
    text: words === '' ? line.slice(line.indexOf('rejected')) : words,
    action: / temporarily rejected /.test(line) ? 'delayed' : 'failed',
    speaker: 'ours',
    refusedByUs: true,
  };
}

/** What stands behind the fields: `a@example.com R=dnslookup T=remote_smtp: reason`. */
function reasonOf(rest: string): string {
  const server = /(?:LMTP|SMTP) error from remote (?:mail )?server/.exec(rest);
  if (server) return rest.slice(server.index);
  const deferred = /\bdefer \(-?\d{1,4}\)(?: H=\S{1,253} \[[^\]]{2,60}\])?:? ?(.*)$/.exec(rest)?.[1];
  const fields =
    /^\S{1,330}(?: <[^>]{1,320}>)?(?: [A-Z]{1,4}=(?:"[^"]{0,200}"|\S{1,300})(?: \[[^\]]{2,60}\](?::\d{1,5})?)?){0,12}:? ?(.*)$/.exec(
      rest,
    );
  const reason = (deferred ?? fields?.[1] ?? rest).trim();
  // The host that was tried stands behind the reason as well: "Connection timed out H=mx.example.net [192.0.2.21]".
  return (
    reason.replace(/ H=\S{1,253} \[[^\]]{2,60}\](?:: ?\S{1,253} \[[^\]]{2,60}\])?(?: DT=\S{1,20})?$/, '') ||
    rest
  );
}
