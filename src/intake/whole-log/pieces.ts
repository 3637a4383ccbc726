/**
 * A log's bytes, piece by piece, each of whole lines, a character a byte: most lines are passed over, and what is ASCII
 * in them is enough for that. `own` makes text of a line.
 */
import { isAscii } from 'node:buffer';
import { decode } from '../mime/index.ts';

/** Bytes after which a line that hasn't ended is let go: nothing that a server says is as long. */
const LONGEST = 1024 * 1024;
const LF = 10;
const NUL = 0;

export class Pieces {
  #rest: Buffer = Buffer.alloc(0);
  /** Within a line that was let go. */
  #isSkipping = false;
  #tooLong = 0;

  /** Lines that were too long to be read. */
  get tooLong(): number {
    return this.#tooLong;
  }

  /**
   * @param bytes the next ones; they may be overwritten afterwards
   * @returns the lines that are whole by now, each with its end; empty where none is
   */
  next(bytes: Uint8Array): string {
    let all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#isSkipping) {
      const end = all.indexOf(LF);
      if (end < 0) return '';
      all = all.subarray(end + 1);
      this.#isSkipping = false;
    }
    const last = all.lastIndexOf(LF) + 1;
    if (last === 0) {
      this.#rest = Buffer.concat([this.#rest, all]);
      if (this.#rest.length > LONGEST) this.#letGo();
      return '';
    }
    const first = all.indexOf(LF) + 1;
    const begun = Buffer.concat([this.#rest, all.subarray(0, first)]);
    this.#rest = Buffer.from(all.subarray(last));
    return textOf(begun) + textOf(all.subarray(first, last));
  }

  /** @returns the last line, where no line end came */
  end(): string {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    this.#isSkipping = false;
    return textOf(rest);
  }

  #letGo(): void {
    // A file that was emptied while somebody wrote into it begins with a hole.
    if (this.#rest.every((byte) => byte === NUL)) {
      this.#rest = Buffer.alloc(0);
      return;
    }
    this.#tooLong += 1;
    this.#isSkipping = true;
    this.#rest = Buffer.alloc(0);
  }
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return text.charCodeAt(0) === NUL ? text.replace(/^\0+/, '') : text;
}

/** Written over each time: memory that is taken and given back for each line is never whole again. */
const scratch = Buffer.alloc(64 * 1024);

/**
 * @param piece of a log's bytes, a character a byte
 * @returns it as text, with characters of its own: a part of a piece keeps all of it in memory. A line in another
 *   character set changes no other
 */
export function own(piece: string): string {
  const bytes =
    piece.length > scratch.length
      ? Buffer.from(piece, 'latin1')
      : scratch.subarray(0, scratch.write(piece, 'latin1'));
  return isAscii(bytes) ? bytes.toString('latin1') : decode(bytes);
}
