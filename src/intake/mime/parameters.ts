/** A field that is a value with parameters: Content-Type (RFC 2045 §5.1), Content-Disposition (RFC 2183). */
import { asBytes, asText, textOf } from './charset.ts';

export type Structured = {
  /** In lower case. */
  readonly value: string;
  /** By lower-case names, each the first of its name; those in pieces (RFC 2231) put together. */
  readonly parameters: ReadonlyMap<string, string>;
};

/** @param field as it was written, unfolded, a character a byte */
export function structured(field: string): Structured {
  const plain = withoutComments(field);
  const { text: value, next } = valueAt(plain, 0);
  const parameters = new Map<string, string>();
  let hasPieces = false;
  for (let at = next; at < plain.length; ) {
    const stop = nameEnd(plain, at);
    const name = plain.slice(at, stop).trim().toLowerCase();
    const isValued = plain[stop] === '=';
    const given = isValued ? valueAt(plain, stop + 1) : { text: '', next: stop + 1 };
    if (!parameters.has(name) && (isValued || name !== '')) {
      parameters.set(name, asText(given.text));
      hasPieces ||= name.includes('*');
    }
    at = given.next;
  }
  return { value: value.toLowerCase(), parameters: hasPieces ? joined(parameters) : parameters };
}

function nameEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) if (text[i] === '=' || text[i] === ';') return i;
  return text.length;
}

/**
 * A token, a quoted string, or a careless mixture of the two. What comes behind a quoted string doesn't count: with
 * it a boundary would be one that stands nowhere.
 * @returns the value, and where the next parameter begins
 */
function valueAt(text: string, start: number): { text: string; next: number } {
  let value = '';
  /** Blanks count only between two pieces. */
  let gap = '';
  let wasQuoted = false;
  let at = start;
  while (at < text.length && text[at] !== ';') {
    const from = at;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      const quoted = text.slice(at + 1, close);
      if (!wasQuoted) value += (value === '' ? '' : gap) + unescaped(quoted);
      wasQuoted = true;
      at = close + 1;
      continue;
    }
    if (isBlank(text[at])) {
      while (isBlank(text[at])) at++;
      gap += text.slice(from, at);
      continue;
    }
    while (at < text.length && text[at] !== ';' && text[at] !== '"' && !isBlank(text[at])) at++;
    if (wasQuoted) continue;
    value += (value === '' ? '' : gap) + text.slice(from, at);
    gap = '';
  }
  return { text: value, next: at + 1 };
}

const isBlank = (sign: string | undefined): boolean => sign === ' ' || sign === '\t';

function closingQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

const unescaped = (quoted: string): string =>
  quoted.includes('\\') ? quoted.replace(/\\([\s\S]?)/g, '$1') : quoted;

/**
 * Comments (RFC 822 §3.4.3) may stand wherever blanks may. In a value, what follows no blank is part of it:
 * `filename=Invoice(1).pdf`. One that is never closed is none if a parameter follows.
 */
export function withoutComments(field: string): string {
  if (!field.includes('(')) return field;
  let kept = '';
  let from = 0;
  let depth = 0;
  let open = 0;
  let isBehindBlank = true;
  let isQuoted = false;
  let isValue = false;
  for (let at = 0; at < field.length; at++) {
    const sign = field[at];
    if (sign === '\\') at++;
    else if (depth === 0 && sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '(' && depth > 0) depth++;
    else if (sign === '(') {
      if (at > from) isBehindBlank = isBlank(field[at - 1]);
      if (isValue && !isBehindBlank) continue;
      kept += field.slice(from, at);
      open = at;
      depth = 1;
    } else if (sign === ')' && depth > 0) {
      depth--;
      from = at + 1;
    } else if (depth === 0 && sign === '=') isValue = true;
    else if (depth === 0 && sign === ';') isValue = false;
  }
  if (depth === 0) return kept + field.slice(from);
  return field.includes(';', open) ? field : kept;
}

type Piece = { readonly number: number; readonly text: string; readonly isEncoded: boolean };

/** Values in pieces and in another character set: `name*0*=utf-8''%c3%a4; name*1=.txt` (RFC 2231 §3 and §4). */
function joined(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const whole = new Map<string, string>();
  const pieces = new Map<string, { charset: string; all: Piece[] }>();
  for (const [key, text] of parameters) {
    const [mark, digits = '0'] = /\*(?:(\d{1,9})\*?)?$/.exec(key) ?? [];
    if (mark === undefined) {
      if (!pieces.has(key)) whole.set(key, text);
      continue;
    }
    const name = key.slice(0, -mark.length);
    const number = Number(digits);
    const isEncoded = mark.endsWith('*');
    const told = pieces.get(name) ?? { charset: 'utf-8', all: [] };
    const labelled = number === 0 && isEncoded ? /^([^']*)'[^']*'/.exec(text) : null;
    if (labelled !== null) told.charset = labelled[1] || 'utf-8';
    told.all.push({ number, text: labelled === null ? text : text.slice(labelled[0].length), isEncoded });
    pieces.set(name, told);
  }
  for (const [name, { charset, all }] of pieces) whole.set(name, inOrder(all, charset));
  return whole;
}

/** A character may begin in one encoded piece and end in the next. */
function inOrder(pieces: Piece[], charset: string): string {
  let text = '';
  let encoded = '';
  for (const piece of pieces.sort((a, b) => a.number - b.number)) {
    if (piece.isEncoded) encoded += piece.text;
    else {
      text += decoded(encoded, charset) + piece.text;
      encoded = '';
    }
  }
  return text + decoded(encoded, charset);
}

const decoded = (encoded: string, charset: string): string =>
  encoded === ''
    ? ''
    : textOf(
        Buffer.from(
          asBytes(encoded).replace(/%([\da-f]{2})/gi, (_, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
          'latin1',
        ),
        charset,
      );
