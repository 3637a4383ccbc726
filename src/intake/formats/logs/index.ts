/** Mail logs, line by line, whatever stands before the line (syslog, journald, a viewer's gutter). */

import { addressIn } from '../../address.ts';
import { hostIn } from '../../attempt.ts';
import type { Message } from '../../bounce.ts';
import { MOST, type Passage } from '../../found.ts';
import type { Scan } from '../../scan.ts';
import { stampOf } from '../../time/stamp.ts';
import { Gated, gateOf, type Reader } from '../reader.ts';
import { accepted } from './accepted.ts';
import { clientIn } from './client.ts';
import { entryAt } from './entry.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { isHandedOn, nextIdIn } from './handed-on.ts';
import { haraka } from './haraka.ts';
import { ironport } from './ironport.ts';
import type { Logged, LogLine, Memory } from './log-line.ts';
import { msmtp } from './msmtp.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { powermta } from './powermta.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';
import { stalwart } from './stalwart.ts';
import { zonemta } from './zonemta.ts';

const kinds: readonly LogLine[] = [
  postfix,
  exim,
  opensmtpd,
  zonemta,
  stalwart,
  msmtp,
  haraka,
  sendmail,
  qmail,
  ironport,
  powermta,
  exchange,
  accepted,
];

const gated = kinds.map((kind) => new Gated(kind));

export const mailLog: Reader = {
  name: 'mail log',
  gate: gateOf(kinds),
  proofs: [],
  examples: [],
  parts: kinds,
  read(text, places, scan) {
    const likely = gated.filter((kind) => kind.isWorthTrying(text, places)).map(({ format }) => format);
    if (likely.length === 0) return [];
    const memory: Memory = { own: new Map(), told: new Map(), line: '' };
    const lines: Line[] = [];
    let last: LogLine | null = null;
    for (let at = 0; at < text.length; ) {
      const { line, end } = entryAt(text, at, likely);
      if (line.length > 12) {
        memory.line = line;
        const read = readLine(line, memory, last === null ? likely : [last, ...likely], scan);
        if (read) {
          last = read.kind;
          const outcomes = read.outcomes.length === 0 ? [] : stamped(line, read.outcomes);
          const tellsDelivery = outcomes.some(isDelivery);
          const left = tellsDelivery && isHandedOn(line) ? [] : outcomes;
          lines.push({
            ...{ start: at, end, next: tellsDelivery ? nextIdIn(line) : null },
            // Names are used again: what was told before a line is surer than what comes behind it.
            outcomes: left.map((one) => completed(one, memory)),
          });
        }
      }
      at = end + 1;
    }
    const own = idsIn(lines, memory);
    const passages = lines.map(({ start, end, next, outcomes }): Passage => {
      const all = outcomes.map((one) => completed(one, memory));
      const found = all.filter((one) => !isDelivery(one));
      // Where the log goes on under the id that the next server gave it, that one is ours too.
      const delivered = next !== null && own.has(next) ? [] : all.filter(isDelivery);
      return delivered.length === 0 ? { start, end, found } : { start, end, found, delivered };
    });
    const [first, ...others] = passages;
    if (first === undefined) return [];
    return [
      {
        ...first,
        messages: messagesIn(memory),
      },
      ...others,
    ];
  },
};

type Line = {
  readonly start: number;
  readonly end: number;
  readonly outcomes: readonly Logged[];
  /** Of a delivery, the id that the next server gave the mail. */
  readonly next: string | null;
};

/** @returns the queue ids that a log has lines of */
const idsIn = (lines: readonly Line[], { told }: Memory): ReadonlySet<string> =>
  lines.some(({ next }) => next !== null)
    ? new Set([
        ...told.keys(),
        ...lines.flatMap(({ outcomes }) => outcomes.flatMap(({ queueId }) => queueId ?? [])),
      ])
    : new Set();

const isDelivery = ({ kind }: Logged): boolean => kind === 'delivered';

/** When and on which host a line was written, for what it tells. */
function stamped(line: string, outcomes: readonly Logged[]): readonly Logged[] {
  const stamp = stampOf(line);
  return outcomes.map((one) => ({
    ...one,
    timeFrom: 'log' as const,
    time: one.time ?? stamp?.time ?? null,
    ...(one.refusedByUs ? { clientIp: clientIn(line) } : {}),
    queueHost: one.queueId == null ? null : (one.queueHost ?? stamp?.host ?? null),
  }));
}

/** Who sent a message knows the line about it best; all else an outcome's own line. */
function completed(one: Logged, { told }: Memory): Logged {
  let all = one;
  for (const name of one.of ?? []) {
    const more = told.get(name);
    if (more === undefined) continue;
    all = {
      ...all,
      recipient: all.recipient ?? more.recipient ?? null,
      sender: addressIn(more.sender ?? '') ?? all.sender ?? null,
      messageId: all.messageId ?? more.messageId ?? null,
      subject: all.subject ?? more.subject ?? null,
      queueId: all.queueId ?? more.queueId ?? null,
      remoteHost: all.remoteHost ?? more.remoteHost ?? null,
    };
  }
  return all;
}

/** What lines tell of messages by their queue ids. */
function messagesIn({ told }: Memory): readonly Message[] {
  const messages: Message[] = [];
  for (const [queueId, { sender = null, messageId = null, line = '' }] of told) {
    if (messages.length >= MOST) break;
    if (!QUEUE_ID.test(queueId)) continue;
    const queueHost = hostIn(stampOf(line)?.host);
    messages.push({ queueId, queueHost, messageId, sender: addressIn(sender ?? '') });
  }
  return messages;
}

/** Other names than queue ids have blanks in them. */
const QUEUE_ID = /^\S+$/;

/** Logs are of one kind as a rule: the last line's kind is tried first. */
function readLine(
  line: string,
  memory: Memory,
  kinds: readonly LogLine[],
  scan: Scan,
): { kind: LogLine; outcomes: readonly Logged[] } | null {
  for (const kind of kinds) {
    const outcomes = kind.line.test(line) ? kind.read(line, memory, scan(line)) : null;
    if (outcomes !== null) return { kind, outcomes };
  }
  return null;
}
