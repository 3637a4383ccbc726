/** Mail logs, line by line, whatever stands before the line (syslog, journald, a viewer's gutter). */
import type { Found, Passage } from '../../found.ts';
import type { Scan } from '../../scan.ts';
import { Gated, gateOf, type Reader } from '../reader.ts';
import { entryAt } from './entry.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { haraka } from './haraka.ts';
import { ironport } from './ironport.ts';
import type { LogLine, Memory } from './log-line.ts';
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
];

const gated = kinds.map((kind) => new Gated(kind));

/** A line that says that a mail arrived, and for whom. */
const ARRIVED =
  /(?:\bto=<|=> |\brcpt=<)([^\s<>]{1,64}@[^\s<>,]{1,253})(?=[\s\S]{0,2000}(?:status=sent|stat=Sent|result="?Ok|\b2[05]0[ -]|C="2))/i;

export const mailLog: Reader = {
  name: 'mail log',
  gate: gateOf(kinds),
  proofs: [],
  examples: [],
  parts: kinds,
  read(text, places, scan) {
    const likely = gated.filter((kind) => kind.isWorthTrying(text, places)).map(({ format }) => format);
    if (likely.length === 0) return [];
    const passages: Passage[] = [];
    const memory: Memory = new Map();
    const arrived = new Map<string, number>();
    let last: LogLine | null = null;
    for (let at = 0; at < text.length; ) {
      const { line, end } = entryAt(text, at, likely);
      if (line.length > 12) {
        const read = readLine(line, memory, last === null ? likely : [last, ...likely], scan);
        if (read) {
          last = read.kind;
          passages.push({ start: at, end, found: read.found });
          const to = read.found.length === 0 ? ARRIVED.exec(line)?.[1] : undefined;
          if (to !== undefined) arrived.set(to.toLowerCase(), at);
        }
      }
      at = end + 1;
    }
    return arrived.size === 0 ? passages : passages.map((passage) => withoutArrived(passage, arrived));
  },
};

/** What was put off and arrived later needs nobody. */
const withoutArrived = (passage: Passage, arrived: ReadonlyMap<string, number>): Passage => ({
  ...passage,
  found: passage.found.filter(
    ({ action, recipient }) =>
      action !== 'delayed' || (arrived.get(recipient?.toLowerCase() ?? '') ?? -1) < passage.start,
  ),
});

/** Logs are of one kind as a rule: the last line's kind is tried first. */
function readLine(
  line: string,
  memory: Memory,
  kinds: readonly LogLine[],
  scan: Scan,
): { kind: LogLine; found: readonly Found[] } | null {
  for (const kind of kinds) {
    const found = kind.line.test(line) ? kind.read(line, memory, scan(line)) : null;
    if (found !== null) return { kind, found };
  }
  return null;
}
