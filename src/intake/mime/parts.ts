/** The parts of a mail (RFC 2046 §5.1), as they follow one another: where each stands, and what it says it is. */
import { asBytes } from './charset.ts';
import { eachField } from './fields.ts';
import { finder } from './finder.ts';
import { type Structured, structured, withoutComments } from './parameters.ts';

/** A part that holds no parts: a text, a report, a file, a mail. Mails in it aren't taken apart. */
export type Leaf = {
  readonly content: Structured;
  readonly disposition: Structured;
  /** Content-Transfer-Encoding, in lower case; '' where there is none. */
  readonly encoding: string;
  /** Where its bytes stand. */
  readonly start: number;
  readonly end: number;
  /** Texts that say the same in other forms have the same. */
  readonly choice: number;
};

/** Dovecot takes no more of a mail apart either (`MESSAGE_PARSER_DEFAULT_MAX_TOTAL_MIME_PARTS`); nesting counts too. */
export const MOST_PARTS = 10_000;

/**
 * Takes time in proportion to the length, whatever stands in it: each stretch is searched once.
 * @param raw a mail, a character a byte; it and its lines end in LF
 * @returns its leaves, and whether that are all of them
 */
export function partsOf(raw: string): { leaves: readonly Leaf[]; isWhole: boolean } {
  const leaves: Leaf[] = [];
  const boundaries = new Boundaries(raw);
  const blankLine = finder(raw, '\n\n');
  let count = 0;
  for (let at = 0; ; count++) {
    if (count === MOST_PARTS) return { leaves, isWhole: false };
    const gap = at === 0 && raw[0] === '\n' ? -1 : blankLine(at - 1);
    const headerEnd = Math.min(gap + 1, raw.length);
    const early = boundaries.next(at, headerEnd);
    const { content, disposition, encoding } = headerOf(
      raw,
      at,
      early?.start ?? headerEnd,
      boundaries.isDigest,
    );
    const start = early?.start ?? Math.min(gap + 2, raw.length);
    const { choice } = boundaries;
    const kind = /^multipart\/(.*)/.exec(content.value)?.[1];
    const name = content.parameters.get('boundary') ?? '';
    if (kind !== undefined && name !== '') boundaries.open(name, kind, count);
    let line = boundaries.next(start, raw.length);
    if (kind === undefined)
      leaves.push({
        content,
        disposition,
        encoding,
        start,
        end: line?.start ?? raw.length,
        choice: choice ?? count,
      });
    // What stands behind the last part, up to the next of the parts around, is nobody's.
    while (line?.isEnd) {
      boundaries.close(line.level);
      line = boundaries.next(line.next, raw.length);
    }
    if (line === null) return { leaves, isWhole: true };
    boundaries.close(line.level + 1);
    at = line.next;
  }
}

/** A line that parts a mail. */
type Line = {
  readonly start: number;
  /** Where the line behind it begins. */
  readonly next: number;
  /** Whose it is, the outermost being 0. */
  readonly level: number;
  readonly isEnd: boolean;
};

type Open = {
  readonly name: string;
  readonly kind: string;
  readonly choice: number | null;
  /** The next one around it of the same name. */
  readonly outer: number | undefined;
};

/** The multiparts that are open at a place, and the lines that part them. */
class Boundaries {
  readonly #raw: string;
  readonly #dashes: (from: number) => number;
  readonly #open: Open[] = [];
  /** By names, so that a line is looked for once, however many are open. */
  readonly #innermost = new Map<string, number>();

  constructor(raw: string) {
    this.#raw = raw;
    this.#dashes = finder(raw, '\n--');
  }

  /** @param id what its texts have in common where they are one text in several forms */
  open(name: string, kind: string, id: number): void {
    // RFC 2046 §5.1.1: none ends in a blank, and what stands behind it in its lines doesn't count.
    const plain = withoutEnd(asBytes(name));
    const choice = kind === 'alternative' ? id : this.choice;
    this.#open.push({ name: plain, kind, choice, outer: this.#innermost.get(plain) });
    this.#innermost.set(plain, this.#open.length - 1);
  }

  /** Closes those of a level and within. */
  close(level: number): void {
    while (this.#open.length > level) {
      const { name, outer } = this.#open.pop() as Open;
      if (outer === undefined) this.#innermost.delete(name);
      else this.#innermost.set(name, outer);
    }
  }

  get choice(): number | null {
    return this.#open.at(-1)?.choice ?? null;
  }

  /** Its parts are mails, where they don't say otherwise (RFC 2046 §5.1.5). */
  get isDigest(): boolean {
    return this.#open.at(-1)?.kind === 'digest';
  }

  /** @returns the next line from the start of a line on and before `end`; null where there is none */
  next(from: number, end: number): Line | null {
    if (this.#open.length === 0) return null;
    for (let at = from; at < end; ) {
      const start = this.#dashes(at - 1) + 1;
      if (start >= end) return null;
      const lf = this.#raw.indexOf('\n', start);
      const next = lf < 0 ? this.#raw.length : lf + 1;
      const name = withoutEnd(this.#raw.slice(start + 2, next));
      const level = this.#innermost.get(name) ?? -1;
      const ended = name.endsWith('--') ? (this.#innermost.get(name.slice(0, -2)) ?? -1) : -1;
      if (level >= 0 || ended >= 0)
        return { start, next, level: Math.max(level, ended), isEnd: ended > level };
      at = next;
    }
    return null;
  }
}

function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) <= 32) end--;
  return line.slice(0, end);
}

type Header = Pick<Leaf, 'content' | 'disposition' | 'encoding'>;

const NONE: Structured = { value: '', parameters: new Map() };
const TEXT: Structured = { value: 'text/plain', parameters: new Map() };
const MAIL: Structured = { value: 'message/rfc822', parameters: new Map() };

/** Of each field the first counts: what reads the mail after us must not be told another. */
function headerOf(raw: string, start: number, end: number, isDigest: boolean): Header {
  let content: Structured | null = null;
  let disposition: Structured | null = null;
  let encoding: string | null = null;
  eachField(raw, start, end, (name, value) => {
    if (name === 'content-type') content ??= structured(value);
    else if (name === 'content-disposition') disposition ??= structured(value);
    else if (name === 'content-transfer-encoding')
      encoding ??= /[\w-]+/.exec(withoutComments(value).toLowerCase())?.[0] ?? '';
  });
  return {
    content: content ?? (isDigest ? MAIL : TEXT),
    disposition: disposition ?? NONE,
    encoding: encoding ?? '',
  };
}
