/** Lines that are written together, and never later than the event loop turns. */
import { Pile } from './pile.ts';
import { type Terminal, write } from './terminal.ts';

/** Bytes that are written without waiting for that. */
const ENOUGH = 64 * 1024;

export class Gathered {
  readonly #stream: Terminal['stdout'];
  #pile = new Pile();
  #turn: NodeJS.Immediate | null = null;
  /** A slow reader is waited for. */
  #writing: Promise<void> | null = null;

  constructor(stream: Terminal['stdout']) {
    this.#stream = stream;
  }

  /** @param line without its line feed @returns once more may be added */
  async add(line: string): Promise<void> {
    if (this.#writing !== null) await this.#writing;
    this.#pile.add(line);
    if (this.#pile.bytes.length >= ENOUGH) await this.flush();
    else this.#turn ??= setImmediate(() => void this.flush());
  }

  /** To be awaited at the end. */
  async flush(): Promise<void> {
    if (this.#turn !== null) clearImmediate(this.#turn);
    this.#turn = null;
    while (this.#writing !== null) await this.#writing;
    const { bytes } = this.#pile;
    if (bytes.length === 0) return;
    this.#pile = new Pile();
    this.#writing = write(this.#stream, bytes);
    await this.#writing;
    this.#writing = null;
  }
}
