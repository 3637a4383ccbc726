/** Loaded into the bot's process by `bench/load.ts`: tells it what memory the bot takes, and how long its event loop stood. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

export type Seen = {
  /** Bytes. */
  readonly rss: number;
  /** Of that, when it was most: what the main thread's objects take, and what is held for it outside of them. */
  readonly heap: number;
  readonly buffers: number;
  /** Seconds. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly longestStop: number;
};

if (isMainThread) {
  const stops = monitorEventLoopDelay({ resolution: 5 });
  stops.enable();
  let most = { rss: 0, heap: 0, buffers: 0 };
  setInterval(() => {
    const rss = process.memoryUsage.rss();
    if (rss <= most.rss) return;
    const { heapTotal, external } = process.memoryUsage();
    most = { rss, heap: heapTotal, buffers: external };
  }, 20).unref();
  setInterval(() => {
    if (process.connected)
      process.send?.({
        ...most,
        cpu: process.cpuUsage().user / 1e6,
        longestStop: stops.max / 1e6,
      } satisfies Seen);
  }, 500).unref();
}
