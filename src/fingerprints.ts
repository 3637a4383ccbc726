/** Texts that were met, each once, without keeping them: a million addresses in 12 MB, numbered in 18. */

/**
 * Slots of a table when it is new; it grows by half where it is fuller than this. A text is known by 64 bits: among a million
 * two are taken for one with a chance of one in thirty million.
 */
const FIRST_SLOTS = 1 << 10;
const FULL = 0.85;
const GROWTH = 1.5;

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
  // Nothing but zeros is a free slot.
  high = one === 0 && two === 0 ? 1 : one | 0;
  low = two | 0;
}

/** A set of texts. */
export class Fingerprints {
  readonly #most: number;
  readonly #lanes: number;
  #table: Int32Array;
  #size = 0;

  /**
   * @param most texts that are counted: what is new after them is not taken in
   * @param isNumbered whether each is known by a number as well
   */
  constructor(most: number, isNumbered = false) {
    this.#most = most;
    this.#lanes = isNumbered ? 3 : 2;
    this.#table = new Int32Array(this.#lanes * FIRST_SLOTS);
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
    fingerprint(text, start, end);
    return !this.#isFree(this.#slot());
  }

  /** @returns whether the text is new, and was taken in */
  add(text: string): boolean {
    fingerprint(text, 0, text.length);
    const at = this.#slot();
    if (!this.#isFree(at) || this.isFull) return false;
    this.#take(at, this.#size);
    this.#size += 1;
    if (this.#size > (this.#table.length / this.#lanes) * FULL) this.#grow();
    return true;
  }

  /** @returns the text's number, counted from 0 in the order in which texts were taken in; -1: it wasn't */
  numberOf(text: string): number {
    fingerprint(text, 0, text.length);
    const at = this.#slot();
    return this.#isFree(at) ? -1 : (this.#table[at + 2] as number);
  }

  #isFree(at: number): boolean {
    return this.#table[at] === 0 && this.#table[at + 1] === 0;
  }

  /** @returns where the last fingerprint stands, or the free slot that it would take */
  #slot(): number {
    const table = this.#table;
    const lanes = this.#lanes;
    let at = lanes * ((low >>> 0) % (table.length / lanes));
    while (!this.#isFree(at) && (table[at] !== high || table[at + 1] !== low)) {
      at += lanes;
      if (at === table.length) at = 0;
    }
    return at;
  }

  #take(at: number, number: number): void {
    this.#table[at] = high;
    this.#table[at + 1] = low;
    if (this.#lanes > 2) this.#table[at + 2] = number;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(this.#lanes * Math.ceil((GROWTH * old.length) / this.#lanes));
    for (let at = 0; at < old.length; at += this.#lanes) {
      high = old[at] as number;
      low = old[at + 1] as number;
      if (high !== 0 || low !== 0) this.#take(this.#slot(), old[at + 2] as number);
    }
  }
}
