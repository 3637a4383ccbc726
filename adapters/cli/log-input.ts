/** A log among what `explain` is given: it may be longer than memory holds, so only its front was read. */
import { statSync } from 'node:fs';
import { decoded, isArchive, isLog, isLogLine, isZstd, unpacked } from '../../src/intake/index.ts';

/** Unpacked bytes up to which a single log is read in one go, as any text is. */
const LONG = 1024 * 1024;
/** Of them, those that tell what it is; and those that are kept of each file, of which there may be thousands. */
const FRONT = 64 * 1024;
const KEPT = 4 * 1024;
const HEAD = 8;

export type LogInput = {
  /** As it was named; null for standard input. */
  readonly file: string | null;
  /** Its first lines. */
  readonly front: string;
  /** Its first bytes, which tell how it is packed. */
  readonly head: Uint8Array;
  /** Whether it is read as a whole log though it stands alone. */
  readonly isLong: boolean;
  /** A single line: a log beside other logs, and an answer like any other where there is none. */
  readonly isLine: boolean;
  /** Bytes of the file, packed or not; null: nobody knows. */
  readonly size: number | null;
  /** @returns its bytes as they are in the file; to be called once */
  readonly open: () => AsyncIterable<Uint8Array>;
};

/**
 * @param front the first bytes
 * @param isWhole whether they are all
 * @param open gives all of them
 * @returns null where it is no log
 */
export async function logIn(
  file: string | null,
  front: Uint8Array,
  isWhole: boolean,
  open: () => AsyncIterable<Uint8Array>,
): Promise<LogInput | null> {
  const inside = await frontInside(front);
  const text = decoded(inside.subarray(0, FRONT));
  if (isArchive(inside)) return null;
  const isLine = isWhole && isLogLine(text);
  if (!isLine && !isLog(text)) return null;
  // What is packed with zstd nobody but us opens.
  const isLong = !isWhole || inside.length > LONG || isZstd(front);
  return {
    ...{
      file,
      front: decoded(inside.subarray(0, KEPT)),
      head: Buffer.from(front.subarray(0, HEAD)),
      open,
      isLong,
      isLine,
    },
    size: file === null ? null : sizeOf(file),
  };
}

/** @returns all of a short one, as it is in the file; to be called once, in place of `open` */
export async function bytesOf({ open }: LogInput): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of open()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The end of a front may be cut anywhere: what stands before is enough. */
async function frontInside(front: Uint8Array): Promise<Uint8Array> {
  const packed = one(front);
  const inside = unpacked(packed, front);
  if (inside === packed) return front;
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of inside) {
      pieces.push(piece);
      size += piece.length;
      if (size > LONG) break;
    }
  } catch {
    // What is damaged or cut off is told where all of it is read.
  }
  return Buffer.concat(pieces);
}

/** @returns null for what tells none: a pipe, a device */
function sizeOf(file: string): number | null {
  const found = statSync(file);
  return found.isFile() ? found.size : null;
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
