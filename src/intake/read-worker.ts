/** The thread of `read-aside.ts`: reads one input, posts what it found, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ReadOptions, readAll } from './read-all.ts';

const { input, options } = workerData as { input: string | Uint8Array; options: ReadOptions };
const reading = await readAll(input, options);
// What is worked out only when asked for doesn't pass from thread to thread by itself.
parentPort?.postMessage({ ...reading, noticed: reading.noticed });
