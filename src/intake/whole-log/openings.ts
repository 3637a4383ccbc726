/** Lines that tell who sent a message, kept until its recipients' lines come: most messages have none that matters. */

/** Lines that are kept of one message. */
const MOST_LINES = 4;

export class Openings {
  readonly #most: number;
  /** By the message's id; the oldest first. */
  readonly #lines = new Map<string, string[]>();
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
    return this.#lines.has(id);
  }

  add(id: string, line: string): void {
    const known = this.#lines.get(id);
    if (known !== undefined) {
      if (known.length < MOST_LINES) known.push(line);
      return;
    }
    this.#lines.set(id, [line]);
    if (this.#lines.size <= this.#most) return;
    for (const oldest of this.#lines.keys()) {
      this.#lines.delete(oldest);
      this.#isForgetful = true;
      return;
    }
  }

  /** @param read is given each line of the message that it wasn't given before */
  tell(id: string, read: (line: string) => void): void {
    const lines = this.#lines.get(id);
    if (lines === undefined || lines.length === 0) return;
    for (const line of lines) read(line);
    this.#lines.set(id, []);
  }

  remove(id: string): void {
    this.#lines.delete(id);
  }
}
