/** `explain --batch`: one text a line in, one judgement a line out, in the same order. */
import type { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import type { Explained } from '../../src/diagnosis/index.ts';
import { bounceJson } from '../../src/replies/index.ts';
import { EXIT } from './exit.ts';
import { heedingBy } from './heeding.ts';
import type { Judge } from './judge.ts';
import { LongLine } from './long-line.ts';
import { type Terminal, write } from './terminal.ts';

/**
 * Reads lines of JSON from standard input: {"id": …, "text": …}. What has arrived is answered together, at most `MOST`
 * lines: whoever writes a line and waits for its answer gets it at once.
 * @returns 0 when any text held a bounce, else 1
 */
export async function explainBatch(judge: Judge, { stdin, stdout, stderr }: Terminal): Promise<number> {
  if (stdin.isTTY)
    stderr.write('Type lines like {"id": 1, "text": "550 5.1.1 User unknown"}, then press Ctrl+D.\n');
  // Expressions that are used for each of many lines are best compiled at once: that takes a tenth less of the time.
  setFlagsFromString('--no-regexp-tier-up');
  const heed = heedingBy(judge.catalog);
  let found = false;
  for await (const lines of linesOf(stdin)) {
    const asked = lines.filter((line) => typeof line !== 'string' || line.trim() !== '').map(requestIn);
    const explained = await judge.explainEach(
      asked.flatMap((one) => ('text' in one ? one.text : [])),
      { asked: true },
    );
    let next = 0;
    const answers: Buffer[] = [];
    for (const one of asked) {
      const answer =
        'text' in one ? answerTo(one.id, heed(one.text, explained[next++] as Explained), judge) : one;
      found ||= 'bounces' in answer && answer.bounces.length > 0;
      // Each by itself: one letter that isn't Latin would make all of them twice as long, and dear to encode.
      answers.push(Buffer.from(`${JSON.stringify(answer)}\n`));
    }
    if (answers.length > 0) await write(stdout, Buffer.concat(answers));
  }
  return found ? EXIT.found : EXIT.none;
}

/** Lines that are answered together at most. */
const MOST = 200;
/** Bytes of one line; as many are read of a message. */
const LONGEST = 16 * 1024 * 1024;
const TOO_LONG = `This line is longer than ${LONGEST / 1024 / 1024} MB.`;
const LF = 10;

/** JSON itself may hold every other line end. @returns what has arrived; of a line that is too long what is kept of it */
async function* linesOf(stdin: Readable): AsyncGenerator<readonly (string | LongLine)[]> {
  let pieces: Buffer[] = [];
  let size = 0;
  let long: LongLine | null = null;
  let isFirst = true;
  const add = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LONGEST) pieces.push(piece);
    else if (long !== null) long.goOn(piece);
    else {
      long = new LongLine([...pieces, piece]);
      pieces = [];
    }
  };
  const take = (): string | LongLine => {
    const line = long ?? Buffer.concat(pieces).toString();
    pieces = [];
    size = 0;
    long = null;
    const whole = isFirst && typeof line === 'string' ? line.replace(/^\uFEFF/, '') : line;
    isFirst = false;
    return whole;
  };
  for await (const read of stdin) {
    const bytes: Buffer = Buffer.from(read);
    let lines: (string | LongLine)[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      add(bytes.subarray(start, end));
      lines.push(take());
      start = end + 1;
      if (lines.length < MOST) continue;
      yield lines;
      lines = [];
    }
    if (lines.length > 0) yield lines;
    add(bytes.subarray(start));
  }
  if (size > 0) yield [take()];
}

/** In Node from 22 on ("JSON.parse source text access", ES2026); TypeScript doesn't know it yet. */
const RAW = JSON as JSON & { rawJSON(source: string): unknown };

/** A number of an id may have more digits than JavaScript's numbers hold: it is given back as it was written. */
const asWritten = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? RAW.rawJSON(context.source) : value;

type Request = { readonly id: unknown; readonly text: string };
type Refused = { readonly id: unknown; readonly error: string };

function requestIn(line: string | LongLine): Request | Refused {
  if (typeof line !== 'string') return tooLong(line);
  let data: unknown;
  try {
    data = JSON.parse(line, asWritten);
  } catch {
    return {
      id: null,
      error: 'This line is not valid JSON. It must be like {"id": 1, "text": "550 5.1.1 User unknown"}.',
    };
  }
  const { id = null, text }: { id?: unknown; text?: unknown } =
    typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  return typeof text === 'string' ? { id, text } : { id, error: 'This line has no "text" that is a string.' };
}

function tooLong({ id }: LongLine): Refused {
  try {
    return { id: id === null ? null : JSON.parse(id, asWritten), error: TOO_LONG };
  } catch {
    return { id: null, error: TOO_LONG };
  }
}

function answerTo(id: unknown, { noticed, diagnoses, left }: Explained, { catalog }: Judge) {
  const bounces = diagnoses.map((one) => bounceJson(one, catalog.reasons[one.reason].title));
  return { id, noticed, bounces, left };
}
