/** Large inputs are read in a thread of their own, so that nobody's short message waits for somebody's long log. */
import { Worker } from 'node:worker_threads';
import type { Reading } from './bounce.ts';
import { read } from './read.ts';

/** From this size on, in characters or bytes, reading takes long enough (about 50 ms) to be felt by others. */
const LARGE = 512 * 1024;
/** How long a thread may take, in milliseconds. */
const BUDGET = 20_000;
/** What is read of an input that took too long. */
const FRONT = 128 * 1024;

type Input = string | Uint8Array;
type Options = { readonly asked: boolean };

/**
 * Reads as `read` does, and never takes long from others.
 * @param budget milliseconds that a large input may take
 * @returns what is in it; where the budget ran out, what is in its front, and `left` says so
 */
export async function readAside(input: Input, options: Options, budget = BUDGET): Promise<Reading> {
  if (input.length < LARGE) return read(input, options);
  const reading = await inThread(input, options, budget);
  if (reading !== null) return reading;
  const front = await read(input.slice(0, FRONT), options);
  return { ...front, left: 'Reading it all took too long: only the first 128 kB were read.' };
}

/** @returns null where the thread didn't finish within the budget, or died */
function inThread(input: Input, options: Options, budget: number): Promise<Reading | null> {
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
