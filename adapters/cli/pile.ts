/** Lines that are written together, as bytes from the beginning. */

/** Bytes that there is room for at first. */
const ROOM = 4096;
/** Bytes that one character of a string takes at most. */
const WIDEST = 3;
const LF = 10;

/**
 * Each line is encoded by itself: one letter that isn't Latin would make all of them twice as long as a string, and dear
 * to encode.
 */
export class Pile {
  #room = Buffer.allocUnsafeSlow(ROOM);
  #size = 0;

  /** @param line without its line feed */
  add(line: string): void {
    this.#makeRoom(line.length * WIDEST + 1);
    this.#size += this.#room.write(line, this.#size);
    this.#room[this.#size++] = LF;
  }

  /** All lines so far. */
  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.#size);
  }

  #makeRoom(more: number): void {
    const needed = this.#size + more;
    if (needed <= this.#room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#room.length * 2));
    this.#room.copy(larger, 0, 0, this.#size);
    this.#room = larger;
  }
}
