/** A log's bytes as they were before it was packed: gzip (RFC 1952) and zstd (RFC 8878), piece by piece. */
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { packedAs } from '../files/kind.ts';
import { hasWideMark } from '../mime/index.ts';

/** Bytes of a piece. */
const PIECE = 256 * 1024;
/** Packed bytes of a step: a few kilobytes can be made to unpack to a thousand times their size. */
const STEP = 16 * 1024;
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** @returns whether bytes begin as a zstd file does (RFC 8878 §3.1.1) */
export const isZstd = (bytes: Uint8Array): boolean => ZSTD.every((byte, i) => bytes[i] === byte);

/** @returns whether bytes begin as a file that holds files: which lines are of which is told by its own headers */
export const isArchive = (bytes: Uint8Array): boolean => {
  const packed = packedAs(bytes);
  return packed !== null && packed !== 'gzip';
};

/**
 * @param packed a file's bytes
 * @param front the first of them, at least four where there are as many
 * @returns what is in the file. Iterating throws where it is cut off or damaged, after all that stands before
 */
export function unpacked(packed: AsyncIterable<Uint8Array>, front: Uint8Array): AsyncIterable<Uint8Array> {
  if (hasWideMark(front)) return fromWide(packed, front[0] === 0xff ? 'utf-16le' : 'utf-16be');
  if (isZstd(front)) return through(packed, createZstdDecompress({ chunkSize: PIECE }));
  return packedAs(front) === 'gzip' ? through(packed, createGunzip({ chunkSize: PIECE })) : packed;
}

/** By small steps: what a few bytes unpack to is read before the next ones, and before what is wrong with them is told. */
async function* through(
  packed: AsyncIterable<Uint8Array>,
  open: ReturnType<typeof createGunzip>,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let fault: Error | null = null;
  let isOver = false;
  open.on('data', (piece: Uint8Array) => pieces.push(piece));
  open.on('error', (error) => {
    fault ??= error;
  });
  // Behind its end, and behind what is wrong with it, nobody says any more that bytes were taken.
  const over = new Promise<void>((resolve) => {
    const stop = (): void => {
      isOver = true;
      resolve();
    };
    open.on('end', stop).on('close', stop);
  });
  try {
    for await (const bytes of packed) {
      for (let at = 0; at < bytes.length && !isOver; at += STEP) {
        const taken = new Promise((next) => open.write(bytes.subarray(at, at + STEP), next));
        await Promise.race([taken, over]);
        yield* pieces.splice(0);
      }
      if (isOver) break;
    }
    if (!isOver) open.end();
    await over;
    yield* pieces.splice(0);
    if (fault !== null) throw fault;
  } finally {
    open.destroy();
  }
}

/** Windows writes text files as UTF-16: PowerShell's exports, for one. */
async function* fromWide(packed: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of packed) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}
