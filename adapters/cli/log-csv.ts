/**
 * The problems of whole logs as a table for spreadsheets (RFC 4180). Ours are the only signs beyond ASCII: Excel takes a
 * file for one in its country's character set unless a mark stands in front, which programs stumble over.
 */
import { csvCell } from '../../src/csv-cell.ts';
import type { Summed } from './summed.ts';
import { restOf, topOf } from './summed.ts';

const COLUMNS = [
  ...['do', 'problem', 'provider', 'bounces', 'mailings', 'addresses', 'first', 'last'],
  ...['reason', 'category'],
];

/**
 * @param top rows at most, the others are counted in one more; null: all
 * @returns a head line, and a row a problem
 */
export function csvOf(summed: Summed, top: number | null): string {
  const rest = restOf(summed, top);
  const rows = topOf(summed, top).map(({ deed, problem, refusers, diagnosis, ...row }) => [
    ...[deed, problem, refusers.map(({ name, count }) => `${name} ${count}`).join(', ')],
    ...[row.count, row.mailings, row.addresses, isoOf(row.first), isoOf(row.last)],
    ...[diagnosis.reason, diagnosis.category],
  ]);
  const others = rest === null ? [] : [['', rest.words, '', rest.bounces, '', '', '', '', '', '']];
  return [COLUMNS, ...rows, ...others].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const cell = (value: string | number): string =>
  typeof value === 'number' ? `${value}` : csvCell(value.replace(/[‘’]/g, "'"));

const isoOf = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
