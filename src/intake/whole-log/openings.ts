/** Lines that tell who sent a message, kept until its recipients' lines come: most messages have none that matters. */

/** Lines that are kept of one message. */
const MOST_LINES = 4;
/** Pieces of the log after which lines get characters of their own: a part of a piece keeps all of it in memory. */
const PIECES = 32;

type Lines = Map<string, string[]>;

export class Openings {
  readonly #most: number;
  /** By the message's id; the oldest first. The young ones are parts of pieces. */
  #young: Lines = new Map();
  readonly #old: Lines = new Map();
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

  add(id: string, line: string): void {
    const known = this.#young.get(id) ?? this.#old.get(id);
    if (known === undefined) this.#young.set(id, [line]);
    else if (known.length < MOST_LINES) known.push(this.#old.has(id) ? own(line) : line);
  }

  /** @param read is given each line of the message that it wasn't given before */
  tell(id: string, read: (line: string) => void): void {
    const lines = this.#young.get(id) ?? this.#old.get(id);
    if (lines === undefined) return;
    for (const line of lines.splice(0)) read(line);
  }

  remove(id: string): void {
    if (!this.#young.delete(id)) this.#old.delete(id);
  }

  /** A piece of the log is over. */
  turn(): void {
    this.#pieces += 1;
    if (this.#pieces < PIECES) return;
    this.#pieces = 0;
    for (const [id, lines] of this.#young) this.#old.set(own(id), lines.map(own));
    this.#young = new Map();
    for (const id of this.#old.keys()) {
      if (this.#old.size <= this.#most) break;
      this.#old.delete(id);
      this.#isForgetful = true;
    }
  }
}

/** Written over each time: memory that is taken and given back for each line is never whole again. */
const scratch = Buffer.alloc(64 * 1024);

/** @returns the same with characters of its own */
export function own(piece: string): string {
  if (piece.length * 3 > scratch.length) return Buffer.from(piece).toString();
  return scratch.toString('utf8', 0, scratch.write(piece));
}
