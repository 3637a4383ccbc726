import type { Case } from './case.ts';

/** The addresses of a case as a CSV file (RFC 4180), for a list or a sending platform to take in. */
export function addressFile(
  { id, recipients }: Case,
  reason: string,
): { readonly name: string; readonly content: string } {
  const rows = [['address', 'reason'], ...recipients.map((address) => [address, reason])];
  return {
    name: `${reason}-${id.slice(2, 8)}.csv`,
    content: rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''),
  };
}

/** Quoted; a text that a spreadsheet would take for a formula is kept from being one. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
