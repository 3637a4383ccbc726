/**
 * What may take long is read in threads beside the main one, so that nobody's short message waits for somebody's long
 * log: large inputs, and small ones that hold packed files or many mails.
 */

import { giveWay } from '../give-way.ts';
import type { Reading } from './bounce.ts';
import { TakesLong } from './files/budget.ts';
import { isOutlook, packedAs } from './files/kind.ts';
import { scan } from './gates.ts';
import { NOTHING } from './nothing.ts';
import { type ReadOptions, readAll, readNow } from './read-all.ts';
import type { Work } from './read-worker.ts';
import type { Threads } from './threads.ts';

/** From this size on, in characters or bytes, the worst of texts would be felt by others: no message of a chat is as long. */
const LARGE = 64 * 1024;
/** Milliseconds after which a smaller one that proves dear goes to the threads as well, and how large it is at least. */
const PATIENCE = 100;
const SMALL = 8 * 1024;
/** The same where nobody else waits: to begin a thread, and warm it up, takes as long as some hundred mails. */
const LARGE_ALONE = 512 * 1024;
const PATIENCE_ALONE = 1000;
/** How long one input may take, in milliseconds, from when a thread begins with it. */
const BUDGET = 20_000;
/** One core stays for all else where there are few, and memory has an end: docs/reliability.md has the figures. */
const THREADS = { most: 2, memory: 192, rest: 10_000 };
/** Of that, the share after which no other part is begun: what was read by then is better than the front alone. */
const IN_TIME = 0.75;
/** What is read of an input that took too long. */
const FRONT = 128 * 1024;

type Input = string | Uint8Array;

let started: Promise<Threads<Work, Reading>> | null = null;

/** Most who explain a text never need a thread. */
const threads = (): Promise<Threads<Work, Reading>> => {
  started ??= import('./threads.ts').then(({ createThreads }) =>
    createThreads(new URL('./read-worker.ts', import.meta.url), THREADS),
  );
  return started;
};

/** Whose turn reading takes where many hand over much, and how long it may take. */
export type Turn = {
  /** The channel; left out: all such share a turn. */
  readonly from?: string;
  /** Milliseconds that an input may take where it isn't small. */
  readonly budget?: number;
  /** Nobody else waits, as on the command line: only what proves dear goes to a thread. */
  readonly isAlone?: boolean;
};

/**
 * Reads as `readAll` does, and never takes long from others: what is small is begun here, and goes to a thread where it
 * proves dear. Two inputs are read at once; what waits is read by turns, one input of each `from`.
 * @returns what is in it; where the budget or the memory of a thread ran out, what is in its front, and `left` says so
 */
export async function readAside(
  input: Input,
  options: ReadOptions,
  { from = '', budget = BUDGET, isAlone = false }: Turn = {},
): Promise<Reading> {
  if (isAlone ? input.length < LARGE_ALONE : isShort(input)) {
    const way = giveWay();
    if (way !== null) await way;
    if (!isAlone && input.length < SMALL) return readAll(input, options);
    try {
      return await readAll(input, { ...options, patience: isAlone ? PATIENCE_ALONE : PATIENCE });
    } catch (error) {
      if (!(error instanceof TakesLong)) throw error;
    }
  }
  const inThread = async (part: Input, most: number): Promise<Reading | null> =>
    (await threads()).run({ input: part, options: { ...options, time: most * IN_TIME } }, from, most);
  const reading = await inThread(input, budget);
  if (reading !== null) return reading;
  if (holdsPacked(input)) return nothing('Unpacking and reading it took too long.');
  const front = await inThread(input.slice(0, FRONT), BUDGET);
  return front === null
    ? nothing('Reading it took too long.')
    : { ...front, left: 'Reading it all took too long: only the first 128 kB were read.' };
}

/** @returns whether reading it is felt by nobody, unless it proves dear */
const isShort = (input: Input): boolean =>
  input.length < LARGE && !holdsPacked(input) && !holdsManyParts(input);

/**
 * Reads texts that are there at once, each as `readAside` does. They are scanned first, all of them: what a step needs
 * stays near the processor then, and it takes half the time.
 * @returns what is in each, in their order
 */
export async function readEach(texts: readonly string[], options: ReadOptions): Promise<readonly Reading[]> {
  const noted = texts.map((text) => (text.length < SMALL ? scan(text) : null));
  const readings: Reading[] = [];
  for (const [i, text] of texts.entries()) {
    const places = noted[i] ?? null;
    if (places !== null) scan.recall(text, places);
    const reading = text.length < SMALL && isShort(text) ? readNow(text, options) : readAside(text, options);
    readings.push(reading instanceof Promise ? await reading : reading);
    const way = giveWay();
    if (way !== null) await way;
  }
  return readings;
}

const nothing = (left: string): Reading => ({ ...NOTHING, left });

/** Parts of a mail from which on taking it apart is felt. */
const MANY_PARTS = 30;

function holdsManyParts(input: Input): boolean {
  const front =
    typeof input === 'string' ? input : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  for (const mark of ['message/rfc822', 'boundary=']) {
    let at = -1;
    for (let i = 0; i < MANY_PARTS; i += 1) {
      at = front.indexOf(mark, at + 1);
      if (at < 0) break;
    }
    if (at >= 0) return true;
  }
  return false;
}

/** What base64 makes of the first bytes of `.gz`, `.zip` and `.msg`: packed files that are attached to a mail. */
const PACKED_IN_MAIL = ['\nH4sI', '\nUEsDB', '\n0M8R4'];

function holdsPacked(input: Input): boolean {
  if (typeof input === 'string') return PACKED_IN_MAIL.some((mark) => input.includes(mark));
  if (packedAs(input) !== null || isOutlook(input)) return true;
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  return PACKED_IN_MAIL.some((mark) => bytes.includes(mark));
}
