/**
 * A whole log, line by line, however long it is: most of its lines tell of no failure, and are passed over without being
 * taken apart. The readers of lines are those of pasted logs; what waits for its end is bounded.
 */

import { Fingerprints } from '../../fingerprints.ts';
import { deliveryOf } from '../attempt.ts';
import type { Delivery } from '../bounce.ts';
import { entryAt } from '../formats/logs/entry.ts';
import { logKinds } from '../formats/logs/index.ts';
import { isDelivery, readEntry } from '../formats/logs/line-outcomes.ts';
import { type Logged, type LogLine, newMemory, type Sieve } from '../formats/logs/log-line.ts';
import { lastRepeated } from '../formats/logs/repeated.ts';
import { asBytes } from '../mime/index.ts';
import { mayHoldBounce } from '../notice.ts';
import { signsOf } from '../quick.ts';
import { clockOf } from '../time/clock.ts';
import { stampOf } from '../time/stamp.ts';
import { Openings } from './openings.ts';
import { own } from './pieces.ts';
import { type Ended, type Failure, type LogStory, type Source, Stories, storyOf } from './stories.ts';

/** Messages that are followed at once, and addresses that are known again when mail reaches them. */
const MOST_MESSAGES = 30_000;
const MOST_ADDRESSES = 1_000_000;
/** What our own server refused waits for so many others: it may be told again by whom it refused. */
const MOST_REFUSALS = 10_000;
/** Names that readers remember, where nothing tells when a message is over. */
const MOST_NAMES = 20_000;
/** Characters of lines of no log that are read together as any text is. */
const MOST_OTHERS = 7 * 1024;
const BRACE = 123;
/** What stands in place of an id where syslog wrote a line once for many. */
const REPEATED = 'message repeated ';
/** Characters behind the front of a line in which the address stands whose mail arrived. */
const NEAR = 700;
/** What stands around an address in a line. */
const AROUND = signsOf(` \t\n\r<>,;:"'()=`);

const NONE: readonly never[] = [];

type Sifted = { readonly kind: LogLine; readonly sieve: Sieve };
const SIEVES: readonly Sifted[] = logKinds.flatMap((kind) =>
  kind.sieve ? [{ kind, sieve: kind.sieve }] : [],
);

/** What a stretch of a log tells. */
export type Heard = {
  /** Whose end it tells. */
  readonly stories: readonly LogStory[];
  /** Mail that reached an address with which some had failed before. */
  readonly arrivals: readonly Delivery[];
};

export type When = { readonly now: number | null; readonly zone: string | null };

export class WholeLog {
  readonly #when: When;
  readonly #stories: Stories;
  readonly #openings = new Openings(MOST_MESSAGES);
  readonly #memory = newMemory();
  readonly #failedWith = new Fingerprints(MOST_ADDRESSES);
  readonly #refusals: Failure[] = [];
  #source: Source;
  #sifted: Sifted = SIEVES[0] as Sifted;
  #kinds: readonly LogLine[] = logKinds;
  #ended: Ended[] = [];
  #arrivals: Delivery[] = [];
  #others = '';
  #held = '';
  #lines = 0;
  #senderless = 0;
  #twice = 0;
  /** The last line that told something of a message in a queue. */
  #last = '';
  /** What the line above told that failed. */
  #above: readonly Failure[] = NONE;

  constructor(when: When) {
    this.#when = when;
    this.#source = { name: null, clock: clockOf('', when.now, when.zone) };
    this.#stories = new Stories(MOST_MESSAGES, (story) => this.#ended.push(story));
  }

  /** Lines that were looked at. */
  get lines(): number {
    return this.#lines;
  }

  /** Stories that were told before their end, since too many waited. */
  get givenUp(): number {
    return this.#stories.givenUp;
  }

  /** Lines that stood in the log once more, and weren't counted. */
  get twice(): number {
    return this.#stories.twice + this.#twice;
  }

  /** Failures of messages of which it isn't known any more who sent them. */
  get senderless(): number {
    return this.#senderless;
  }

