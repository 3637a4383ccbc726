/** The audit log as a file: for spreadsheets, or one JSON object a line for programs. */
import { csvCell } from '../csv-cell.ts';
import type { AuditEntry } from './trail.ts';

const COLUMNS: readonly (readonly [name: string, cell: (entry: AuditEntry) => string | null])[] = [
  ['at', ({ at }) => at],
  ['team', ({ team }) => team],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_name', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['case', (entry) => entry.case],
  ['address', ({ address }) => address],
  ['before', ({ before }) => jsonCell(before)],
  ['after', ({ after }) => jsonCell(after)],
  ['place', ({ place }) => jsonCell(place)],
  ['id', ({ id }) => id],
];

const jsonCell = (data: unknown): string | null => (data === null ? null : JSON.stringify(data));

/** @returns the file, line by line, each with its end; CSV by RFC 4180 with a first line of names */
export async function* auditFile(
  entries: AsyncIterable<AuditEntry>,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.map(([name]) => csvCell(name)).join(',')}\r\n`;
  for await (const entry of entries) {
    yield format === 'csv'
      ? `${COLUMNS.map(([, cell]) => csvCell(cell(entry) ?? '')).join(',')}\r\n`
      : `${JSON.stringify(entry)}\n`;
  }
}
