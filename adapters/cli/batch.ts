/** `explain --batch`: one text a line in, one judgement a line out, in the same order. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { bounceJson } from '../../src/replies/index.ts';
import { EXIT } from './exit.ts';
import type { Judge } from './judge.ts';
import { LongLine } from './long-line.ts';
import { type Terminal, write } from './terminal.ts';

const request = z.object({ id: z.unknown().optional(), text: z.string() });

/**
 * Reads lines of JSON from standard input: {"id": …, "text": …}.
 * @returns 0 when any text held a bounce, else 1
 */
export async function explainBatch(judge: Judge, { stdin, stdout, stderr }: Terminal): Promise<number> {
  if (stdin.isTTY)
    stderr.write('Type lines like {"id": 1, "text": "550 5.1.1 User unknown"}, then press Ctrl+D.\n');
  let found = false;
  for await (const line of linesOf(stdin)) {
    if (typeof line === 'string' && line.trim() === '') continue;
    const answer = typeof line === 'string' ? await answerLine(line, judge) : tooLong(line);
    found ||= 'bounces' in answer && answer.bounces.length > 0;
    await write(stdout, `${JSON.stringify(answer)}\n`);
  }
  return found ? EXIT.found : EXIT.none;
}

/** Bytes of one line; as many are read of a message. */
const LONGEST = 16 * 1024 * 1024;
const TOO_LONG = `This line is longer than ${LONGEST / 1024 / 1024} MB.`;
const LF = 10;

function tooLong({ id }: LongLine) {
  try {
    return { id: id === null ? null : JSON.parse(id, asWritten), error: TOO_LONG };
  } catch {
    return { id: null, error: TOO_LONG };
  }
}

/** JSON itself may hold every other line end. @returns what is kept of a line that is too long */
async function* linesOf(stdin: Readable): AsyncGenerator<string | LongLine> {
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
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      add(bytes.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(bytes.subarray(start));
  }
  if (size > 0) yield take();
}

/** A number of an id may have more digits than JavaScript's numbers hold: it is given back as it was written. */
const asWritten = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? RAW.rawJSON(context.source) : value;

/** In Node from 22 on ("JSON.parse source text access", ES2026); TypeScript doesn't know it yet. */
const RAW = JSON as JSON & { rawJSON(source: string): unknown };

async function answerLine(line: string, { catalog, explain }: Judge) {
  let data: unknown;
  try {
    data = JSON.parse(line, asWritten);
  } catch {
    return {
      id: null,
      error: 'This line is not valid JSON. It must be like {"id": 1, "text": "550 5.1.1 User unknown"}.',
    };
  }
  const parsed = request.safeParse(data);
  if (!parsed.success) {
    const id = z.object({ id: z.unknown() }).safeParse(data).data?.id ?? null;
    return { id, error: 'This line has no "text" that is a string.' };
  }
  const { noticed, diagnoses, left } = await explain(parsed.data.text, { asked: true });
  const judged = diagnoses.map((diagnosis) => bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title));
  return { id: parsed.data.id ?? null, noticed, bounces: judged, left };
}
