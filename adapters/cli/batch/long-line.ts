/** The id of a line that is too long to be read: what stands at its front and at its end is kept. */

/** Bytes of each. */
const KEPT = 4096;

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const SCALAR = `(${STRING}|-?\\d[\\d.eE+-]*|true|false|null)`;
/** … before the texts, whatever else stands there, as long as it is no object or list … */
const AT_FRONT = new RegExp(
  `^\\s*\\{\\s*(?:(?!"id"\\s*:)${STRING}\\s*:\\s*(?:${STRING}|[\\w.+-]+)\\s*,\\s*)*"id"\\s*:\\s*${SCALAR}\\s*[,}]`,
);
/** … or behind them. */
const AT_END = new RegExp(`[^\\\\]"\\s*,\\s*"id"\\s*:\\s*${SCALAR}\\s*\\}\\s*$`);

export class LongLine {
  readonly front: Buffer;
  #end: Buffer = Buffer.alloc(0);

  /** @param pieces the line so far */
  constructor(pieces: readonly Buffer[]) {
    const line = Buffer.concat(pieces);
    this.front = Buffer.from(line.subarray(0, KEPT));
    this.goOn(line);
  }

  goOn(piece: Buffer): void {
    this.#end = Buffer.from(Buffer.concat([this.#end, piece.subarray(-KEPT)]).subarray(-KEPT));
  }

  /** The id as JSON, as it was written; null where it stands elsewhere, is an object or a list, or isn't there. */
  get id(): string | null {
    return AT_FRONT.exec(this.front.toString())?.[1] ?? AT_END.exec(this.#end.toString())?.[1] ?? null;
  }
}
