/**
 * The matcher's tables as the build wrote them: numbers that are taken over as they lie in the file,
 * which is packed to a third in 4 ms of every start that judges.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Pattern, Piece } from './pattern.ts';
import { COMPILING } from './rules.ts';
import { buildTables, KEY_SIZE, type Lists, type Tables } from './tables.ts';

const NAME = 'tables.bin';
const BUILT = fileURLToPath(new URL('../../dist/catalog', import.meta.url));
/** Numbers of 4 bytes begin at multiples of it. */
const ALIGNED = 8;

type Numbers = Int32Array | Uint16Array | Uint8Array;
/** In the file numbers have as few bytes as they need; in memory they are what the matcher works with. */
type Part = readonly [name: string, kept: 1 | 2 | 4, inMemory: 1 | 2 | 4, offset: number, length: number];
type Header = {
  /** What the tables were made of, and by which code. */
  readonly hash: string;
  readonly code: string | null;
  readonly plain: Pick<Tables, 'filterShift' | 'placeShift' | 'count'>;
  /** How long `Tables.starts` is, which the keys tell. */
  readonly places: number;
  /** As text: nearly all are ASCII. */
  readonly letters: string;
  readonly signed: readonly (readonly [number, Piece])[];
  /** Offsets count from behind the header. */
  readonly parts: readonly Part[];
};

/** @returns the matcher's tables of these patterns: those of the build, or, for others, made now */
export function tablesFor(patterns: readonly Pattern[]): Tables {
  return readTables(join(BUILT, NAME), patterns) ?? buildTables(patterns);
}

/** Makes the tables of these patterns and writes them into a folder. */
export function writeTables(patterns: readonly Pattern[], folder: string): Tables {
  const tables = buildTables(patterns);
  const { filterShift, placeShift, count, signed, starts, letters, ...rest } = tables;
  const parts: Part[] = [];
  const bytes: Uint8Array[] = [];
  let offset = 0;
  for (const [name, inMemory] of Object.entries(rest).flatMap(flat)) {
    const numbers = narrow(inMemory);
    parts.push([name, sizeOf(numbers), sizeOf(inMemory), offset, numbers.length]);
    const padded = new Uint8Array(Math.ceil(numbers.byteLength / ALIGNED) * ALIGNED);
    padded.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    bytes.push(padded);
    offset += padded.length;
  }
  const header: Header = {
    hash: hashOf(patterns),
    code: COMPILING,
    plain: { filterShift, placeShift, count },
    places: starts.length,
    letters: Buffer.from(letters.buffer, letters.byteOffset, letters.byteLength).toString('utf16le'),
    signed: [...signed],
    parts,
  };
  const line = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(ALIGNED);
  size.writeUInt32LE(line.length);
  const padding = Buffer.alloc(-line.length & (ALIGNED - 1), ' ');
  writeFileSync(join(folder, NAME), deflateSync(Buffer.concat([size, line, padding, ...bytes])));
  return tables;
}

/** @returns null where there are none, or where they were made of something else */
export function readTables(file: string, patterns: readonly Pattern[]): Tables | null {
  // Written where numbers begin with their low byte, as nearly everywhere.
  if (endianness() !== 'LE') return null;
  let all: Buffer;
  try {
    all = inflateSync(readFileSync(file));
  } catch {
    return null;
  }
  const length = all.readUInt32LE(0);
  const header = JSON.parse(all.toString('utf8', ALIGNED, ALIGNED + length)) as Header;
  if (header.hash !== hashOf(patterns) || header.code !== (COMPILING ?? header.code)) return null;
  const begin = all.byteOffset + ALIGNED + Math.ceil(length / ALIGNED) * ALIGNED;
  const named: Record<string, Numbers | Record<string, Numbers>> = {};
  for (const [name, kept, inMemory, offset, count] of header.parts) {
    const read = new ARRAYS[kept](all.buffer as ArrayBuffer, begin + offset, count);
    const numbers = kept === inMemory ? read : new ARRAYS[inMemory](read);
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) named[outer] = numbers;
    else named[outer] = { ...named[outer], [inner]: numbers };
  }
  const { plain, signed, places } = header;
  const letters = Buffer.from(header.letters, 'utf16le');
  return {
    ...plain,
    ...named,
    signed: new Map(signed),
    letters: new Uint16Array(letters.buffer, letters.byteOffset, header.letters.length),
    starts: startsOf(named.keys as Int32Array, plain.placeShift, places),
  } as unknown as Tables;
}

/** @returns `Tables.starts`, counted anew: it is larger than all that it says */
function startsOf(keys: Int32Array, placeShift: number, places: number): Int32Array {
  const starts = new Int32Array(places);
  for (let i = 0; i < keys.length; i += KEY_SIZE)
    (starts[((keys[i] as number) >>> placeShift) + 1] as number)++;
  for (let place = 1; place < places; place++) (starts[place] as number) += starts[place - 1] as number;
  return starts;
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array } as const;

const sizeOf = (numbers: Numbers) => numbers.BYTES_PER_ELEMENT as 1 | 2 | 4;

/** @returns the same numbers in as few bytes as hold them */
function narrow(numbers: Numbers): Numbers {
  if (numbers.every((one: number) => one >= 0 && one < 256)) return Uint8Array.from(numbers);
  return numbers.every((one: number) => one >= 0 && one < 65_536) ? Uint16Array.from(numbers) : numbers;
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
