/** Mail logs, line by line, whatever stands before the line (syslog, journald, a viewer's gutter). */
import type { Found, Passage, Reader } from '../../found.ts';
import { marksOf, SIGN, WORD } from '../../marks.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { haraka } from './haraka.ts';
import type { LogLine, Memory } from './log-line.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { powermta } from './powermta.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';

const kinds: readonly LogLine[] = [postfix, exim, opensmtpd, sendmail, qmail, haraka, powermta, exchange];

const SOME =
  /status=(?:bounced|deferred|expired|undeliverable)|NOQUEUE: reject| (?:\*\*|==) \S{1,330}@|\bstat=|delivery \d+: (?:failure|deferral)|\bresult="?(?:Perm|Temp)Fail|\[outbound\]|^(?:type,timeLogged|(?:b|t|tq|rb|rs),)|,(?:FAIL|DEFER|BADMAIL),/m;

/** A line that says that a mail arrived, and for whom. */
const ARRIVED =
  /(?:\bto=<|=> |\brcpt=<)([^\s<>]{1,64}@[^\s<>,]{1,253})(?=[\s\S]{0,2000}(?:status=sent|stat=Sent|result="?Ok|\b2[05]0[ -]|C="2))/i;

/** @returns false where no mark of `SOME` is in the text */
function mayBeLog(text: string): boolean {
  const { signs, words } = marksOf(text);
  if ((signs & (SIGN.equals | SIGN.star | SIGN.tightComma)) !== 0) return true;
  if ((words & (WORD.log | WORD.deliver)) !== 0) return true;
  // A record of a letter or two, at the front of any line.
  return (signs & SIGN.comma) !== 0 && ((signs & SIGN.newline) !== 0 || text.slice(0, 3).includes(','));
}

/** Longest log line that is read, in characters. */
const MAX_LINE = 8000;

export const mailLog: Reader = {
  name: 'mail log',
  recognises: (text) => mayBeLog(text) && SOME.test(text),
  read(text) {
    const passages: Passage[] = [];
    const memory: Memory = new Map();
    const arrived = new Map<string, number>();
    let last: LogLine | null = null;
    for (let at = 0; at < text.length; ) {
      const stop = text.indexOf('\n', at);
      const end = stop < 0 ? text.length : stop;
      const line = text.slice(at, Math.min(end, at + MAX_LINE)).trimEnd();
      if (line.length > 12) {
        const read = readLine(line, memory, last);
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
  last: LogLine | null,
): { kind: LogLine; found: readonly Found[] } | null {
  for (const kind of last === null ? kinds : [last, ...kinds]) {
    const found = kind.mark.test(line) ? kind.read(line, memory) : null;
    if (found !== null) return { kind, found };
  }
  return null;
}
