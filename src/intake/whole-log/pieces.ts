/** A log's bytes as text, piece by piece, each of whole lines. */
import { isUtf8 } from 'node:buffer';
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

/** A line in another character set changes no other, wherever the pieces are cut. */
function textOf(bytes: Buffer): string {
  const text = isUtf8(bytes) ? bytes.toString() : linesOf(bytes);
  return text.charCodeAt(0) === NUL ? text.replace(/^\0+/, '') : text;
}

function linesOf(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(LF, at) + 1 || bytes.length;
    text += decode(bytes.subarray(at, end));
    at = end;
  }
  return text;
}
