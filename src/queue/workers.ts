/** Who does the work: so many pieces at once, the rest in a queue. */
import type { Logger } from 'pino';
import { createTurns } from '../turns.ts';

export type Workers = {
  /**
   * Does it as soon as a hand is free. What it throws is logged.
   * @param from whose it is: where several wait, they take turns
   */
  add(work: () => Promise<unknown>, from?: string): void;
  /** @returns a function that starts `work`, or, while it runs, has it run once more afterwards */
  oneAtATime(work: () => Promise<void>): () => void;
  /** @returns how many more pieces could begin right now */
  free(): number;
  idle(): Promise<void>;
  isBusy(): boolean;
};

/** @param most pieces that are done at once */
export function createWorkers(log: Logger, most: number): Workers {
  const waiting = createTurns<() => Promise<unknown>>();
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
    while (running.size < most) {
      const work = waiting.next();
      if (!work) return;
      run(work);
    }
  }

  return {
    add(work, from = '') {
      waiting.add(from, work);
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

    free: () => Math.max(0, most - running.size - waiting.size()),

    async idle() {
      while (running.size > 0 || waiting.size() > 0) await Promise.all(running);
    },

    isBusy: () => running.size > 0 || waiting.size() > 0,
  };
}
