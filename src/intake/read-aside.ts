/**
 * What may take long is read in a thread of its own, so that nobody's short message waits for somebody's long log:
 * large inputs, and small ones that hold packed files.
 */
import type { Reading } from './bounce.ts';
import { isOutlook, packedAs } from './files/kind.ts';
import { type ReadOptions, readAll } from './read-all.ts';

/** From this size on, in characters or bytes, reading takes long enough (about 50 ms) to be felt by others. */
const LARGE = 512 * 1024;
/** How long a thread may take, in milliseconds. */
const BUDGET = 20_000;
/** What is read of an input that took too long. */
const FRONT = 128 * 1024;

type Input = string | Uint8Array;

/**
 * Reads as `readAll` does, and never takes long from others.
 * @param budget milliseconds that an input may take where it isn't small
 * @returns what is in it; where the budget ran out, what is in its front, and `left` says so
 */
export async function readAside(input: Input, options: ReadOptions, budget = BUDGET): Promise<Reading> {
  if (input.length < LARGE && !holdsPacked(input)) return readAll(input, options);
  const reading = await inThread(input, options, budget);
  if (reading !== null) return reading;
  if (holdsPacked(input))
    return {
      noticed: false,
      bounces: [],
      deliveries: [],
      messages: [],
      others: [],
      left: 'Unpacking and reading it took too long.',
    };
  const front = await readAll(input.slice(0, FRONT), options);
  const { noticed } = front;
  return { ...front, noticed, left: 'Reading it all took too long: only the first 128 kB were read.' };
}

/** What base64 makes of the first bytes of `.gz` and `.zip`: packed files that are attached to a mail. */
const PACKED_IN_MAIL = ['\nH4sI', '\nUEsDB'];

function holdsPacked(input: Input): boolean {
  if (typeof input === 'string') return PACKED_IN_MAIL.some((mark) => input.includes(mark));
  if (packedAs(input) !== null || isOutlook(input)) return true;
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  return PACKED_IN_MAIL.some((mark) => bytes.includes(mark));
}

/** @returns null where the thread didn't finish within the budget, or died */
async function inThread(input: Input, options: ReadOptions, budget: number): Promise<Reading | null> {
  const { Worker } = await import('node:worker_threads');
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
      workerData: { input, options },
    });
    const end = (reading: Reading | null): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(reading);
    };
    const timer = setTimeout(() => end(null), budget);
    worker.once('message', (reading: Reading) => end(reading));
    worker.once('error', () => end(null));
  });
}
