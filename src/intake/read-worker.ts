/** A thread of `read-aside.ts`: reads one input after the other, and posts what it found in each. */
import { parentPort } from 'node:worker_threads';
import { type ReadOptions, readAll } from './read-all.ts';

/** What a thread is given; it answers with a `Reading`. */
export type Work = { readonly input: string | Uint8Array; readonly options: ReadOptions };

parentPort?.on('message', async ({ input, options }: Work) => {
  const reading = await readAll(input, options);
  // What is worked out only when asked for doesn't pass from thread to thread by itself.
  parentPort?.postMessage({ ...reading, bounces: reading.bounces, noticed: reading.noticed });
});
