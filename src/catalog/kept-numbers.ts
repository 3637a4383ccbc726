/**
 * Lists of numbers as the build wrote them: they are taken over as they lie in the file, which is packed to a third in
 * 4 ms of every start that judges.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Lists } from './tables.ts';

/** Numbers of 4 bytes begin at multiples of it. */
const ALIGNED = 8;

type Numbers = Int32Array | Uint16Array | Uint8Array;
/** In the file numbers have as few bytes as they need; in memory they are what is worked with. */
type Part = readonly [name: string, kept: 1 | 2 | 4, inMemory: 1 | 2 | 4, offset: number, length: number];
/** Offsets count from behind the header. */
type Header<T> = { readonly plain: T; readonly parts: readonly Part[] };
type Named = { readonly [name: string]: Numbers | Lists };

/** Writes the numbers into a file, and what else is to be known of them: anything that JSON holds. */
export function writeNumbers(file: string, plain: unknown, named: Named): void {
  const parts: Part[] = [];
  const bytes: Uint8Array[] = [];
  let offset = 0;
  for (const [name, inMemory] of Object.entries(named).flatMap(flat)) {
    const numbers = narrow(inMemory);
    parts.push([name, sizeOf(numbers), sizeOf(inMemory), offset, numbers.length]);
    const padded = Buffer.alloc(Math.ceil(numbers.byteLength / ALIGNED) * ALIGNED);
    padded.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    bytes.push(lowByteFirst(padded, sizeOf(numbers)));
    offset += padded.length;
  }
  const line = Buffer.from(JSON.stringify({ plain, parts } satisfies Header<unknown>));
  const size = Buffer.alloc(ALIGNED);
  size.writeUInt32LE(line.length);
  const padding = Buffer.alloc(-line.length & (ALIGNED - 1), ' ');
  writeFileSync(file, deflateSync(Buffer.concat([size, line, padding, ...bytes]), { level: 9 }));
}

/** @returns what `writeNumbers` wrote, by its names @throws Error where the file can't be read */
export function readNumbers<T>(file: string): { readonly plain: T; readonly named: Named } {
  const all = inflateSync(readFileSync(file));
  const length = all.readUInt32LE(0);
  const { plain, parts } = JSON.parse(all.toString('utf8', ALIGNED, ALIGNED + length)) as Header<T>;
  const begin = ALIGNED + Math.ceil(length / ALIGNED) * ALIGNED;
  const named: Record<string, Numbers | Record<string, Numbers>> = {};
  for (const [name, kept, inMemory, offset, count] of parts) {
    lowByteFirst(all.subarray(begin + offset, begin + offset + kept * count), kept);
    const read = new ARRAYS[kept](all.buffer as ArrayBuffer, all.byteOffset + begin + offset, count);
    const numbers = kept === inMemory ? read : new ARRAYS[inMemory](read);
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) named[outer] = numbers;
    else named[outer] = { ...named[outer], [inner]: numbers };
  }
  return { plain, named: named as Named };
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array } as const;

const sizeOf = (numbers: Numbers) => numbers.BYTES_PER_ELEMENT as 1 | 2 | 4;

/** Files have the low byte of a number first, as nearly all machines do. */
function lowByteFirst(bytes: Buffer, size: 1 | 2 | 4): Buffer {
  if (endianness() === 'LE' || size === 1) return bytes;
  return size === 2 ? bytes.swap16() : bytes.swap32();
}

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
