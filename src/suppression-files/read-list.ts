/** Reads somebody's list of addresses: what it is, is told by its first lines. */
import type { ReasonId } from '../catalog/index.ts';
import { withoutGuard } from '../csv-cell.ts';
import { normalAddress } from '../suppressions/index.ts';
import { type CsvRecord, cellsOf, csvRecords, type Delimiter, delimiterOf } from './csv-records.ts';
import { isJsonLines, type JsonRow, jsonDocumentRows, jsonLineRows } from './json-rows.ts';
import { type ListEntry, listEntry } from './list-entry.ts';
import { columnName, formatOf, type ListFormat } from './read-formats.ts';
import { isReasonWord } from './reason-words.ts';
import { ListError, linesOf, textOf } from './text-lines.ts';

export type List = {
  /** What it was taken for: "Amazon SES". */
  readonly name: string;
  /** In batches, as they are read; a row that is wrong stops nothing. */
  readonly entries: AsyncIterable<readonly ListEntry[]>;
};

/** Characters from which a list is told, and the lines of them that are looked through for an address. */
const HEAD = 16_384;
const HEAD_LINES = 20;

/**
 * @param bytes of a CSV file (`,` `;` or tab, with or without a header), a JSON document, JSON lines, or plain lines
 * @param format the id of a format (`FORMAT_IDS`), or null: it is told by the columns
 * @param reason the reason of all, whatever the list says; null: each row's own
 * @throws ListError where it can't be read at all
 */
export async function openList(
  bytes: AsyncIterable<Uint8Array>,
  { format, reason }: { readonly format: string | null; readonly reason: ReasonId | null },
): Promise<List> {
  const texts = textOf(bytes)[Symbol.asyncIterator]();
  let head = '';
  while (head.length < HEAD) {
    const { done, value } = await texts.next();
    if (done) break;
    head += value;
  }
  const whole = startingWith(head, texts);
  if (head.trim() === '') throw new ListError('The list is empty.');
  if (!/^\s*[[{]/.test(head)) return csvList(head, whole, format, reason);
  const rows = isJsonLines(head) ? jsonLineRows(linesOf(whole)) : jsonDocumentRows(whole);
  return jsonList(rows, format, reason);
}

async function* startingWith(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** The format is told by the first entry. */
async function jsonList(
  batches: AsyncGenerator<readonly JsonRow[]>,
  wanted: string | null,
  reason: ReasonId | null,
): Promise<List> {
  const early: JsonRow[] = [];
  let first: JsonRow | undefined;
  while (first === undefined) {
    const { done, value } = await batches.next();
    if (done) break;
    early.push(...value);
    first = early.find(({ row }) => row !== null);
  }
  if (!first?.row) {
    throw new ListError(
      `There is no entry in this JSON.${early[0]?.why ? ` ${early[0].where}: ${early[0].why}.` : ''}`,
    );
  }
  const format = toldOrThrow(formatOf(Object.keys(first.row), wanted));
  const entryOf = ({ where, row, why }: JsonRow): ListEntry =>
    row === null ? { kind: 'wrong', where, why } : listEntry(format, reason, where, row);
  return {
    name: format.name,
    entries: (async function* () {
      yield early.map(entryOf);
      for await (const batch of batches) yield batch.map(entryOf);
    })(),
  };
}

function csvList(
  head: string,
  texts: AsyncIterable<string>,
  wanted: string | null,
  reason: ReasonId | null,
): List {
  const { delimiter, columns, skip } = layoutOf(head.split(/\r?\n/));
  const format = toldOrThrow(formatOf(columns, wanted));
  const names = columns.map(columnName);
  const entryOf = ({ line, cells, why }: CsvRecord): ListEntry => {
    const where = `line ${line}`;
    if (cells === null) return { kind: 'wrong', where, why };
    const row: Record<string, string> = {};
    names.forEach((name, i) => {
      // Mandrill's export has a column twice: the first of them counts.
      row[name] ??= withoutGuard(cells[i] ?? '');
    });
    return listEntry(format, reason, where, row);
  };
  return {
    name: format.name,
    entries: (async function* () {
      for await (const batch of csvRecords(linesOf(texts), delimiter, skip)) yield batch.map(entryOf);
    })(),
  };
}

function toldOrThrow(told: ListFormat | string): ListFormat {
  if (typeof told === 'string') throw new ListError(told);
  return told;
}

type Layout = {
  readonly delimiter: Delimiter;
  readonly columns: readonly string[];
  /** Lines before the first row. */
  readonly skip: number;
};

/** A first line with an address in it is not a header. Where there is none, the columns are told by what is in them. */
function layoutOf(lines: readonly string[]): Layout {
  const start = lines.findIndex((line) => line.trim() !== '');
  const delimiter = delimiterOf(lines[start] ?? '');
  const header = cellsOrNone(lines[start] ?? '', delimiter);
  const looksLikeHeader = typeof formatOf(header, null) !== 'string' || header.some(isAddressColumn);
  if (looksLikeHeader && !header.some(isAddress)) return { delimiter, columns: header, skip: start + 1 };
  const rows = lines.slice(start, start + HEAD_LINES).map((line) => cellsOrNone(line, delimiter));
  const sample = rows.find((cells) => cells.some(isAddress));
  if (sample === undefined) return { delimiter, columns: header, skip: start + 1 };
  const place = sample.findIndex(isAddress);
  // Amazon SES's bulk file has no header, and nobody else writes these two words in capitals.
  const addressName = sample.some((cell) => /^(BOUNCE|COMPLAINT)$/.test(cell)) ? 'emailaddress' : 'email';
  const columns = sample.map((cell, i) => {
    if (i === place) return addressName;
    return isReasonWord(cell) ? 'reason' : 'other';
  });
  return { delimiter, columns, skip: start };
}

const isAddress = (cell: string): boolean => normalAddress(withoutGuard(cell)).address !== null;
const isAddressColumn = (cell: string): boolean => typeof formatOf([cell], 'list') !== 'string';

function cellsOrNone(line: string, delimiter: Delimiter): readonly string[] {
  try {
    return cellsOf(line, delimiter);
  } catch {
    return [];
  }
}
