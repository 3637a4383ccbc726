/** The matcher's tables as the build wrote them: numbers that are taken over as they lie in the file. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pattern, Piece } from './pattern.ts';
import { COMPILING } from './rules.ts';
import { buildTables, type Lists, type Tables } from './tables.ts';

const NAME = 'tables.bin';
const BUILT = fileURLToPath(new URL('../../dist/catalog', import.meta.url));
/** Numbers of 4 bytes begin at multiples of it. */
const ALIGNED = 8;

type Numbers = Int32Array | Uint16Array | Uint8Array;
type Part = readonly [name: string, bytesOfOne: 1 | 2 | 4, offset: number, length: number];
type Header = {
  /** What the tables were made of, and by which code. */
  readonly hash: string;
  readonly code: string | null;
  readonly plain: Pick<Tables, 'filterShift' | 'placeShift' | 'count'>;
  readonly signed: readonly (readonly [number, Piece])[];
  /** Offsets count from behind the header. */
  readonly parts: readonly Part[];
};

/** @returns the matcher's tables of these patterns: those of the build, or, for others, made now */
export function tablesFor(patterns: readonly Pattern[]): Tables {
  return readTables(join(BUILT, NAME), hashOf(patterns)) ?? buildTables(patterns);
}

/** Makes the tables of these patterns and writes them into a folder. */
export function writeTables(patterns: readonly Pattern[], folder: string): Tables {
  const tables = buildTables(patterns);
  const { filterShift, placeShift, count, signed, ...rest } = tables;
  const parts: Part[] = [];
  const bytes: Uint8Array[] = [];
  let offset = 0;
  for (const [name, numbers] of Object.entries(rest).flatMap(flat)) {
    parts.push([name, numbers.BYTES_PER_ELEMENT as 1 | 2 | 4, offset, numbers.length]);
    const padded = new Uint8Array(Math.ceil(numbers.byteLength / ALIGNED) * ALIGNED);
    padded.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    bytes.push(padded);
    offset += padded.length;
  }
  const header: Header = {
    hash: hashOf(patterns),
    code: COMPILING,
    plain: { filterShift, placeShift, count },
    signed: [...signed],
    parts,
  };
  const line = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(ALIGNED);
  size.writeUInt32LE(line.length);
  const padding = Buffer.alloc(-line.length & (ALIGNED - 1), ' ');
  writeFileSync(join(folder, NAME), Buffer.concat([size, line, padding, ...bytes]));
  return tables;
}

/** @returns null where there are none, or where they were made of something else */
function readTables(file: string, hash: string): Tables | null {
  // Written where numbers begin with their low byte, as nearly everywhere.
  if (endianness() !== 'LE') return null;
  let all: Buffer;
  try {
    all = readFileSync(file);
  } catch {
    return null;
  }
  const length = all.readUInt32LE(0);
  const header = JSON.parse(all.toString('utf8', ALIGNED, ALIGNED + length)) as Header;
  if (header.hash !== hash || header.code !== (COMPILING ?? header.code)) return null;
  const begin = all.byteOffset + ALIGNED + Math.ceil(length / ALIGNED) * ALIGNED;
  const named: Record<string, Numbers | Record<string, Numbers>> = {};
  for (const [name, bytesOfOne, offset, count] of header.parts) {
    const Kind = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array }[bytesOfOne];
    const numbers = new Kind(all.buffer as ArrayBuffer, begin + offset, count);
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) named[outer] = numbers;
    else named[outer] = { ...named[outer], [inner]: numbers };
  }
  return { ...header.plain, signed: new Map(header.signed), ...named } as unknown as Tables;
}

const flat = ([name, value]: [string, Numbers | Lists]): readonly (readonly [string, Numbers])[] =>
  'items' in value
    ? [
        [`${name}.starts`, value.starts],
        [`${name}.items`, value.items],
      ]
    : [[name, value]];

function hashOf(patterns: readonly Pattern[]): string {
  let all = '';
  for (const { source, kind } of patterns) all += `${kind} ${source}\n`;
  return createHash('sha256').update(all).digest('hex');
}
