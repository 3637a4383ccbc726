/** Cells of CSV files (RFC 4180) that people may open in a spreadsheet. */

/** What a spreadsheet takes for the beginning of a formula; the quotes before it are those that we put there. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** @returns the text in double quotes; one that a spreadsheet would take for a formula is kept from being one */
export const csvCell = (text: string): string => rawCsvCell(FORMULA.test(text) ? `'${text}` : text);

/** @returns the text in double quotes, as it is: for columns that only programs read */
export const rawCsvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** @returns the text as it was before `csvCell` */
export const withoutGuard = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
