/**
 * Reads data in brackets as people paste it: JSON, pretty or on one line, in a log line or in a string; objects as
 * Node prints them; Python's and Ruby's dictionaries and tuples; PHP's arrays (`print_r`, `var_dump`, `var_export`).
 * Lenient: what is cut off at the end, or broken off in the middle, is read up to there. Each character is looked at
 * once for each string in a string that it stands in, and no more than `MAX_NESTED` of those are opened.
 */
import { isWhite, signsOf } from '../quick.ts';
import { emptyFields, type Filling, isList, put, type Structure, type Value } from './tree.ts';

/** Brackets in brackets, and strings that hold structures in strings that do. */
const MAX_DEPTH = 24;
const MAX_NESTED = 5;
/** A structure in a string is at least this long. */
const SHORTEST_NESTED = 12;

/** Stands for a line break inside a string that its writer didn't make: white space, and no part of an address. */
export const BROKEN = '\v';

/** What a bare key never begins with. */
const NO_KEY = signsOf('"\'`[{(]})');
const [AMPERSAND, LETTER_S] = [38, 115];

/** What begins a structure: an object, a list of something quoted or bracketed … */
const OPENING =
  /\{\s{0,200}(?:["'}]|[bu]?['"]|:?[A-Za-z_$][\w$-]{0,60}["']?\s{0,9}(?::(?![:=])|=>))|\[\s{0,200}(?:[{["'(]|b'|\}|:?\w{1,40}\s{0,4}=>)/g;
/** … or PHP's arrays and objects. */
const PHP_OPENING = /\b(?:[Aa]rray|\w{1,60} Object)\s{0,20}\((?:\d{1,6}\)\s{0,9}\{)?\s{0,99}[["']/;
const ANY_OPENING = new RegExp(`${OPENING.source}|${PHP_OPENING.source}`, 'g');

const NUMBER = /-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,4})?(?=[\s,}\])]|$)/y;
const NAME = /:?[A-Za-z_$@][\w$@.-]{0,80}/y;
const KEY = /:?([A-Za-z_$@][\w$@.-]{0,80}|\d{1,20})(?=\s{0,20}(?:=>|:(?![:=])))/y;
const PHP_KEY = /\[(["']?)([^[\]"'\n]{1,100})\1(?::[\w":\\]{1,60})?\]\s{0,9}=>[^\S\n]{0,9}/y;
const SEPARATOR = /\s{0,200}(?:=>|:(?![:=]))/y;
const PHP_TYPE = /string\(\d{1,9}\)\s{1,3}(?=")|&(?=array)/y;
/** An error as Node prints it inside a structure: its message, its stack, and its own fields in braces … */
const ERROR =
  /(\w{0,40}(?:Error|Exception)(?: \[\w{1,60}\])?: [^{}\n]{0,500})((?:\n\s{1,40}at [^\n{]{1,300}){0,40})(\s{0,9}\{)?/y;
/** … and one that has no stack. */
const STACKLESS = /\[(\w{0,40}(?:Error|Exception): [^{}[\]\n]{0,500})\](\s{0,9}\{)?/y;
const BARE = /[^,}\])\n]{0,400}/y;
/** A value that Go printed, up to the next field's name or the end. */
const PRINTED =
  /(?!["'`[{(&])(?:[^{},\n]|,(?!\s?["'\w]{1,40}:)){1,400}?(?=\s[A-Z]\w{0,40}:(?=\S)|\}(?=[\s.,;:)\]]|$))/y;
const BARE_LINE = /[^\n]{0,2000}/y;

const CONSTANTS: Readonly<Record<string, Value>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
  null: null,
  Null: null,
  NULL: null,
  None: null,
  nil: null,
  undefined: null,
  NaN: null,
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '' };
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** @returns the structures of a text, in order; what isn't one is passed over */
export function structuresIn(text: string): readonly Structure[] {
  const found: Structure[] = [];
  const opening = text.includes('rray') || text.includes(' Object') ? ANY_OPENING : OPENING;
  if (opening === OPENING && !text.includes('{') && !text.includes('[')) return found;
  opening.lastIndex = 0;
  for (let at = opening.exec(text); at; at = opening.exec(text)) {
    const reading = new Reading(text, at.index, 0);
    const value = reading.value();
    // A bare list says of nothing what it is.
    if (reading.keys > 0 && value !== null && typeof value === 'object')
      found.push({ start: at.index, end: reading.at, value });
    opening.lastIndex = Math.max(reading.at, at.index + 1);
  }
  return found;
}

/** @returns what a string holds where that is a structure from end to end; else the string as it is */
export function opened(text: string, nested = 0): Value {
  if (nested >= MAX_NESTED || text.length < SHORTEST_NESTED) return text;
  const first = /^\s{0,99}([[{])/.exec(text);
  if (first === null || !/[\]}]\s{0,99}$/.test(text.slice(-120))) return text;
  const reading = new Reading(text, text.indexOf(first[1] as string), nested + 1);
  const value = reading.value();
  return reading.isBroken || reading.keys === 0 || text.slice(reading.at).trim() !== '' ? text : value;
}

class Reading {
  readonly text: string;
  at: number;
  /** Keys and items that were read, and the keys among them. */
  entries = 0;
  keys = 0;
  /** Something that is no data was met, or the end of the text: all that was read up to there stands. */
  isBroken = false;
  readonly nested: number;
  private depth = 0;

  constructor(text: string, at: number, nested: number) {
    this.text = text;
    this.at = at;
    this.nested = nested;
  }

  value(): Value {
    this.skip();
    const first = this.text.charCodeAt(this.at);
    if (first === LETTER_S || first === AMPERSAND) this.take(PHP_TYPE);
    const sign = this.text[this.at];
    if (sign === undefined) return this.broken(null);
    const error = this.error(sign);
    if (error !== null) return error;
    if (sign === '{' || sign === '[' || sign === '(') return this.within(sign);
    if (sign === '"' || sign === "'" || sign === '`') return this.string(sign);
    const quote = this.text[this.at + 1];
    if ((sign === 'b' || sign === 'u' || sign === 'r') && (quote === "'" || quote === '"')) {
      this.at += 1;
      return this.string(quote);
    }
    const number = this.take(NUMBER);
    if (number !== null)
      return Number.isSafeInteger(Number(number)) || number.includes('.') ? Number(number) : number;
    const from = this.at;
    const name = this.take(NAME);
    if (name !== null) {
      const constant = CONSTANTS[name];
      if (constant !== undefined && !/[\w@(]/.test(this.text[this.at] ?? '')) return constant;
      const next = /(?: Object)?\s{0,20}(\(\d{1,9}\)\s{0,9}\{|[({])/y;
      next.lastIndex = this.at;
      const call = next.exec(this.text)?.[1];
      if (call !== undefined) {
        // `array(2) {` of var_dump, `Array (` of print_r, `SMTPError(…)`, `Headers {…}`: what is in it counts.
        this.at = next.lastIndex - 1;
        const inside = this.within(call.length > 1 ? '{' : call);
        return Array.isArray(inside) && inside.length === 1 ? (inside[0] as Value) : inside;
      }
      this.at = from;
    }
    return (this.take(BARE) ?? '').trim();
  }

  /** Go's `{From:… To:… Err:550 …}`, where each name stands right before its value, and only a blank parts the fields. */
  private printed(): string | null {
    if (this.text[this.at - 1] !== ':' || isWhite(this.text, this.at)) return null;
    PRINTED.lastIndex = this.at;
    const bare = PRINTED.exec(this.text)?.[0];
    if (bare === undefined || bare === '') return null;
    this.at += bare.length;
    return bare;
  }

  /** An error with a stack or with fields; its message is one of them. */
  private error(sign: string): Value {
    const isStackless = sign === '[';
    const capital = isStackless ? (this.text[this.at + 1] ?? '') : sign;
    if (capital < 'A' || capital > 'Z') return null;
    const pattern = isStackless ? STACKLESS : ERROR;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null || !(isStackless || found[2] || found[3])) return null;
    const message = (found[1] as string).trim();
    this.at = pattern.lastIndex;
    if (found.at(-1)?.endsWith('{') !== true) return message;
    this.at -= 1;
    const fields = this.within('{');
    if (fields === null || typeof fields !== 'object' || isList(fields)) return message;
    return Object.assign(emptyFields(), { message }, fields);
  }

  /** An object or a list, whichever it proves to be. */
  private within(open: string): Value {
    if (this.depth >= MAX_DEPTH) return this.broken(null);
    this.depth += 1;
    this.at += 1;
    const close = CLOSING[open] as string;
    // A hostile text opens a million of them, and most hold nothing.
    let fields: Filling | null = null;
    let items: Value[] | null = null;
    for (;;) {
      this.skip();
      while (this.text[this.at] === ',' || this.text[this.at] === ';') {
        this.at += 1;
        this.skip();
      }
      const sign = this.text[this.at];
      if (sign === undefined) this.isBroken = true;
      if (sign === close) this.at += 1;
      if (this.isBroken || sign === close) break;
      const before = this.at;
      const key = this.key(open);
      if (key !== null) {
        fields ??= emptyFields();
        this.entries += 1;
        this.keys += 1;
        put(fields, key, (open === '{' ? this.printed() : null) ?? this.member(open));
      } else {
        const value = this.isBroken ? null : this.value();
        if (typeof value !== 'object' && this.isSeparator()) {
          fields ??= emptyFields();
          this.take(SEPARATOR);
          this.entries += 1;
          this.keys += 1;
          put(fields, String(value), this.member(open));
        } else if (open === '{' && fields !== null) {
          this.isBroken = true;
        } else if (value !== null || this.at > before) {
          this.entries += 1;
          items ??= [];
          items.push(value);
        }
      }
      if (this.at === before) this.isBroken = true;
    }
    this.depth -= 1;
    if (this.entries === 0 && this.isBroken) return null;
    if (fields !== null || (open === '{' && items === null)) return fields ?? emptyFields();
    return items ?? [];
  }

  /** A bare key, `to:` or `:to =>` or `[to] =>`; the separator is taken along. */
  private key(open: string): string | null {
    if (open !== '[' && this.text[this.at] === '[') {
      PHP_KEY.lastIndex = this.at;
      const php = PHP_KEY.exec(this.text);
      if (php) {
        this.at = PHP_KEY.lastIndex;
        return php[2] as string;
      }
    }
    // One in quotes is read as a value, and its separator met behind it.
    if (NO_KEY[this.text.charCodeAt(this.at)] === 1) return null;
    KEY.lastIndex = this.at;
    const bare = KEY.exec(this.text);
    if (
      bare === null ||
      (open === '[' && this.text.slice(KEY.lastIndex, KEY.lastIndex + 22).trimStart()[0] !== '=')
    )
      return null;
    this.at = KEY.lastIndex;
    this.take(SEPARATOR);
    return bare[1] as string;
  }

  /** The value of a key. In PHP's `print_r` it is bare, to the end of its line. */
  private member(open: string): Value {
    if (open !== '(') return this.value();
    this.takeBlanks();
    if (/["'[({\n]|[bu]['"]/y.test(this.text.slice(this.at, this.at + 2))) return this.value();
    const line = /(?:Array|\w{1,60} Object)\s{0,9}\n\s{0,200}\(/y;
    line.lastIndex = this.at;
    if (line.test(this.text)) {
      this.at = line.lastIndex - 1;
      return this.within('(');
    }
    NAME.lastIndex = this.at;
    if (/^(?:array|new|\\?stdClass)\b/i.test(this.text.slice(this.at, this.at + 12))) return this.value();
    const rest = (this.take(BARE_LINE) ?? '').trim();
    const bare = rest.replace(/,$/, '');
    return bare in CONSTANTS ? (CONSTANTS[bare] as Value) : bare;
  }

  private string(quote: string): Value {
    const { text } = this;
    const start = this.at + 1;
    let plain = '';
    let from = start;
    let broken = -1;
    for (let at = start; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      if (sign === 92) {
        const [decoded, length] = escapeAt(text, at);
        plain += unbroken(text.slice(from, at)) + decoded;
        from = at + length;
        at = from - 1;
      } else if (text[at] === quote) {
        this.at = at + 1;
        return opened(plain + unbroken(text.slice(from, at)), this.nested);
      } else if (sign === 10 && broken < 0) broken = at;
    }
    // Cut off. Where lines follow, they are no part of it.
    const end = broken < 0 ? text.length : broken;
    this.at = end;
    return this.broken(broken < 0 ? plain + text.slice(Math.min(from, end), end) : text.slice(start, end));
  }

  private isSeparator(): boolean {
    SEPARATOR.lastIndex = this.at;
    return SEPARATOR.test(this.text);
  }

  private skip(): void {
    while (isWhite(this.text, this.at)) this.at += 1;
  }

  private takeBlanks(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at += 1;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private broken(value: Value): Value {
    this.isBroken = true;
    return value;
  }
}

/** A line break that a mail or chat program put into a string; one of its own is written `\\n`. */
const unbroken = (text: string): string => (text.includes('\n') ? text.replaceAll('\n', BROKEN) : text);

/** @returns what an escape at this place stands for, and how long it is; an unknown one stands for its character */
function escapeAt(text: string, at: number): readonly [string, number] {
  const sign = text[at + 1] ?? '';
  if (sign === 'u' || sign === 'x') {
    const hex = /(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/y;
    hex.lastIndex = at + 1;
    const found = hex.exec(text);
    const code = Number.parseInt(found?.[1] ?? found?.[2] ?? found?.[3] ?? '', 16);
    if (found && code <= 0x10ffff) return [String.fromCodePoint(code), 1 + found[0].length];
  }
  // A string that a shell or a mail program broke over lines.
  if (sign === '\n') return ['', 2];
  return [ESCAPES[sign] ?? sign, 2];
}
