/** The line gate of whole logs: nine lines in ten tell of no failure, and needn't be taken apart. */
import type { Fingerprints } from '../../fingerprints.ts';
import { logKinds } from '../formats/logs/index.ts';
import type { Sieve } from '../formats/logs/log-line.ts';
import { signsOf } from '../quick.ts';

const SIEVES: readonly Sieve[] = logKinds.flatMap(({ sieve }) => (sieve ? [sieve] : []));
/** What stands in place of an id where syslog wrote a line once for many. */
const REPEATED = 'message repeated ';
/** Characters behind the front of a line in which the address stands whose mail arrived. */
const NEAR = 700;
/** What stands around an address in a line. */
const AROUND = signsOf(` \t\n\r<>,;:"'()=`);

/** What a line may tell. */
export type Sifted = {
  /** `entry`: it is to be read. `opening` and `closing`: who sent a message, and that it is over. */
  readonly tells: 'nothing' | 'entry' | 'opening' | 'closing';
  /** The message's id in its queue; null: the line has none where it was looked for. */
  readonly id: string | null;
};

const NOTHING: Sifted = { tells: 'nothing', id: null };
const ANY: Sifted = { tells: 'entry', id: null };

export class Sifter {
  /** Most lines are of the last one's kind. */
  #sieve = SIEVES[0] as Sieve;
  readonly #failedWith: Fingerprints;

  /** @param failedWith addresses with which something failed: of others no arrival is to be read */
  constructor(failedWith: Fingerprints) {
    this.#failedWith = failedWith;
  }

  /**
   * @param text in which the line stands, a character a byte
   * @returns what its front says; null where no sieve knows it
   */
  sift(text: string, start: number, end: number): Sifted | null {
    const found = this.#headOf(text, start);
    if (found === null) return null;
    const [front, id, recipient, opening, closing, other] = found;
    if (recipient !== undefined) {
      const isDelivered = text.slice(start, end).includes(this.#sieve.delivered);
      const from = start + front.length;
      if (isDelivered && !this.isAwaited(text, from, Math.min(end, from + NEAR))) return NOTHING;
      return { tells: 'entry', id: id ?? null };
    }
    if (other !== undefined) return { tells: 'entry', id: id ?? null };
    if (id === undefined) return text.startsWith(REPEATED, start + front.length) ? ANY : NOTHING;
    if (opening !== undefined) return { tells: 'opening', id };
    return closing !== undefined ? { tells: 'closing', id } : NOTHING;
  }

  #headOf(text: string, start: number): RegExpExecArray | null {
    const { head } = this.#sieve;
    head.lastIndex = start;
    const found = head.exec(text);
    if (found !== null) return found;
    for (const sieve of SIEVES) {
      if (sieve === this.#sieve) continue;
      sieve.head.lastIndex = start;
      const other = sieve.head.exec(text);
      if (other === null) continue;
      this.#sieve = sieve;
      return other;
    }
    return null;
  }

  /** @returns whether an address stands there with which something failed before, or may have */
  isAwaited(text: string, from = 0, end = text.length): boolean {
    if (this.#failedWith.isFull) return true;
    for (let at = text.indexOf('@', from); at >= 0 && at < end; at = text.indexOf('@', at + 1)) {
      let front = at;
      while (front > from && !isAround(text.charCodeAt(front - 1))) front--;
      let behind = at + 1;
      while (behind < text.length && !isAround(text.charCodeAt(behind))) behind++;
      if (this.#failedWith.has(text, front, behind)) return true;
    }
    return false;
  }
}

const isAround = (code: number): boolean => code < 128 && AROUND[code] === 1;
