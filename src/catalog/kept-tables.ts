/** The matcher's tables as the build wrote them. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from './hash.ts';
import { readNumbers, writeNumbers } from './kept-numbers.ts';
import type { Pattern, Piece } from './pattern.ts';
import { COMPILING } from './rules.ts';
import { buildTables, type Tables } from './tables.ts';

const NAME = 'tables.bin';
const BUILT = fileURLToPath(new URL('../../dist/catalog', import.meta.url));

type Plain = {
  /** What the tables were made of, and by which code. */
  readonly hash: string;
  readonly code: string | null;
  readonly sizes: Pick<Tables, 'filterShift' | 'placeShift' | 'count'>;
  /** As text: nearly all are ASCII. */
  readonly letters: string;
  readonly signed: readonly (readonly [number, Piece])[];
};

/** @returns the matcher's tables of these patterns: those of the build, or, for others, made now */
export function tablesFor(patterns: readonly Pattern[]): Tables {
  return readTablesOf(BUILT, patterns) ?? buildTables(patterns);
}

/** Writes the tables of these patterns into a folder. */
export function writeTables(tables: Tables, patterns: readonly Pattern[], folder: string): void {
  const { filterShift, placeShift, count, signed, letters, ...rest } = tables;
  const plain: Plain = {
    hash: hashOf(patterns),
    code: COMPILING,
    sizes: { filterShift, placeShift, count },
    letters: Buffer.from(letters.buffer, letters.byteOffset, letters.byteLength).toString('utf16le'),
    signed: [...signed],
  };
  writeNumbers(join(folder, NAME), plain, rest);
}

/** @returns the tables that the build put into this folder @throws Error where they can't be read */
export const readTables = (folder: string): Tables => tablesIn(folder).tables;

/** @returns null where there are none, or where they were made of something else */
export function readTablesOf(folder: string, patterns: readonly Pattern[]): Tables | null {
  try {
    const { tables, plain } = tablesIn(folder);
    return plain.hash === hashOf(patterns) && plain.code === (COMPILING ?? plain.code) ? tables : null;
  } catch {
    return null;
  }
}

function tablesIn(folder: string): { readonly tables: Tables; readonly plain: Plain } {
  const { plain, named } = readNumbers<Plain>(join(folder, NAME));
  const letters = Buffer.from(plain.letters, 'utf16le');
  const tables = {
    ...plain.sizes,
    ...named,
    signed: new Map(plain.signed),
    letters: new Uint16Array(letters.buffer, letters.byteOffset, plain.letters.length),
  } as unknown as Tables;
  return { tables, plain };
}

function hashOf(patterns: readonly Pattern[]): string {
  let all = '';
  for (const { source, kind } of patterns) all += `${kind} ${source}\n`;
  return sha256().update(all).digest('hex');
}
