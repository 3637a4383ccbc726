/** Lists in JSON: one object a line, or one large document as the platforms' APIs answer it, read as it comes. */
import { JSONParser } from '@streamparser/json';
import type { ListRow } from './list-entry.ts';
import { columnName } from './read-formats.ts';

export type JsonRow =
  | { readonly where: string; readonly row: ListRow; readonly why: null }
  | { readonly where: string; readonly row: null; readonly why: string };

/** Where the APIs keep their entries: Amazon SES, Postmark, Mailgun, SparkPost (two), Brevo. */
const ENTRIES = [
  'SuppressedDestinationSummaries',
  'Suppressions',
  'items',
  'results',
  'recipients',
  'contacts',
];

/** @returns whether the text's first line is a whole entry: then every line is one */
export function isJsonLines(start: string): boolean {
  const line = start.trimStart().split('\n', 1)[0] ?? '';
  const value = parsed(line);
  return value !== null && !Object.values(value).some(Array.isArray);
}

/** @param lines in batches, one object each; a line that is none stops nothing */
export async function* jsonLineRows(
  lines: AsyncIterable<readonly string[]>,
): AsyncGenerator<readonly JsonRow[]> {
  let number = 0;
  for await (const batch of lines) {
    yield batch.flatMap((line): readonly JsonRow[] => {
      const where = `line ${++number}`;
      if (line.trim() === '') return [];
      const value = parsed(line);
      return value === null
        ? [{ where, row: null, why: 'it is not a JSON object' }]
        : [{ where, row: rowOf(value), why: null }];
    });
  }
}

/** @param texts of one JSON document; where it breaks off, what came before is read all the same */
export async function* jsonDocumentRows(texts: AsyncIterable<string>): AsyncGenerator<readonly JsonRow[]> {
  let rows: JsonRow[] = [];
  let count = 0;
  let broken: string | null = null;
  let parser: JSONParser | null = null;
  for await (const text of texts) {
    parser ??= createParser(text, (value) => rows.push(rowAt(`entry ${++count}`, value)));
    try {
      parser.write(text);
    } catch {
      broken = 'the JSON is broken here; nothing behind it could be read';
    }
    yield rows;
    rows = [];
    if (broken !== null) break;
  }
  try {
    if (broken === null) parser?.end();
  } catch {
    broken = 'the file ends in the middle; what came before was read';
  }
  if (broken !== null) yield [{ where: `entry ${count + 1}`, row: null, why: broken }];
}

function createParser(start: string, onValue: (value: unknown) => void): JSONParser {
  const paths = start.trimStart().startsWith('[') ? ['$.*'] : ENTRIES.map((name) => `$.${name}.*`);
  // Pages of an API that were saved one behind the other are one list.
  const parser = new JSONParser({ paths, keepStack: false, separator: '' });
  parser.onValue = ({ value }) => onValue(value);
  parser.onError = (error) => {
    throw error;
  };
  return parser;
}

function rowAt(where: string, value: unknown): JsonRow {
  if (typeof value === 'string') return { where, row: { email: value }, why: null };
  if (!isObject(value)) return { where, row: null, why: 'it is not a JSON object' };
  return { where, row: rowOf(value), why: null };
}

/** An object inside an object is told by both names: Brevo's {"reason": {"code": …}} is `reasoncode`. */
function rowOf(value: Readonly<Record<string, unknown>>, before = ''): ListRow {
  const row: Record<string, string> = {};
  for (const [key, inside] of Object.entries(value)) {
    const name = before + columnName(key);
    if (typeof inside === 'string') row[name] = inside;
    else if (typeof inside === 'number' || typeof inside === 'boolean') row[name] = String(inside);
    else if (Array.isArray(inside)) row[name] = inside.filter((one) => typeof one === 'string').join(' ');
    else if (isObject(inside) && before === '') Object.assign(row, rowOf(inside, name));
  }
  return row;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
