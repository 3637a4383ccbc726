/**
 * Tables whose columns only blanks part, as `column -t`, `docker`, `psql` without a frame and many programs print them:
 * the header's keys say whose address a column holds. Where a row doesn't fit below its header, it names nobody.
 */
import { meaningOf } from './keys.ts';
import { emptyFields, put, type Structure, type Value } from './tree.ts';

/** Longest line, in characters, and columns that are looked at. */
const LONGEST = 1000;
const MOST_COLUMNS = 20;
const NAME = /^[\p{L}_#][\p{L}\p{N} _./#()-]{0,40}$/u;
const RULE = /^[\s|+:=-]{3,}$/;
const CODED = /[245](?:\d\d|\.\d)/;

type Column = { readonly name: string; readonly start: number };

/** @returns the tables of a text with an `@` and more lines than one, each as a list of rows */
export function gapTablesIn(text: string): readonly Structure[] {
  const found: Structure[] = [];
  let last = 0;
  for (let at = text.indexOf('@'); at >= 0; ) {
    const start = text.lastIndexOf('\n', at) + 1;
    // A header names columns and nobody: the line above has no such sign.
    const header = start <= last + 1 ? null : headerAbove(text, start);
    const table = header === null ? null : tableBelow(text, start, header);
    if (table !== null) found.push(table);
    last = table?.end ?? lineEnd(text, at);
    at = text.indexOf('@', last);
  }
  return found;
}

function lineEnd(text: string, at: number): number {
  const stop = text.indexOf('\n', at);
  return stop < 0 ? text.length : stop;
}

type Header = { readonly start: number; readonly columns: readonly Column[]; readonly isTight: boolean };

/** @returns the header right above a row, a drawn rule aside; null where that line says of no column whose it is */
function headerAbove(text: string, row: number): Header | null {
  let end = row - 1;
  let start = text.lastIndexOf('\n', end - 1) + 1;
  if (end > start && RULE.test(text.slice(start, Math.min(end, start + LONGEST))) && start > 0) {
    end = start - 1;
    start = text.lastIndexOf('\n', end - 1) + 1;
  }
  const line = end - start > LONGEST ? '' : text.slice(start, end);
  if (line.length < 7 || /[@,;|\t]/.test(line)) return null;
  const wide = columnsIn(line, / {2,}/g);
  const isTight = wide.length < 2;
  const columns = isTight ? columnsIn(line, / /g) : wide;
  if (columns.length < 2 || columns.length > MOST_COLUMNS) return null;
  if (!columns.every(({ name }) => NAME.test(name))) return null;
  let isNamed = false;
  let isTold = false;
  for (const { name } of columns) {
    const { whose, said, fact } = meaningOf(name);
    // In a sentence not every word is a key.
    if (isTight && whose === null && said === 0 && fact === null) return null;
    isNamed ||= whose !== null;
    isTold ||= said > 1 || fact === 'status' || fact === 'reply';
  }
  return isNamed && (isTold || isTight) ? { start, columns, isTight } : null;
}

function columnsIn(line: string, gaps: RegExp): readonly Column[] {
  const columns: Column[] = [];
  let at = line.length - line.trimStart().length;
  for (const gap of line.matchAll(gaps)) {
    if (gap.index <= at) continue;
    columns.push({ name: line.slice(at, gap.index), start: at });
    at = gap.index + gap[0].length;
  }
  if (at < line.trimEnd().length) columns.push({ name: line.slice(at).trim(), start: at });
  return columns;
}

function tableBelow(text: string, first: number, { start, columns, isTight }: Header): Structure | null {
  const rows: Value[] = [];
  let end = first;
  let isCoded = false;
  for (let at = first; at < text.length; ) {
    const stop = lineEnd(text, at);
    const line = text.slice(at, Math.min(stop, at + LONGEST));
    const cells = line.includes('@') ? cellsOf(line, columns, isTight) : null;
    if (cells === null) break;
    isCoded ||= CODED.test(line);
    const fields = emptyFields();
    columns.forEach(({ name }, i) => {
      const cell = cells[i] ?? '';
      if (cell !== '') put(fields, name, cell);
    });
    rows.push(fields);
    end = stop;
    at = stop + 1;
  }
  return isCoded ? { start, end, value: rows } : null;
}

/** @returns a row's cells, one for each column; null where the line is no row of the table */
function cellsOf(line: string, columns: readonly Column[], isTight: boolean): readonly string[] | null {
  const last = columns.length - 1;
  if (isTight) {
    // The last column has the sentences.
    const words = line.trim().split(/ +/);
    return words.length > last ? [...words.slice(0, last), words.slice(last).join(' ')] : null;
  }
  const cells = columnsIn(line, / {2,}/g);
  if (cells.length < 2) return null;
  if (cells.length === columns.length) return cells.map(({ name }) => name.trim());
  // Some cells are empty: each stands below its name, or whose it is isn't told.
  const places = cells.map(({ start }) => columns.findIndex((column) => column.start === start));
  if (places.includes(-1)) return columns.map((_, i) => (i === last ? (cells.at(-1)?.name ?? '') : ''));
  return columns.map((_, i) => cells[places.indexOf(i)]?.name.trim() ?? '');
}
