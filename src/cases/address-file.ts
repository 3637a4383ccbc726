import { csvCell } from '../csv-cell.ts';
import type { Case } from './case.ts';

/** The addresses of a case as a CSV file (RFC 4180), for a list or a sending platform to take in. */
export function addressFile(
  { id, recipients }: Case,
  reason: string,
): { readonly name: string; readonly content: string } {
  return addressTable(`${reason}-${id.slice(2, 8)}.csv`, [
    ['address', 'reason'],
    ...recipients.map((address) => [address, reason]),
  ]);
}

/** @param rows the first of them names the columns */
export const addressTable = (
  name: string,
  rows: readonly (readonly string[])[],
): { readonly name: string; readonly content: string } => ({
  name,
  content: rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''),
});
