/** Texts that were met, each once and numbered, without keeping them: a million addresses in 25 MB. */

/**
 * Slots of a table when it is new; it doubles where it is fuller than this. A text is known by 64 bits: among a million
 * two are taken for one with a chance of one in thirty million.
 */
const FIRST_SLOTS = 1 << 10;
const FULL = 0.75;
/** Of a slot: the halves of the fingerprint, and the number of the text and one. */
const LANES = 3;

const FIRST_SEED = 0xdeadbeef;
const SECOND_SEED = 0x41c6ce57;

/** The last text's two halves: a pair for each call would be most of the work. */
let high = 0;
let low = 0;

/** Bits of a text as it stands between two places; small and capital letters of ASCII are the same. */
function fingerprint(text: string, start: number, end: number): void {
  let one = FIRST_SEED;
  let two = SECOND_SEED;
  for (let at = start; at < end; at++) {
    let code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) code |= 32;
    one = Math.imul(one ^ code, 2_654_435_761);
    two = Math.imul(two ^ code, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909);
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  high = one | 0;
  low = two | 0;
}

export class Fingerprints {
  readonly #most: number;
  #table = new Int32Array(LANES * FIRST_SLOTS);
  #size = 0;

  /** @param most texts that are counted: what is new after them is not taken in */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many different texts were taken in. */
  get size(): number {
    return this.#size;
  }

  /** Whether no other text is taken in. */
  get isFull(): boolean {
    return this.#size >= this.#most;
  }

  has(text: string, start = 0, end = text.length): boolean {
    return this.numberOf(text, start, end) >= 0;
  }

  /** @returns the text's number, counted from 0; -1: it was not taken in */
  numberOf(text: string, start = 0, end = text.length): number {
    fingerprint(text, start, end);
    return (this.#table[this.#slot() + 2] as number) - 1;
  }

  /** @returns the text's number, counted from 0; it is the last one where the text is new. -1: nothing more is taken in */
  add(text: string, start = 0, end = text.length): number {
    fingerprint(text, start, end);
    const at = this.#slot();
    const known = this.#table[at + 2] as number;
    if (known > 0 || this.isFull) return known - 1;
    this.#size += 1;
    this.#take(at, this.#size);
    if (this.#size > (this.#table.length / LANES) * FULL) this.#grow();
    return this.#size - 1;
  }

  /** @returns where the last fingerprint stands, or the free slot that it would take */
  #slot(): number {
    const table = this.#table;
    const mask = table.length / LANES - 1;
    let slot = low & mask;
    while (true) {
      const at = LANES * slot;
      if (table[at + 2] === 0 || (table[at] === high && table[at + 1] === low)) return at;
      slot = (slot + 1) & mask;
    }
  }

  #take(at: number, number: number): void {
    this.#table[at] = high;
    this.#table[at + 1] = low;
    this.#table[at + 2] = number;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += LANES) {
      const number = old[at + 2] as number;
      if (number === 0) continue;
      high = old[at] as number;
      low = old[at + 1] as number;
      this.#take(this.#slot(), number);
    }
  }
}
