/** What `explain --batch` reads: whole lines, as they arrive together. */
import type { Readable } from 'node:stream';
import { LongLine } from './long-line.ts';

/** Bytes of one line; as many are read of a message. */
export const LONGEST = 16 * 1024 * 1024;
const LF = 10;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/**
 * JSON itself may hold every other line end.
 * @returns the lines that have arrived, each with its line feed, which the last of all may lack; of a line that is too
 * long, what is kept of it
 */
export async function* blocksOf(stdin: Readable): AsyncGenerator<Buffer | LongLine> {
  /** Of the line that isn't at its end yet. */
  let begun: Buffer[] = [];
  let size = 0;
  let long: LongLine | null = null;
  let isFirst = true;
  const add = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LONGEST) begun.push(piece);
    else if (long !== null) long.goOn(piece);
    else {
      long = new LongLine([...begun, piece]);
      begun = [];
    }
  };
  const take = (): Buffer | LongLine => {
    const taken = long ?? (begun.length === 1 ? (begun[0] as Buffer) : Buffer.concat(begun));
    begun = [];
    size = 0;
    long = null;
    const isMarked = isFirst && taken instanceof Buffer && taken.subarray(0, 3).equals(BYTE_ORDER_MARK);
    isFirst = false;
    return isMarked ? taken.subarray(3) : taken;
  };
  for await (const read of stdin) {
    for (const bytes of inPieces(Buffer.isBuffer(read) ? read : Buffer.from(read))) {
      const end = bytes.lastIndexOf(LF) + 1;
      // Only the line that was begun before may be too long: what arrives together is shorter.
      const first = end === 0 ? 0 : bytes.indexOf(LF) + 1;
      const isTooLong = end > 0 && size + first - 1 > LONGEST;
      if (isTooLong) {
        add(bytes.subarray(0, first - 1));
        yield take();
      }
      const start = isTooLong ? first : 0;
      if (start < end) {
        begun.push(bytes.subarray(start, end));
        yield take();
      }
      if (end < bytes.length) add(bytes.subarray(end));
    }
  }
  if (size > 0) yield take();
}

/** Bytes that are looked at together: what a pipe gives at a time. */
const PIECE = 64 * 1024;

function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
