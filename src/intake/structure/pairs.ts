/** Lines of `key=value`: logfmt, what mail programs write into their logs, and the bodies of web forms. */
import { codesIn } from '../codes.ts';
import { saysExample } from '../roles/example.ts';
import { opened } from './brackets.ts';
import { meaningOf } from './keys.ts';
import { emptyFields, type Filling, put, type Structure } from './tree.ts';

/** Longest line that is read, in characters. */
const MAX_LINE = 16_000;
const KEY = /(?:^|[\s,;|{])([A-Za-z_@][\w@.-]{0,60}) ?=(?![=>]) ?/g;
const QUOTED = /"((?:[^"\\]|\\[\s\S]){0,8000})"|'((?:[^'\\]|\\[\s\S]){0,8000})'/y;
const FORM = /^[\w.[\]%-]{1,80}=[^\s&]*&/;

/** @returns the lines that hold at least two known keys, one of which names somebody or holds an answer */
export function pairsIn(text: string): readonly Structure[] {
  const found: Structure[] = [];
  for (let at = 0; at < text.length; ) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(end, at + MAX_LINE));
    if (line.includes('=') && (line.includes('@') || line.includes('%40'))) {
      const fields = formIn(line) ?? pairsOf(line);
      if (fields !== null) found.push({ start: at, end, value: fields });
    }
    at = end + 1;
  }
  return found;
}

const namesSomebody = (key: string): boolean => {
  const { whose } = meaningOf(key);
  return whose === 'recipient' || whose === 'original' || whose === 'email';
};

/** @returns whether a key names a recipient, perhaps one in a quoted value: few lines with `=` have any */
function hasRecipient(line: string): boolean {
  KEY.lastIndex = 0;
  for (let match = KEY.exec(line); match; match = KEY.exec(line)) {
    if (namesSomebody(match[1] as string)) return true;
    // The blank behind the sign may be the one before the next key.
    if (match[0].endsWith(' ')) KEY.lastIndex -= 1;
  }
  return false;
}

function pairsOf(line: string): Filling | null {
  if (!hasRecipient(line)) return null;
  const fields = emptyFields();
  KEY.lastIndex = 0;
  let before: string | null = null;
  let first = -1;
  let from = 0;
  const close = (to: number): void => {
    if (before !== null) bare(fields, before, line.slice(from, to));
    before = null;
  };
  for (let match = KEY.exec(line); match; match = KEY.exec(line)) {
    close(match.index);
    if (first < 0) first = match.index;
    const name = match[1] as string;
    from = match.index + match[0].length;
    QUOTED.lastIndex = from;
    const quoted = QUOTED.exec(line);
    if (quoted) {
      put(fields, name, opened(unescaped(quoted[1] ?? quoted[2] ?? '')));
      from = QUOTED.lastIndex;
      KEY.lastIndex = from;
      // A sign right behind belongs to the next key.
      const rest = /^[\s,;|]{0,3}\(([^()]{3,600})\)\s{0,9}$/.exec(line.slice(from));
      if (rest) put(fields, 'response', rest[1] as string);
    } else {
      before = name;
      // The blank before the next key may be the one that ends this match.
      KEY.lastIndex = from > 0 && /\s/.test(line[from - 1] ?? '') ? from - 1 : from;
    }
  }
  close(line.length);
  const names = Object.keys(fields).map(meaningOf);
  const isKnown =
    names.filter(({ whose, fact, said }) => whose !== null || fact !== null || said > 0).length > 1;
  if (!isKnown || !Object.keys(fields).some(namesSomebody)) return null;
  const head = line.slice(0, Math.max(0, first)).trim();
  if (head !== '' && saysExample(head)) return null;
  if (head !== '') put(fields, hasCode(head) ? 'response' : 'line', head);
  return fields;
}

/** A value without quotes: one word for a fact or an address, with an answer behind it perhaps. */
function bare(fields: Filling, key: string, raw: string): void {
  const value = raw.trim().replace(/[,;|}]+$/, '');
  const { said, whose, fact } = meaningOf(key);
  const gap = /[\s:](?=[^@]*$)/.exec(value);
  if (said > 1 || gap === null || (whose === null && fact === null)) put(fields, key, value);
  else {
    put(fields, key, value.slice(0, gap.index));
    const rest = value.slice(gap.index).replace(/^[\s:(]{1,4}|\)$/g, '');
    if (/\p{L}{2}/u.test(rest)) put(fields, hasCode(rest) ? 'response' : 'line', rest);
  }
}

function hasCode(text: string): boolean {
  const codes = codesIn(text);
  return codes.replyCode !== null || codes.enhancedCode !== null;
}

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(u([\da-fA-F]{4})|[\s\S])/g, (_, sign: string, hex?: string) =>
        hex === undefined
          ? sign === 'n'
            ? '\n'
            : sign === 't'
              ? '\t'
              : sign === 'r'
                ? ''
                : sign
          : String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;

/** `to=ann%40example.com&status=Bounced&category=NoMailbox`, alone on its line or behind a label. */
function formIn(line: string): Filling | null {
  if (!line.includes('&')) return null;
  const body = line
    .trim()
    .split(/\s+/)
    .find((word) => word.includes('&') && word.includes('='))
    ?.replace(/^.{0,300}\?(?=[\w.-]{1,60}=)/, '');
  if (body === undefined || !FORM.test(body)) return null;
  const fields = emptyFields();
  for (const part of body.split('&').slice(0, 200)) {
    const at = part.indexOf('=');
    if (at > 0) put(fields, plain(part.slice(0, at)), opened(plain(part.slice(at + 1))));
  }
  const names = Object.keys(fields).map(meaningOf);
  return names.length > 2 ? fields : null;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
