/** One entry of a log: a line, or what a mail program, a terminal or a person has broken into several. */
import { endsIn } from '../../quick.ts';
import type { LogLine } from './log-line.ts';

/** Longest entry that is read, in characters, and the lines that one may have been broken into. */
const LONGEST = 8000;
const MOST_LINES = 12;

/** A time, as logs begin their lines; behind a quote or a gutter too. */
const STARTS =
  /^[\s>|]{0,8}(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:|[A-Z][a-z]{2,3}\.? {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:|@[\da-f]{12,24} |\[[A-Z]{3,8}\] |<\d{1,3}>)/;
/** Entries of which the reason can't be there yet. */
const isUnfinished = endsIn(
  /(?:\b\w{2,20}=[^,\n]{1,400},\s{0,3}|:\s{0,3}|(?:\*\*|==) \S{3,320}|\bT=\S{1,60}|[\]:]\s{0,3}[45]\d\d(?:[ -][45]\.\d\.\d{1,3})?\s{0,3})$/,
);
/** A line that names a recipient of its own goes on with nobody else's. */
const NAMES_ANOTHER =
  /\b(?:to|rcpt)=<?\S|(?:^|\s)(?:\*\*|==|=>|->) \S{1,100}@|\bdelivery \d{1,10}: |^\w\S{0,100}@\S{1,255}: [45]\d\d\b/;
/** Colours that terminals show, and that come along when they are copied. */
const COLOURS = /\x1b\[[\d;]{0,12}m/g;

/**
 * @param kinds what a line of any of them looks like begins an entry of its own
 * @returns the entry that begins at a line, in one line, and where it ends in the text
 */
export function entryAt(
  text: string,
  at: number,
  kinds: readonly LogLine[],
): { readonly line: string; readonly end: number } {
  let { line, end } = lineAt(text, at);
  if (!isOpen(line) || !kinds.some((kind) => kind.line.test(line))) return { line, end };
  for (let count = 1; count < MOST_LINES && end < text.length && line.length < LONGEST; count++) {
    const next = lineAt(text, end + 1);
    const isOther = next.line.trim() === '' || STARTS.test(next.line) || NAMES_ANOTHER.test(next.line);
    // What stands behind the closing parenthesis of a reason is somebody's remark.
    if (isOther || (hasWholeReason(line) && !isOpen(line))) break;
    line = `${line.trimEnd()} ${next.line.trim()}`;
    end = next.end;
  }
  return { line, end };
}

/** Whether a line ends with the parenthesis that closes Postfix's reason. */
const hasWholeReason = (line: string): boolean =>
  line.trimEnd().endsWith(')') && /\bstatus=\w{4,13} \(/.test(line);

function lineAt(text: string, at: number): { line: string; end: number } {
  const stop = text.indexOf('\n', at);
  const end = stop < 0 ? text.length : stop;
  const line = text.slice(at, Math.min(end, at + LONGEST)).trimEnd();
  return { line: line.includes('\x1b') ? line.replace(COLOURS, '') : line, end };
}

/** @returns whether a line stops in the middle: behind a comma, or before its parentheses close */
function isOpen(line: string): boolean {
  if (isUnfinished(line)) return true;
  if (!line.includes(' (')) return false;
  let depth = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 40) depth += 1;
    else if (code === 41) depth -= 1;
  }
  return depth > 0;
}
