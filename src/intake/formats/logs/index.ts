/** Mail logs, line by line, whatever stands before the line (syslog, journald, a viewer's gutter). */

import { addressIn } from '../../address.ts';
import { hostIn } from '../../attempt.ts';
import type { Message } from '../../bounce.ts';
import { MOST, type Passage } from '../../found.ts';
import type { Places } from '../../scan.ts';
import { Gated, gateOf, type Reader } from '../reader.ts';
import { accepted } from './accepted.ts';
import { entryAt } from './entry.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { haraka } from './haraka.ts';
import { ironport } from './ironport.ts';
import { completed, isDelivery, readEntry } from './line-outcomes.ts';
import { type Logged, type LogLine, type Memory, newMemory } from './log-line.ts';
import { msmtp } from './msmtp.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { powermta } from './powermta.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';
import { stalwart } from './stalwart.ts';
import { zonemta } from './zonemta.ts';

export const logKinds: readonly LogLine[] = [
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

const gated = logKinds.map((kind) => new Gated(kind));

const NONE: readonly never[] = [];

/** @returns the kinds of which a text may have a line: of nearly all texts none */
function likelyKinds(text: string, places: Places): readonly LogLine[] {
  let likely: LogLine[] | null = null;
  for (const kind of gated) {
    if (!kind.isWorthTrying(text, places)) continue;
    likely ??= [];
    likely.push(kind.format);
  }
  return likely ?? NONE;
}

export const mailLog: Reader = {
  name: 'mail log',
  gate: gateOf(logKinds),
  proofs: [],
  examples: [],
  parts: logKinds,
  read(text, places) {
    const likely = likelyKinds(text, places);
    if (likely.length === 0) return NONE;
    const memory = newMemory();
    const lines: Line[] = [];
    let last: LogLine | null = null;
    for (let at = 0; at < text.length; ) {
      const { line, end } = entryAt(text, at, likely);
      if (line.length > 12) {
        const read = readEntry(line, memory, last === null ? likely : [last, ...likely]);
        if (read) {
          last = read.kind;
          lines.push({ start: at, end, next: read.next, outcomes: read.outcomes });
        }
      }
      at = end + 1;
    }
    const own = idsIn(lines, memory);
    const arrived = arrivedIn(lines);
    const ends = endsIn(lines);
    const passages = lines.map(({ start, end, next, outcomes }): Passage => {
      const all = outcomes.map((one) => {
        const whole = completed(one, memory);
        // A server that gives up on a message gives up on those whom it hasn't reached.
        return arrived.has(keyOf(one)) ? { ...whole, action: one.action ?? null } : whole;
      });
      const found = all.filter((one) => !isDelivery(one) && !isOver(one, start, ends));
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

/** Whose mail arrived, by message. */
const arrivedIn = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ outcomes }) => outcomes.filter(isDelivery).map(keyOf)));

/** Where the text last tells that a message arrived which no queue's id tells. */
const endsIn = (lines: readonly Line[]): ReadonlyMap<string, number> =>
  new Map(
    lines.flatMap(({ outcomes, start }) =>
      outcomes.flatMap((one) => (one.knownBy && isDelivery(one) ? [[one.knownBy, start] as const] : [])),
    ),
  );

/** Whether it was put off before that. */
const isOver = ({ action, knownBy }: Logged, start: number, ends: ReadonlyMap<string, number>): boolean =>
  action === 'delayed' && !!knownBy && (ends.get(knownBy) ?? start) > start;

const keyOf = ({ queueId, recipient }: Logged): string => `${queueId} ${recipient?.toLowerCase()}`;

/** @returns the queue ids that a log has lines of */
const idsIn = (lines: readonly Line[], { told }: Memory): ReadonlySet<string> =>
  lines.some(({ next }) => next !== null)
    ? new Set([
        ...told.keys(),
        ...lines.flatMap(({ outcomes }) => outcomes.flatMap(({ queueId }) => queueId ?? [])),
      ])
    : new Set();

/** What lines tell of messages by their queue ids. */
function messagesIn({ told }: Memory): readonly Message[] {
  const messages: Message[] = [];
  for (const [queueId, { sender = null, messageId = null, host }] of told) {
    if (messages.length >= MOST) break;
    if (!QUEUE_ID.test(queueId)) continue;
    messages.push({ queueId, queueHost: hostIn(host), messageId, sender: addressIn(sender ?? '') });
  }
  return messages;
}

/** Other names than queue ids have blanks in them. */
const QUEUE_ID = /^\S+$/;
