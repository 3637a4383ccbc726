/** A thread of `bench/hostile.ts`: reads one text after the other, and posts the milliseconds of CPU that each took. */
import { parentPort } from 'node:worker_threads';
import { readAll } from '../../src/intake/read-all.ts';

parentPort?.on('message', async (text: string) => {
  const before = process.threadCpuUsage();
  const reading = await readAll(text, { asked: true });
  // What is worked out only when asked for takes its time too.
  void reading.noticed;
  const { user, system } = process.threadCpuUsage(before);
  parentPort?.postMessage((user + system) / 1000);
});
