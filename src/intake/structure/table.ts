/** Tables with a header line: comma, semicolon and tab separated (RFC 4180), Markdown's, and what SQL clients print. */

import { opened } from './brackets.ts';
import { meaningOf } from './keys.ts';
import { emptyFields, type Fields, put, type Structure, type Value } from './tree.ts';

/** Longest header line, and longest quoted value, in characters. */
const MAX_HEADER = 4000;
const MAX_QUOTED = 20_000;
const MIN_COLUMNS = 2;

/** A header names somebody. */
const NAMES_SOMEBODY =
  /to|rcpt|recip|e-?mail|address|contact|destin|empf|ontvang|mottag|odbior|получ|宛先|收件人|target/i;
const COLUMN = /^[\p{L}_@][\p{L}\p{N} _.()/#-]{0,60}$/u;
/** Files of mail servers, which have readers of their own. */
const ANOTHERS =
  /^\W{0,2}(?:type|timeLogged|timeQueued|orig|rcpt)\b.{0,600}\b(?:dsnStatus|dsnDiag|bounceCat|dlvSourceIp)\b/i;
const RULE = /^[\s|+:=-]{3,}$/;

/** @returns the tables of a text, each as a list of rows */
export function tablesIn(text: string): readonly Structure[] {
  const found: Structure[] = [];
  for (let at = 0; at < text.length; ) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const columns = end - at < MAX_HEADER && stop > 0 ? headerOf(text.slice(at, end)) : null;
    const table = columns === null ? null : rowsFrom(text, at, end + 1, columns);
    if (table !== null) found.push(table);
    at = table === null ? end + 1 : Math.max(table.end, end + 1);
  }
  return found;
}

type Header = { readonly names: readonly string[]; readonly separator: string };

function headerOf(line: string): Header | null {
  if (!NAMES_SOMEBODY.test(line) || /\S@\S/.test(line) || ANOTHERS.test(line)) return null;
  for (const separator of [',', '\t', ';', '|']) {
    if (!line.includes(separator)) continue;
    const names = rowAt(trimmed(line, separator), 0, separator).fields.map((name) => name.trim());
    if (names.length < MIN_COLUMNS || !names.every((name) => name === '' || COLUMN.test(name))) continue;
    const meanings = names.map(meaningOf);
    const isNamed =
      names.some((name) => TRACE.has(name)) ||
      meanings.some(
        ({ whose }) =>
          whose === 'recipient' || whose === 'original' || whose === 'email' || whose === 'listed',
      );
    if (
      isNamed &&
      meanings.some(({ fact, said, whose }) => fact !== null || said > 1 || whose === 'sender' || said > 0)
    )
      return { names, separator };
  }
  return null;
}

function rowsFrom(
  text: string,
  start: number,
  first: number,
  { names, separator }: Header,
): Structure | null {
  const rows: Value[] = [];
  let at = first;
  let last = first;
  while (at < text.length) {
    const stop = text.indexOf('\n', at);
    const lineEnd = stop < 0 ? text.length : stop;
    const line = text.slice(at, lineEnd);
    if (RULE.test(line)) {
      at = lineEnd + 1;
      continue;
    }
    if (line.trim() === '' || !line.includes(separator)) break;
    const isDrawn = separator === '|';
    const row = isDrawn
      ? { fields: trimmed(line, separator).split('|'), end: lineEnd }
      : rowAt(text, at, separator);
    if (row.fields.length < MIN_COLUMNS) break;
    const fields = emptyFields();
    for (let i = 0; i < names.length && i < row.fields.length; i++) {
      const name = names[i] as string;
      // What has commas and no quotes runs on into the last column.
      const isLast = i === names.length - 1 && row.fields.length > names.length && !isDrawn;
      const value = (isLast ? row.fields.slice(i).join(separator) : (row.fields[i] as string)).trim();
      if (name !== '' && value !== '') put(fields, name, opened(value));
    }
    for (const one of traced(fields)) rows.push(one);
    last = row.end;
    at = row.end + 1;
  }
  return rows.length === 0 ? null : { start, end: last, value: rows };
}

/** Microsoft 365's report of a message trace: `ann@example.com##Receive, Fail`, or each apart; the last one counts. */
const TRACE = new Set(['recipient_status', 'RecipientStatus']);
const TRACED = /([^\s;#@]{1,160}@[^\s;#@]{1,253})##(?:\w{3,30}, ?){0,20}(\w{3,30})/g;

/** @returns the row, once for each recipient whose fate a column tells */
function traced(fields: Fields): readonly Fields[] {
  const value = [...TRACE].map((name) => fields[name]).find((cell) => cell !== undefined);
  const told =
    typeof value === 'string' && value.includes('##')
      ? new Map([...value.matchAll(TRACED)].map(([, address = '', status = '']) => [address, status]))
      : null;
  if (told === null || told.size === 0) return [fields];
  return [...told].map(([recipient, status]) =>
    Object.assign(emptyFields(), fields, { recipient, recipient_status: status }),
  );
}

const trimmed = (line: string, separator: string): string =>
  separator === '|' ? line.trim().replace(/^\||\|$/g, '') : line;

/**
 * @param at where a row begins
 * @returns its fields without their quotes, and where its line ends
 */
export function rowAt(
  text: string,
  at: number,
  separator: string,
): { readonly fields: readonly string[]; readonly end: number } {
  const fields: string[] = [];
  let here = at;
  for (;;) {
    let field = '';
    const quoted = text[here] === '"' ? quotedAt(text, here) : null;
    if (quoted !== null) {
      field = quoted.field;
      here = quoted.end;
    }
    let end = here;
    while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
    // What stands behind a closing quote is no part of the field.
    if (quoted === null) field = text.slice(here, end);
    fields.push(field);
    if (end >= text.length || text[end] === '\n') return { fields, end };
    here = end + 1;
    while (text[here] === ' ' && text[here + 1] === '"') here += 1;
  }
}

function quotedAt(text: string, start: number): { readonly field: string; readonly end: number } | null {
  let field = '';
  for (let at = start + 1; at < text.length && at - start < MAX_QUOTED; at++) {
    if (text[at] !== '"') field += text[at];
    else if (text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else return { field, end: at + 1 };
  }
  return null;
}
