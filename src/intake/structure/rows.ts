/** The rows of a table as they stand: cells between separators, with quotes (RFC 4180) or in a drawn frame. */

/** Longest quoted value, in characters. */
const MAX_QUOTED = 20_000;
export const MIN_COLUMNS = 2;
/** What is drawn between rows. */
export const RULE = /^[\s|+:=-]{3,}$/;

export const SEPARATORS = [',', '\t', ';', '|'] as const;

export type Cells = readonly string[];

/**
 * @param first where the first row begins
 * @param columns how many there are: what has commas and no quotes runs on into the last one
 * @param isRow whether cells still are a row of the table
 * @returns the rows up to the first line that is none, and where the last one ends
 */
export function rowsFrom(
  text: string,
  first: number,
  separator: string,
  columns: number,
  isRow: (cells: Cells) => boolean,
): { readonly rows: readonly Cells[]; readonly end: number } {
  const rows: Cells[] = [];
  let last = first;
  for (let at = first; at < text.length; ) {
    const stop = text.indexOf('\n', at);
    const lineEnd = stop < 0 ? text.length : stop;
    const line = text.slice(at, lineEnd);
    if (RULE.test(line)) {
      at = lineEnd + 1;
      continue;
    }
    if (line.trim() === '' || !line.includes(separator)) break;
    const isDrawn = separator === '|';
    const row = isDrawn ? { fields: drawn(line), end: lineEnd } : rowAt(text, at, separator);
    const fields =
      isDrawn || row.fields.length <= columns
        ? row.fields
        : [...row.fields.slice(0, columns - 1), row.fields.slice(columns - 1).join(separator)];
    const cells = fields.map((field) => field.trim());
    if (cells.length < MIN_COLUMNS || !isRow(cells)) break;
    rows.push(cells);
    last = row.end;
    at = row.end + 1;
  }
  return { rows, end: last };
}

/** @returns the cells of a line that is a row by itself */
export const cellsOf = (line: string, separator: string): Cells =>
  (separator === '|' ? drawn(line) : rowAt(line, 0, separator).fields).map((cell) => cell.trim());

const drawn = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|');

/** @returns a row's fields without their quotes, and where its line ends */
function rowAt(
  text: string,
  start: number,
  separator: string,
): { readonly fields: readonly string[]; readonly end: number } {
  const fields: string[] = [];
  let here = start;
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
