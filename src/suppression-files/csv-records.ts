/**
 * CSV (RFC 4180) as a stream that a broken line doesn't stop. The lines are put together to records here, by their
 * quotes; what is in a record, csv-parse tells.
 */
import { parse } from 'csv-parse/sync';

export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly why: null }
  | { readonly line: number; readonly cells: null; readonly why: string };

export type Delimiter = ',' | ';' | '\t';

/** A text in quotes may run over lines, but not over more than these: then its quote was a slip. */
const MOST_LINES = 50;

type Piece = { readonly line: number; readonly text: string };

/** @returns the cells of one line */
export function cellsOf(line: string, delimiter: Delimiter): readonly string[] {
  return parse(line, options(delimiter))[0] ?? [];
}

/** @returns the delimiter that the line has most of, outside quotes */
export function delimiterOf(line: string): Delimiter {
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter): number => bare.split(delimiter).length;
  return ([',', ';', '\t'] as const).reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * @param lines in batches
 * @param skip how many lines at the start are none of the list
 * @returns records in batches, each with the number of its first line, counted from 1; empty lines are passed over
 */
export async function* csvRecords(
  lines: AsyncIterable<readonly string[]>,
  delimiter: Delimiter,
  skip: number,
): AsyncGenerator<readonly CsvRecord[]> {
  const splitter = createSplitter(delimiter);
  let line = 0;
  for await (const batch of lines) {
    const records: CsvRecord[] = [];
    const whole: Piece[] = [];
    for (const text of batch) {
      if (++line > skip) splitter.push({ line, text }, whole, records);
    }
    yield inOrder(records, parseAll(whole, delimiter));
  }
  const records: CsvRecord[] = [];
  const whole: Piece[] = [];
  splitter.end(whole, records);
  yield inOrder(records, parseAll(whole, delimiter));
}

const inOrder = (wrong: readonly CsvRecord[], right: readonly CsvRecord[]): readonly CsvRecord[] =>
  wrong.length === 0 ? right : [...wrong, ...right].sort((a, b) => a.line - b.line);

/** Puts lines together to records. A quote that is never closed costs its own line and no other. */
function createSplitter(delimiter: Delimiter) {
  let open: Piece[] = [];
  const giveUp = (whole: Piece[], wrong: CsvRecord[]): void => {
    const [first, ...rest] = open;
    open = [];
    if (first === undefined) return;
    wrong.push({ line: first.line, cells: null, why: 'a quote is opened and never closed' });
    for (const piece of rest) push(piece, whole, wrong);
  };
  const push = (piece: Piece, whole: Piece[], wrong: CsvRecord[]): void => {
    const ending = endOf(piece.text, open.length > 0, delimiter);
    if (open.length === 0 && ending !== 'open') {
      if (piece.text.trim() !== '') whole.push(piece);
      return;
    }
    open.push(piece);
    // Words behind a closing quote: it was the opening one of another cell, and the first was a slip.
    if (ending === 'disorder' || (ending === 'open' && open.length >= MOST_LINES)) giveUp(whole, wrong);
    if (ending !== 'closed') return;
    whole.push({ line: open[0]?.line ?? piece.line, text: open.map(({ text }) => text).join('\n') });
    open = [];
  };
  return {
    push,
    end: (whole: Piece[], wrong: CsvRecord[]): void => {
      while (open.length > 0) giveUp(whole, wrong);
    },
  };
}

/** @returns how the quotes stand at the line's end: whether a quoted cell goes on behind it */
function endOf(text: string, isOpen: boolean, delimiter: Delimiter): 'open' | 'closed' | 'disorder' {
  if (!text.includes('"')) return isOpen ? 'open' : 'closed';
  let open = isOpen;
  let atStart = !isOpen;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (open) {
      if (character !== '"') continue;
      const next = text[i + 1];
      if (next === '"') i++;
      else if (next !== undefined && next !== delimiter) return 'disorder';
      else open = false;
    } else {
      if (character === '"' && atStart) open = true;
      atStart = character === delimiter;
    }
  }
  return open ? 'open' : 'closed';
}

const options = (delimiter: Delimiter) => ({
  delimiter,
  record_delimiter: '\n',
  relax_column_count: true,
  relax_quotes: true,
});

/** All at once, which is many times faster; one by one where a record spoils it. */
function parseAll(pieces: readonly Piece[], delimiter: Delimiter): readonly CsvRecord[] {
  if (pieces.length === 0) return [];
  try {
    const rows = parse(pieces.map(({ text }) => text).join('\n'), options(delimiter));
    if (rows.length === pieces.length) {
      return pieces.map(({ line }, i) => ({ line, cells: rows[i] ?? [], why: null }));
    }
  } catch {
    // Which of them it was is told below.
  }
  return pieces.map(({ line, text }) => {
    try {
      return { line, cells: cellsOf(text, delimiter), why: null };
    } catch {
      return { line, cells: null, why: 'its quotes are in disorder' };
    }
  });
}
