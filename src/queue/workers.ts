/** Who does the work: so many pieces at once, the rest in a queue. */
import type { Logger } from 'pino';

/** Messages that are handled at once. */
const MOST_AT_ONCE = 16;

export type Workers = {
  /** Does it as soon as a hand is free. What it throws is logged. */
  add(work: () => Promise<unknown>): void;
  /** @returns a function that starts `work`, or, while it runs, has it run once more afterwards */
  oneAtATime(work: () => Promise<void>): () => void;
  /** @returns how many more pieces could begin right now */
  free(): number;
  idle(): Promise<void>;
  isBusy(): boolean;
};

export function createWorkers(log: Logger): Workers {
  const queue: (() => Promise<unknown>)[] = [];
  const running = new Set<Promise<unknown>>();

  function run(work: () => Promise<unknown>): void {
    const piece = work()
      .catch((error: unknown) => log.error({ err: error }, 'a piece of work failed'))
      .finally(() => {
        running.delete(piece);
        next();
      });
    running.add(piece);
  }

  function next(): void {
    while (running.size < MOST_AT_ONCE) {
      const work = queue.shift();
      if (!work) return;
      run(work);
    }
  }

  return {
    add(work) {
      queue.push(work);
      next();
    },

    oneAtATime(work) {
      let active = false;
      let more = false;
      const loop = async (): Promise<void> => {
        do {
          more = false;
          await work();
        } while (more);
        active = false;
      };
      return () => {
        more = true;
        if (active) return;
        active = true;
        run(loop);
      };
    },

    free: () => Math.max(0, MOST_AT_ONCE - running.size - queue.length),

    async idle() {
      while (running.size > 0 || queue.length > 0) await Promise.all(running);
    },

    isBusy: () => running.size > 0 || queue.length > 0,
  };
}
