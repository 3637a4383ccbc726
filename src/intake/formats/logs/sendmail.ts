/**
 * Sendmail's syslog: `QID: to=<>, …, relay=h [ip], dsn=5.1.1, stat=User unknown` for what it sent, `ruleset=check_rcpt,
 * … reject=550 …` and `Milter: to=<>, reject=…` for what it refused (Sendmail's cf/README and doc/op/op.me, "Syslog").
 */
import { addressesOf, addressIn, oneAddressIn } from '../../address.ts';
import { type Logged, type LogLine, tell } from './log-line.ts';

/** Whom a line is about, and behind other fields what became of it, to the line's end: characters of each at most. */
const [MAX_TO, MAX_FIELDS, MAX_SAID] = [2000, 600, 2000];
const TO = /\b(?:to|rcpt)=/g;
const SENT = /^(?:sent|queued|ok\b|headers too|please see)/i;
/** Who was refused, and behind other fields our words, to the line's end. */
const [MAX_FRONT, MAX_BETWEEN, MAX_REFUSAL] = [420, 400, 1000];
const REFUSED =
  /\b(?:ruleset=\w{3,40}, arg1=([^,]{1,330}),|Milter(?: \([\w.-]{1,60}\))?: (?:to=([^,]{1,330}), )?|milter=\S{1,60}, )/g;
/** What sends the mail back that was kept too long (confTO_QUEUERETURN); of its warnings it says "could not send". */
const GIVEN_UP =
  /\b([A-Za-z\d]{8,20}): [A-Za-z\d]{8,20}: [A-Za-z ]{3,20}: Cannot send message (?:for|within) /;
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
      text: [
        'Mar  3 10:15:02 mx1 sm-mta[2212]: 223AF6x1002212: to=<bob@example.net>, delay=00:00:01, mailer=esmtp, relay=mx.example.net. [192.0.2.21], dsn=4.0.0, stat=Deferred: Connection timed out with mx.example.net.',
        'Mar  8 10:15:03 mx1 sm-mta[2212]: 223AF6x1002212: 228AF7x1002213: sender notify: Cannot send message for 5 days',
      ].join('\n'),
      finds: [{ recipient: 'bob@example.net', enhancedCode: '4.0.0', action: 'failed' }],
    },
    {
      text: 'Mar  3 10:15:02 mx1 sm-mta[2213]: 223AF5x1002213: ruleset=check_rcpt, arg1=<ann@example.com>, relay=host.example.net [192.0.2.77], reject=550 5.7.1 <ann@example.com>... Relaying denied',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', speaker: 'ours', refusedByUs: true }],
      noticed: false,
    },
  ],
  line: /\bstat=|\breject=|(?:sendmail|sm-mta)(?:-\w+)?\[\d/,
  sieve: {
    head: /[^\n]{0,120}?\b(?:sendmail|sm-mta)[^\s[]{0,20}\[\d{1,10}\]: (?:([^\s:]{1,40}): )?(?:((?:to|rcpt)=)|(from=)|(done; )|([^\n]{0,40}?(?:ruleset=|[mM]ilter|: Cannot send)))?/y,
    delivered: ', stat=Sent',
  },
  read(line, memory) {
    const refused = refusedIn(line);
    if (refused !== null) return [refusal(line, refused)];
    const parts = sentIn(line);
    if (!parts) {
      const queued = QUEUE_ID.exec(line);
      if (queued?.[1] && queued[2]) {
        const messageId = /\bmsgid=(<[^>\s,]{3,250}>)/.exec(line)?.[1];
        tell(memory, queued[1], { sender: queued[2], ...(messageId === undefined ? {} : { messageId }) });
      }
      const givenUp = line.includes(': Cannot send') ? GIVEN_UP.exec(line)?.[1] : undefined;
      if (givenUp !== undefined) tell(memory, givenUp, { isGivenUp: true });
      return /(?:sendmail|sm-mta)(?:-\w+)?\[\d/.test(line) ? [] : null;
    }
    const { to, stat } = parts;
    const isSent = /^sent/i.test(stat);
    if (SENT.test(stat) && !isSent) return [];
    const isDelayed = /^deferred/i.test(stat);
    const id = /\b([A-Za-z\d]{8,20}): (?:to|rcpt)=/.exec(line)?.[1];
    const message = { queueId: id ?? null, of: id === undefined ? [] : [id] };
    if (isSent)
      return recipientsOf(to).map((recipient) => ({ ...message, kind: 'delivered', recipient, text: '' }));
    return recipientsOf(to).map((recipient) => ({
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

/**
 * @returns where `name=` stands behind no letter, with 1 to `most` characters from there to the end of the line: the
 * last fields of a line hold the rest of it, and an expression would look for it from each place where one could begin
 */
function lastFields(line: string, name: string, most: number): readonly number[] {
  const places: number[] = [];
  const from = Math.max(0, line.length - name.length - most);
  for (let at = line.indexOf(name, from); at >= 0; at = line.indexOf(name, at + 1))
    if (!/\w/.test(line[at - 1] ?? ' ') && at + name.length < line.length) places.push(at);
  return places;
}

/** @returns what stands behind `to=` up to a comma, and behind the `stat=` that is near enough to it */
function sentIn(line: string): { readonly to: string; readonly stat: string } | null {
  for (const stat of lastFields(line, 'stat=', MAX_SAID)) {
    const nearest = Math.max(0, stat - MAX_FIELDS - 2);
    TO.lastIndex = Math.max(0, nearest - MAX_TO);
    for (let to = TO.exec(line); to && to.index < stat; to = TO.exec(line)) {
      const start = to.index + to[0].length;
      const comma = line.indexOf(', ', Math.max(start + 1, nearest));
      if (comma < 0 || comma > stat - 2) break;
      if (comma - start <= MAX_TO) return { to: line.slice(start, comma), stat: line.slice(stat + 5) };
    }
  }
  return null;
}

type Refused = { readonly argument: string; readonly to: string; readonly words: string };

function refusedIn(line: string): Refused | null {
  const rejects = lastFields(line, 'reject=', MAX_REFUSAL);
  const [first] = rejects;
  if (first === undefined) return null;
  REFUSED.lastIndex = Math.max(0, first - MAX_BETWEEN - MAX_FRONT);
  for (let found = REFUSED.exec(line); found; found = REFUSED.exec(line)) {
    const end = REFUSED.lastIndex;
    const reject = rejects.find((at) => at >= end) ?? Number.POSITIVE_INFINITY;
    const words = line.slice(reject + 7);
    if (reject - end <= MAX_BETWEEN && words.length > 2)
      return { argument: found[1] ?? '', to: found[2] ?? '', words };
  }
  return null;
}

/** What our Sendmail, one of its rule sets or a milter of ours said to somebody else. */
function refusal(line: string, { argument, to, words }: Refused): Logged {
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

/** @param to `<ann@example.com>,<bob@example.com>`, or without the brackets */
function recipientsOf(to: string): readonly string[] {
  const bracketed = [...to.matchAll(/(?:^|,)\s?<([^>]{1,320})>/g)];
  return bracketed.length > 0
    ? bracketed.flatMap(([, one = '']) => oneAddressIn(one) ?? [])
    : addressesOf(to);
}
