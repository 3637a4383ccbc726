/** What was told last of each address of a whole log, a million of them in 30 MB: whom that calls dead. */
import type { Diagnosis } from '../diagnosis/index.ts';
import { Fingerprints } from '../fingerprints.ts';
import { provesDead } from './may-suppress.ts';

/** Verdicts on an address, as they are kept. */
const NOT_DEAD = 0;
const LIKELY = 1;
const SURE = 2;
const FOR_GOOD = 4;
/** Times are kept in seconds since 1970. */
const SECOND = 1000;

/** What an address is told with: small numbers that stand for what it is part of and for who refused, and how often. */
export type With = { readonly problem: number; readonly refuser: number; readonly count: number };

/** An address that was called dead, and that mail reached since. */
export type Reached = With & {
  /** Mailings to it that bounced. */
  readonly mailings: number;
  /** Milliseconds since 1970. */
  readonly at: number;
};

export class LastWords {
  readonly #addresses: Fingerprints;
  readonly #names: Map<number, string> | null;
  readonly #verdicts: Uint8Array;
  readonly #told: Uint32Array;
  readonly #arrived: Uint32Array;
  readonly #problems: Uint16Array;
  readonly #refusers: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #mailings: Uint8Array;

  /**
   * @param most addresses that are told apart
   * @param withNames whether those that are dead are wanted by name
   */
  constructor(most: number, withNames: boolean) {
    this.#addresses = new Fingerprints(most, true);
    this.#names = withNames ? new Map() : null;
    this.#verdicts = new Uint8Array(most);
    this.#told = new Uint32Array(most);
    this.#arrived = new Uint32Array(most);
    this.#problems = new Uint16Array(most);
    this.#refusers = new Uint16Array(most);
    this.#counts = new Uint16Array(most);
    this.#mailings = new Uint8Array(most);
  }

  /** Different addresses. */
  get size(): number {
    return this.#addresses.size;
  }

  /** Whether there may be more addresses than are counted. */
  get isFull(): boolean {
    return this.#addresses.isFull;
  }

  /**
   * @param address as a key
   * @param at when it bounced, in milliseconds since 1970; of what names no time the last that was told counts
   */
  tell(address: string, at: number | null, diagnosis: Diagnosis, { problem, refuser, count }: With): void {
    const nr = this.#addresses.add(address) ? this.size - 1 : this.#addresses.numberOf(address);
    if (nr < 0) return;
    const before = this.#told[nr] as number;
    const when = at === null ? before : Math.floor(at / SECOND);
    const verdict = verdictOf(diagnosis);
    // What is refused for good at the same moment has the last word.
    if (
      when < before ||
      (when === before && (this.#verdicts[nr] as number) >= FOR_GOOD && verdict < FOR_GOOD)
    )
      return;
    const isSame = this.#problems[nr] === problem && this.#verdicts[nr] === verdict;
    this.#told[nr] = when;
    this.#verdicts[nr] = verdict;
    this.#problems[nr] = problem;
    this.#refusers[nr] = refuser;
    this.#counts[nr] = Math.min(0xffff, count + (isSame ? (this.#counts[nr] as number) : 0));
    this.#mailings[nr] = Math.min(0xff, 1 + (isSame ? (this.#mailings[nr] as number) : 0));
    // A piece of a line would keep all of it in memory.
    if ((verdict & SURE) !== 0) this.#names?.set(nr, Buffer.from(address).toString());
    else this.#names?.delete(nr);
  }

  /** @param at when mail reached it, in milliseconds since 1970 */
  arrive(address: string, at: number): void {
    const nr = this.#addresses.numberOf(address);
    if (nr >= 0) this.#arrived[nr] = Math.max(this.#arrived[nr] as number, Math.floor(at / SECOND));
  }

  /** @returns whether mail reached an address since it bounced last */
  isReached(address: string): boolean {
    const nr = this.#addresses.numberOf(address);
    return nr >= 0 && this.#isReached(nr);
  }

  /** @returns how many are dead beyond doubt, and how many for all we know */
  dead(): { readonly sure: number; readonly likely: number } {
    let sure = 0;
    let likely = 0;
    for (let nr = 0; nr < this.size; nr++) {
      if (this.#isReached(nr)) continue;
      const verdict = this.#verdicts[nr] as number;
      if ((verdict & SURE) !== 0) sure += 1;
      else if ((verdict & LIKELY) !== 0) likely += 1;
    }
    return { sure, likely };
  }

  /** @returns those that are dead beyond doubt, where their names were wanted, in the order in which they were told first */
  *names(): Generator<string> {
    for (let nr = 0; nr < this.size; nr++) {
      const name = this.#names?.get(nr);
      if (name !== undefined && !this.#isReached(nr)) yield name;
    }
  }

  /** @returns those that were called dead, and that mail reached since */
  *reached(): Generator<Reached> {
    for (let nr = 0; nr < this.size; nr++) {
      if (((this.#verdicts[nr] as number) & (SURE | LIKELY)) === 0 || !this.#isReached(nr)) continue;
      yield {
        problem: this.#problems[nr] as number,
        refuser: this.#refusers[nr] as number,
        count: this.#counts[nr] as number,
        mailings: this.#mailings[nr] as number,
        at: SECOND * (this.#arrived[nr] as number),
      };
    }
  }

  #isReached(nr: number): boolean {
    return (this.#arrived[nr] as number) > (this.#told[nr] as number);
  }
}

function verdictOf(diagnosis: Diagnosis): number {
  const isDead = diagnosis.category === 'hard' && diagnosis.suppress;
  const isForGood = diagnosis.permanence === 'permanent' ? FOR_GOOD : NOT_DEAD;
  return (isDead ? (provesDead(diagnosis) ? SURE : LIKELY) : NOT_DEAD) | isForGood;
}
