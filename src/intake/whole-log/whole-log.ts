/**
 * A whole log, line by line, however long it is: most of its lines tell of no failure, and are passed over without being
 * taken apart. The readers of lines are those of pasted logs; what waits for its end is bounded.
 */

import { Fingerprints } from '../../fingerprints.ts';
import { deliveryOf } from '../attempt.ts';
import type { Delivery } from '../bounce.ts';
import { accepted } from '../formats/logs/accepted.ts';
import { keyIn } from '../formats/logs/by-host.ts';
import { entryAt } from '../formats/logs/entry.ts';
import { logKinds } from '../formats/logs/index.ts';
import { isDelivery, readEntry } from '../formats/logs/line-outcomes.ts';
import { type Logged, type LogLine, newMemory } from '../formats/logs/log-line.ts';
import { lastRepeated } from '../formats/logs/repeated.ts';
import { asBytes } from '../mime/index.ts';
import { mayHoldBounce } from '../notice.ts';
import { isCutObject } from '../structure/json-lines.ts';
import { clockOf } from '../time/clock.ts';
import { stampOf } from '../time/stamp.ts';
import { Openings } from './openings.ts';
import { own } from './pieces.ts';
import { type Sifted, Sifter } from './sift.ts';
import { type Ended, type Failure, type LogStory, type Source, Stories, storyOf } from './stories.ts';
import { parsed, unwrapped } from './wrapped.ts';

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
/** Messages that are told at once where the log is over: judged, they take ten times the room. */
const AT_ONCE = 1000;
/** Lines of a front that are asked which servers wrote the log. */
const MOST_ASKED = 200;
/** Kinds of lines that mail servers write, and nobody else. */
const MAIL_KINDS = logKinds.filter((kind) => kind !== accepted);
const NONE: readonly never[] = [];

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
  readonly #sifter = new Sifter(this.#failedWith);
  /** Servers that wrote it, as far as they matter: one, or more. */
  readonly #hosts = new Set<string>();
  readonly #refusals: Failure[] = [];
  #source: Source;
  #kinds: readonly LogLine[] = logKinds;
  #ended: Ended[] = [];
  #arrivals: Delivery[] = [];
  #others = '';
  #events: string[] = [];
  #objects = 0;
  #broken = 0;
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

  /** Lines of JSON that were cut off, and weren't read. */
  get broken(): number {
    return this.#broken;
  }

  /**
   * Another file begins.
   * @param front its first lines: they tell what its times are by
   */
  begin(name: string | null, front: string): void {
    this.#source = { name, clock: clockOf(front, this.#when.now, this.#when.zone) };
    for (const line of front.split('\n', MOST_ASKED)) {
      const host = stampOf(line)?.host;
      if (host != null) this.#hosts.add(host);
    }
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

  /** @returns events in JSON, an object each, that came since it was asked last */
  events(): readonly string[] {
    return this.#events.splice(0);
  }

  /** @returns whether an event may tell of a failure, or of mail that reached an address with which some failed before */
  isWorthReading(event: string): boolean {
    return mayHoldBounce(event) || this.#sifter.isAwaited(asBytes(event));
  }

  /** Mail to an address failed: that some reached it is of interest from here on. */
  noteFailed(address: string): void {
    this.#failedWith.add(asBytes(address));
  }

  /**
   * The log is over: what still waits is told, a part at each call.
   * @returns null where nothing waits any more
   */
  end(): Heard | null {
    for (const one of this.#refusals.splice(0, AT_ONCE)) this.#settle(one);
    if (this.#refusals.length === 0) this.#stories.end(AT_ONCE);
    return this.#ended.length === 0 && this.#refusals.length === 0 ? null : this.#heard();
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
    const above = this.#above;
    this.#above = NONE;
    if (text.charCodeAt(start) === BRACE) {
      this.#inJson(own(text.slice(start, end)).trimEnd());
      return end;
    }
    const sifted = this.#sifter.sift(text, start, end);
    if (sifted !== null) return this.#sifted(sifted, text, start, end);
    const isToldAbove = above.length > 0 && this.#isRepeated(text.slice(start, end), above);
    return isToldAbove ? end : this.#entry(text, start, end, null);
  }

  /** @returns as `#line` */
  #sifted({ tells, id }: Sifted, text: string, start: number, end: number): number {
    if (tells === 'entry') return this.#entry(text, start, end, id);
    if (tells === 'nothing' || id === null) return end;
    const host = this.#hosts.size < 2 ? null : (stampOf(text.slice(start, end))?.host ?? null);
    if (tells === 'opening') this.#openings.add(id, host, text.slice(start, end));
    else this.#close(id, host);
    return end;
  }

  /** A line that a shipper wrapped up is one of the log; what else is in JSON is an event, and read by itself. */
  #inJson(json: string): void {
    const object = parsed(json);
    if (object === null) {
      // Of an object that is printed over many lines none is one by itself.
      if (this.#objects > 0 && isCutObject(json)) this.#broken += 1;
      else if (mayHoldBounce(json)) this.#others += `${json}\n`;
      return;
    }
    this.#objects += 1;
    const line = unwrapped(object);
    if (line !== null && !line.startsWith('{')) {
      const bytes = asBytes(line);
      const sifted = this.#sifter.sift(bytes, 0, bytes.length);
      if (sifted !== null) this.#sifted(sifted, bytes, 0, bytes.length);
      if (sifted !== null || this.#read(line, null, MAIL_KINDS)) return;
    }
    this.#events.push(line?.startsWith('{') ? line : json);
  }

  #entry(text: string, start: number, end: number, id: string | null): number {
    const entry = entryAt(text, start, logKinds);
    const line = own(entry.line);
    if (line.length <= 12) return end;
    if (this.#read(line, id, this.#kinds)) return this.#above.length > 0 ? entry.end : end;
    if (mayHoldBounce(line)) this.#others += `${line}\n`;
    return end;
  }

  /** @returns whether the line is of one of these kinds */
  #read(line: string, id: string | null, kinds: readonly LogLine[]): boolean {
    if (id !== null) {
      const host = this.#hosts.size < 2 ? null : (stampOf(line)?.host ?? null);
      this.#openings.tell(id, host, (opening) => readEntry(opening, this.#memory, kinds));
    }
    const read = readEntry(line, this.#memory, kinds);
    if (read === null) return false;
    if (read.kind !== this.#kinds[0]) this.#kinds = [read.kind, ...logKinds];
    this.#bound();
    const { outcomes, times } = read;
    if (outcomes.length === 0) {
      if (id !== null) this.#closeGivenUp(id, stampOf(line)?.host ?? null);
      return true;
    }
    if (line === this.#last && times === 1) {
      this.#twice += 1;
      return true;
    }
    if (outcomes.every(({ queueId }) => queueId)) this.#last = line;
    for (const one of outcomes) if (isDelivery(one)) this.#arrived(one, read.next);
    const failures = outcomes
      .filter((one) => !isDelivery(one))
      .map((found): Failure => ({ found, line, source: this.#source, times }));
    for (const failure of failures) this.#failed(failure);
    this.#above = failures;
    return true;
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
  #close(id: string, host: string | null): void {
    this.#openings.remove(id, host);
    const key = keyIn(this.#memory.told, id, host);
    const isGivenUp = this.#memory.told.get(key)?.isGivenUp === true;
    this.#memory.told.delete(key);
    this.#stories.close(id, host, isGivenUp);
  }

  #closeGivenUp(id: string, host: string | null): void {
    if (this.#memory.told.get(keyIn(this.#memory.told, id, host))?.isGivenUp) this.#close(id, host);
  }

  #failed(failure: Failure): void {
    const { recipient, refusedByUs, queueHost } = failure.found;
    if (queueHost != null && this.#hosts.size < 2) this.#hosts.add(queueHost);
    if (!refusedByUs) {
      if (failure.found.sender == null && this.#openings.isForgetful) this.#senderless += 1;
      if (recipient != null) this.noteFailed(recipient);
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
