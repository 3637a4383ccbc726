/** Fields one a line, as people type them into tickets and as YAML and .env have them: `Recipient: …`, `to = …`. */
import { opened } from './brackets.ts';
import { type Fact, meaningOf } from './keys.ts';
import { emptyFields, type Filling, put, type Structure, type Value } from './tree.ts';

const FIELD =
  /^[\s>|*•·–+-]{0,8}(?:\*\*|__|"|')?(\p{L}[\p{L}\p{N} _./'()-]{0,40}?)(?:\*\*|__|"|')?\s{0,6}(?::(?!\/\/)|=>|→|=|\t|\|)(?:\*\*|__)?[ \t]{0,20}(.*)$/u;
/** Reports have readers of their own (RFC 3464, RFC 5965), and a mail's header isn't a form. */
const REPORT =
  /^(?:final-recipient|original-recipient|diagnostic-code|reporting-mta|remote-mta|feedback-type|received|mime-version|content-type|dkim-signature)\s?:/i;
const MAX_LINE = 4000;
/** Lines that one value runs over. */
const MOST_LINES = 12;

type Block = {
  start: number;
  end: number;
  fields: Filling;
  names: Set<string>;
  last: string | null;
  lines: number;
};

/** @returns blocks of lines that name a recipient and tell why, or what became of the mail */
export function keyLinesIn(text: string): readonly Structure[] {
  const found: Structure[] = [];
  let block: Block | null = null;
  let blanks = 0;
  let isReport = false;
  const close = (): void => {
    if (block !== null && !isReport && isWhole(block))
      found.push({ start: block.start, end: block.end, value: block.fields });
    block = null;
    isReport = false;
  };
  for (let at = 0; at <= text.length; ) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(end, at + MAX_LINE));
    const mayBeField = isParted(line);
    const field = mayBeField && line.length < MAX_LINE ? FIELD.exec(line) : null;
    const key = field?.[1]?.trim() ?? '';
    const meaning = field === null ? null : meaningOf(key);
    const isKnown =
      meaning !== null &&
      (meaning.whose !== null || meaning.fact !== null || meaning.said > 0 || meaning.isElse);
    if (mayBeField && REPORT.test(line.trimStart())) isReport = true;
    if (line.trim() === '') {
      blanks += 1;
      if (blanks > 1) close();
    } else if (field !== null && isKnown) {
      const name = key.toLowerCase();
      // The same key again begins the next one.
      if (
        block !== null &&
        ((block as Block).names.has(name) || (blanks > 0 && meaning.whose === 'sender' && isWhole(block)))
      )
        close();
      block ??= { start: at, end, fields: emptyFields(), names: new Set(), last: null, lines: 0 };
      put(block.fields, key, opened(unquoted(field[2] ?? '')));
      block.names.add(name);
      block.last = key;
      block.lines = 0;
      block.end = end;
      blanks = 0;
    } else if (
      block !== null &&
      blanks === 0 &&
      block.last !== null &&
      field === null &&
      block.lines < MOST_LINES
    ) {
      const value = block.fields[block.last];
      if (typeof value === 'string')
        block.fields[block.last] = value === '' ? line.trim() : `${value}\n${line.trim()}`;
      block.lines += 1;
      block.end = end;
    } else if (field !== null && block !== null && blanks === 0) {
      block.last = null;
      block.end = end;
    } else close();
    at = end + 1;
  }
  close();
  return found;
}

/** Characters of a line in which a field's name ends. */
const LONGEST_NAME = 64;

/** @returns whether something that parts names from values stands near the line's front */
function isParted(line: string): boolean {
  const front = line.length > LONGEST_NAME ? line.trimStart() : line;
  const end = Math.min(front.length, LONGEST_NAME);
  for (let i = 0; i < end; i++) {
    const code = front.charCodeAt(i);
    if (code === COLON || code === EQUALS || code === TAB || code === BAR || code === ARROW) return true;
  }
  return false;
}
const [COLON, EQUALS, TAB, BAR, ARROW] = [58, 61, 9, 124, 0x2192];

/** @returns whether a block names a recipient, and tells why or what became of the mail */
function isWhole({ fields }: Block): boolean {
  let names = false;
  let tells = false;
  for (const key in fields) {
    const { whose, fact, said } = meaningOf(key);
    tells ||= whose === null && (said > 0 || (fact !== null && FATE.has(fact)));
    names ||=
      (whose === 'recipient' || whose === 'original' || whose === 'email') &&
      namesAnybody(fields[key] as Value);
    if (names && tells) return true;
  }
  return false;
}

/** The value of a line may be a structure. */
const namesAnybody = (value: Value): boolean =>
  /\S@\S/.test(typeof value === 'string' ? value : JSON.stringify(value));

const FATE: ReadonlySet<Fact> = new Set<Fact>(['event', 'status', 'class', 'classOrCode', 'enhanced']);

const unquoted = (value: string): string => value.trim().replace(/^(["'`])(.*)\1[,;]?$/s, '$2');