  /**
   * Another file begins.
   * @param front its first lines: they tell what its times are by
   */
  begin(name: string | null, front: string): void {
    this.#source = { name, clock: clockOf(front, this.#when.now, this.#when.zone) };
  }

  /**
   * @param text whole lines, each with its end, a character a byte: see `Pieces`
   * @param isLast whether the file ends with them; else the last entry waits, which may go on in further lines
   */
  read(text: string, isLast: boolean): Heard {
    const all = this.#held + text;
    const end = isLast ? all.length : lastEntryIn(all);
    this.#held = all.slice(end);
    for (let at = 0; at < end; ) {
      const stop = all.indexOf('\n', at);
      at = this.#line(all, at, stop < 0 ? all.length : stop) + 1;
    }
    this.#openings.turn();
    return this.#heard();
  }

  /** @returns lines that are of no log that is known, once there are many, or at the end; null: not yet */
  others(isEnd = false): string | null {
    if (this.#others === '' || (!isEnd && this.#others.length < MOST_OTHERS)) return null;
    const others = this.#others;
    this.#others = '';
    return others;
  }

  /** The log is over: what still waits is told. */
  end(): Heard {
    for (const one of this.#refusals.splice(0)) this.#settle(one);
    this.#stories.end();
    return this.#heard();
  }

  /** Each step is taken for all before the next one: what it needs then stays near the processor. */
  #heard(): Heard {
    const heard = { stories: this.#ended.map(storyOf), arrivals: this.#arrivals };
    this.#ended = [];
    this.#arrivals = [];
    return heard;
  }

  /** @returns where the line ends, or the last of those that it was broken into */
  #line(text: string, start: number, end: number): number {
    this.#lines += 1;
    // What is wrapped in JSON is read as any structure is.
    if (text.charCodeAt(start) === BRACE) return this.#other(own(text.slice(start, end)), end);
    const above = this.#above;
    this.#above = NONE;
    const found = this.#sift(text, start);
    if (found === null) {
      const isToldAbove = above.length > 0 && this.#isRepeated(text.slice(start, end), above);
      return isToldAbove ? end : this.#entry(text, start, end, null);
    }
    if (found[1] === undefined && text.startsWith(REPEATED, start + found[0].length))
      return this.#entry(text, start, end, null);
    const [front, id, recipient, opening, closing, other] = found;
    if (recipient !== undefined) {
      const isDelivered = text.slice(start, end).includes(this.#sifted.sieve.delivered);
      if (isDelivered && !this.#isAwaited(text, start + front.length, end)) return end;
      return this.#entry(text, start, end, id ?? null);
    }
    if (other !== undefined) return this.#entry(text, start, end, id ?? null);
    if (id === undefined) return end;
    if (opening !== undefined) this.#openings.add(id, text.slice(start, end));
    else if (closing !== undefined) this.#close(id);
    return end;
  }

  /** @returns what the front of a line says of it; null where no sieve knows it. Most are of the last line's kind */
  #sift(text: string, start: number): RegExpExecArray | null {
    const { head } = this.#sifted.sieve;
    head.lastIndex = start;
    const found = head.exec(text);
    if (found !== null) return found;
    for (const sifted of SIEVES) {
      if (sifted === this.#sifted) continue;
      sifted.sieve.head.lastIndex = start;
      const other = sifted.sieve.head.exec(text);
      if (other === null) continue;
      this.#sifted = sifted;
      return other;
    }
    return null;
  }

  /** Whether a line that tells of an arrival names an address with which something failed before. */
  #isAwaited(text: string, from: number, end: number): boolean {
    if (this.#failedWith.isFull) return true;
    const last = Math.min(end, from + NEAR);
    for (let at = text.indexOf('@', from); at >= 0 && at < last; at = text.indexOf('@', at + 1)) {
      let front = at;
      while (front > from && !isAround(text.charCodeAt(front - 1))) front--;
      let behind = at + 1;
      while (behind < end && !isAround(text.charCodeAt(behind))) behind++;
      if (this.#failedWith.has(text, front, behind)) return true;
    }
    return false;
  }

  #entry(text: string, start: number, end: number, id: string | null): number {
    const entry = entryAt(text, start, logKinds);
    const line = own(entry.line);
    if (line.length <= 12) return end;
    if (id !== null) this.#openings.tell(id, (opening) => readEntry(opening, this.#memory, this.#kinds));
    const read = readEntry(line, this.#memory, this.#kinds);
    if (read === null) return this.#other(line, end);
    if (read.kind !== this.#kinds[0]) this.#kinds = [read.kind, ...logKinds];
    this.#bound();
    const { outcomes, times } = read;
    if (outcomes.length === 0) {
      if (id !== null && this.#memory.told.get(id)?.isGivenUp) this.#close(id);
      return end;
    }
    if (line === this.#last && times === 1) {
      this.#twice += 1;
      return entry.end;
    }
    if (outcomes.every(({ queueId }) => queueId)) this.#last = line;
    for (const one of outcomes) if (isDelivery(one)) this.#arrived(one, read.next);
    const failures = outcomes
      .filter((one) => !isDelivery(one))
      .map((found): Failure => ({ found, line, source: this.#source, times }));
    for (const failure of failures) this.#failed(failure);
    this.#above = failures;
    return entry.end;
  }

  /** Whether a line says no more than that the one above came again. */
  #isRepeated(line: string, above: readonly Failure[]): boolean {
    const times = lastRepeated(line);
    if (times === 0) return false;
    const { time = null, host = null } = stampOf(line) ?? {};
    for (const failure of above) {
      const { found } = failure;
      if (found.queueHost === host) this.#failed({ ...failure, times, found: { ...found, time } });
    }
    this.#above = above;
    return true;
  }

  /** A message is over. */
  #close(id: string): void {
    this.#openings.remove(id);
    const isGivenUp = this.#memory.told.get(id)?.isGivenUp === true;
    this.#memory.told.delete(id);
    this.#stories.close(id, isGivenUp);
  }

  #other(line: string, end: number): number {
    if (mayHoldBounce(line)) this.#others += `${line}\n`;
    return end;
  }

  #failed(failure: Failure): void {
    const { recipient, refusedByUs } = failure.found;
    if (!refusedByUs) {
      if (failure.found.sender == null && this.#openings.isForgetful) this.#senderless += 1;
      if (recipient != null) this.#failedWith.add(asBytes(recipient));
      this.#stories.fail(failure);
      return;
    }
    this.#refusals.push(failure);
    const first = this.#refusals.length > MOST_REFUSALS ? this.#refusals.shift() : undefined;
    if (first) this.#settle(first);
  }

  /** A server that mails through itself logs its refusal twice, as it said it and as it heard it: the second counts. */
  #settle(refusal: Failure): void {
    const { recipient } = refusal.found;
    if (recipient == null || !this.#failedWith.has(asBytes(recipient))) this.#stories.fail(refusal);
  }

  /** @param next the id that the next server gave it: where the log knows that one, the mail has not arrived yet */
  #arrived(found: Logged, next: string | null): void {
    if (next !== null && this.#openings.has(next)) return;
    const { recipient } = found;
    if (recipient == null || !this.#failedWith.has(asBytes(recipient))) return;
    this.#stories.arrive(found, this.#source.clock);
    const delivery = deliveryOf(found, this.#source.clock);
    if (delivery !== null) this.#arrivals.push(delivery);
  }

  /** What lines tell of messages is kept for a while only, where nothing says that they are over. */
  #bound(): void {
    for (const names of [this.#memory.told, this.#memory.own]) {
      if (names.size <= MOST_NAMES) continue;
      for (const name of names.keys()) {
        names.delete(name);
        break;
      }
    }
  }
}

const isAround = (code: number): boolean => code < 128 && AROUND[code] === 1;

/** Lines that an entry may have been broken into. */
const MOST_BROKEN = 12;

/** @returns where the last entry begins: on the last line that has a time, or not far above the end */
function lastEntryIn(text: string): number {
  let end = text.length;
  for (let count = 0; count < MOST_BROKEN && end > 0; count++) {
    const start = text.lastIndexOf('\n', end - 2) + 1;
    if (stampOf(text.slice(start, end)) !== null) return start;
    end = start;
  }
  return text.length;
}
