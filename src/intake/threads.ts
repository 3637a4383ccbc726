/**
 * A few threads that do what takes long, one piece each at a time; what comes meanwhile waits. Whoever hands over much
 * waits in a line of their own, and the lines take turns: nobody's one log stands behind somebody's two hundred.
 */
import { Worker } from 'node:worker_threads';
import { createTurns } from '../turns.ts';

export type Threads<In, Out> = {
  /**
   * @param from whose turn it takes
   * @param budget milliseconds that it may take, from when it is begun
   * @returns null where it wasn't done within the budget, or the thread died of it
   */
  run(work: In, from: string, budget: number): Promise<Out | null>;
};

export type Limits = {
  /** So many work at once. */
  readonly most: number;
  /** Megabytes that the objects of one may take; one that needs more dies. */
  readonly memory: number;
  /** Milliseconds without work after which a thread ends and gives its memory back. */
  readonly rest: number;
};

type Piece<In, Out> = {
  readonly work: In;
  readonly budget: number;
  readonly done: (result: Out | null) => void;
};

/** @param module what runs in each: it answers each message with one message */
export function createThreads<In, Out>(module: URL, limits: Limits): Threads<In, Out> {
  const waiting = createTurns<Piece<In, Out>>();
  /** What ends each piece that is worked on. A thread that is on its way out still counts: it has its memory. */
  const threads = new Map<Worker, ((result: Out | null) => void) | null>();
  const resting = new Map<Worker, NodeJS.Timeout>();

  function start(): Worker {
    const worker = new Worker(module, {
      resourceLimits: { maxOldGenerationSizeMb: limits.memory, maxYoungGenerationSizeMb: YOUNG },
    });
    threads.set(worker, null);
    worker.on('message', (result: Out) => {
      finish(worker, result);
      rest(worker);
      begin();
    });
    worker.on('error', () => finish(worker, null));
    worker.on('exit', () => {
      finish(worker, null);
      awake(worker);
      threads.delete(worker);
      begin();
    });
    return worker;
  }

  function finish(worker: Worker, result: Out | null): void {
    threads.get(worker)?.(result);
    threads.set(worker, null);
  }

  function awake(worker: Worker): void {
    clearTimeout(resting.get(worker));
    resting.delete(worker);
  }

  /** A program that has nothing else to do ends, whatever rests. */
  function rest(worker: Worker): void {
    worker.unref();
    resting.set(worker, setTimeout(() => void worker.terminate(), limits.rest).unref());
  }

  function begin(): void {
    while (waiting.size() > 0) {
      const [ready] = resting.keys();
      const worker = ready ?? (threads.size < limits.most ? start() : null);
      const piece = worker && waiting.next();
      if (!piece) return;
      awake(worker);
      worker.ref();
      const kill = setTimeout(() => void worker.terminate(), piece.budget);
      threads.set(worker, (result) => {
        clearTimeout(kill);
        piece.done(result);
      });
      worker.postMessage(piece.work);
    }
  }

  return {
    run: (work, from, budget) =>
      new Promise((done) => {
        waiting.add(from, { work, budget, done });
        begin();
      }),
  };
}

/** Megabytes for what was made last: with more, reading is no quicker. */
const YOUNG = 16;
