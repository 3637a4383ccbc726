/** The thread of `read-aside.ts`: reads one input, posts what it found, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { read } from './read.ts';

const { input, options } = workerData as { input: string | Uint8Array; options: { asked: boolean } };
parentPort?.postMessage(await read(input, options));
