/** Lines that tell who sent a message, kept until its recipients' lines come: most messages have none that matters. */

import { keyIn } from '../formats/logs/by-host.ts';
import { own } from './pieces.ts';

/** Lines that are kept of one message. */
const MOST_LINES = 4;
/** Pieces of the log after which lines get characters of their own: a part of a piece keeps all of it in memory. */
const PIECES = 8;

type Opening = { readonly host: string | null; readonly lines: string[] };

export class Openings {
  readonly #most: number;
  /** By the message's id; the oldest first. The young ones are parts of pieces, a character a byte; the old ones text. */
  #young = new Map<string, Opening>();
  readonly #old = new Map<string, Opening>();
  #pieces = 0;
  #isForgetful = false;

  /** @param most messages of which lines are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether lines of some messages were let go, since there were too many. */
  get isForgetful(): boolean {
    return this.#isForgetful;
  }

  has(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id);
  }

  /** @param host whose message it is; null: there is only one. Here and below */
  add(id: string, host: string | null, line: string): void {
    const key = keyIn(this.#all, id, host);
    const known = this.#all.get(key);
    if (known === undefined) this.#young.set(key, { host, lines: [line] });
    else if (known.lines.length < MOST_LINES) known.lines.push(this.#old.has(key) ? own(line) : line);
  }

  /** @param read is given each line of the message that it wasn't given before, as text */
  tell(id: string, host: string | null, read: (line: string) => void): void {
    const key = keyIn(this.#all, id, host);
    for (const line of this.#young.get(key)?.lines.splice(0) ?? []) read(own(line));
    for (const line of this.#old.get(key)?.lines.splice(0) ?? []) read(line);
  }

  remove(id: string, host: string | null): void {
    const key = keyIn(this.#all, id, host);
    if (!this.#young.delete(key)) this.#old.delete(key);
  }

  /** A piece of the log is over. */
  turn(): void {
    this.#pieces += 1;
    if (this.#pieces < PIECES) return;
    this.#pieces = 0;
    for (const [id, { host, lines }] of this.#young) this.#old.set(own(id), { host, lines: lines.map(own) });
    this.#young = new Map();
    for (const id of this.#old.keys()) {
      if (this.#old.size <= this.#most) break;
      this.#old.delete(id);
      this.#isForgetful = true;
    }
  }

  readonly #all = {
    get: (key: string): Opening | undefined => this.#young.get(key) ?? this.#old.get(key),
    has: (key: string): boolean => this.has(key),
  };
}
