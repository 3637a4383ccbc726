/** Tables with a header line: comma, semicolon and tab separated (RFC 4180), Markdown's, and what SQL clients print. */

import { opened } from './brackets.ts';
import { mayBeMailRow, namedByCells, namesAbove } from './columns.ts';
import { meaningOf } from './keys.ts';
import { type Cells, cellsOf, MIN_COLUMNS, RULE, rowsFrom, SEPARATORS } from './rows.ts';
import { emptyFields, type Fields, put, type Structure, type Value } from './tree.ts';

/** Longest header line, and longest first row below one that names nobody, in characters. */
const MAX_HEADER = 4000;
const LONGEST_ROW = 4000;

/** A header names somebody. */
const NAMES_SOMEBODY =
  /to|rcpt|recip|e-?mail|address|contact|destin|empf|ontvang|mottag|odbior|получ|宛先|收件人|target|(?<!\p{L})(?:an|кому)(?!\p{L})/iu;
const COLUMN = /^[\p{L}_@][\p{L}\p{N} _.()/#-]{0,60}$/u;
/** Files of mail servers, which have readers of their own. */
const ANOTHERS =
  /^\W{0,2}(?:type|timeLogged|timeQueued|orig|rcpt)\b.{0,600}\b(?:dsnStatus|dsnDiag|bounceCat|dlvSourceIp)\b/i;
/** A row of such a file: PowerMTA's begin with what became of a mail, and when. */
const ROW_OF_ANOTHERS = /^"?(?:b|t|tq|d|r|f|rb|rs)"?,"?\d{4}-\d\d-\d\d \d\d:\d\d/;
const SEPARATOR = /[,\t;|]/;

type Header = { readonly names: Cells; readonly separator: string };

/** @returns the tables of a text, each as a list of rows */
export function tablesIn(text: string): readonly Structure[] {
  const found: Structure[] = [];
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at);
    const line = end - at < MAX_HEADER && end < text.length ? text.slice(at, end) : '';
    const header = headerOf(line);
    const table = header === null ? unnamedTable(text, at, line) : namedTable(text, at, header);
    if (table !== null) found.push(table);
    at = Math.max(table?.end ?? 0, end + 1);
  }
  return found;
}

function lineEnd(text: string, at: number): number {
  const stop = text.indexOf('\n', at);
  return stop < 0 ? text.length : stop;
}

function headerOf(line: string): Header | null {
  if (!NAMES_SOMEBODY.test(line) || /\S@\S/.test(line) || ANOTHERS.test(line)) return null;
  for (const separator of SEPARATORS) {
    if (!line.includes(separator)) continue;
    const names = cellsOf(line, separator);
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

/** A table whose header says whose address it holds. */
function namedTable(text: string, start: number, { names, separator }: Header): Structure | null {
  const first = lineEnd(text, start) + 1;
  const { rows, end } = rowsFrom(text, first, separator, names.length, () => true);
  return rows.length === 0 ? null : structureOf(start, end, names, rows);
}

/** A table whose rows tell by themselves that they are mails: its header names nobody, or is missing. */
function unnamedTable(text: string, start: number, line: string): Structure | null {
  if (!SEPARATOR.test(line)) return null;
  const next = belowLine(text, start + line.length);
  const below = next < 0 ? '' : text.slice(next, lineEnd(text, next));
  if (ROW_OF_ANOTHERS.test(line) || (ANOTHERS.test(line) && ROW_OF_ANOTHERS.test(below))) return null;
  for (const separator of SEPARATORS) {
    const names = line.includes(separator) ? namesAbove(line, below, separator) : null;
    if (names === null) continue;
    const first = names.every((name) => name === '') ? start : next;
    const { rows, end } = rowsFrom(text, first, separator, names.length, mayBeMailRow);
    if (rows.length > 1 || (rows.length > 0 && first === next && isHeader(line, names)))
      return structureOf(start, end, names, rows);
  }
  return null;
}

/** Behind a comma of a sentence stands a blank, in most tables none. */
const SENTENCE = /[,;] /;

/** "hi, all from this morning:" holds no keys. */
const isPhrase = (name: string): boolean => !COLUMN.test(name) || name.split(' ').length > 3;

/** @returns whether a line above a single row says what its columns hold: a key of somebody's, or one of an answer */
function isHeader(line: string, names: Cells): boolean {
  if (ANOTHERS.test(line) || (SENTENCE.test(line) && names.some(isPhrase))) return false;
  const meanings = names.map(meaningOf);
  return (
    meanings.some(({ whose }) => whose !== null) ||
    (!SENTENCE.test(line) && meanings.some(({ said, fact }) => said > 1 || fact !== null))
  );
}

/** @returns where the next line stands that is no drawn rule; -1: there is none, or it is too long */
function belowLine(text: string, end: number): number {
  const next = end + 1;
  const stop = lineEnd(text, next);
  if (stop - next > LONGEST_ROW) return -1;
  if (!RULE.test(text.slice(next, stop))) return next < text.length ? next : -1;
  return stop + 1 < text.length && lineEnd(text, stop + 1) - stop < LONGEST_ROW ? stop + 1 : -1;
}

function structureOf(start: number, end: number, names: Cells, rows: readonly Cells[]): Structure {
  const named = namedByCells(names, rows);
  const value = rows.flatMap((cells): readonly Value[] => {
    const fields = emptyFields();
    named.forEach((name, i) => {
      const cell = cells[i] ?? '';
      if (name !== '' && cell !== '') put(fields, name, opened(cell));
    });
    return traced(fields);
  });
  return { start, end, value };
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
