/** What is being done at the moment, so that stopping can wait for it. */
export type UnderWay = {
  /** Starts a piece of work unless we are stopping. It must not reject: it reports its errors itself. */
  begin(work: () => Promise<void>): void;
  /** Takes nothing new. @returns when all that began has ended */
  close(): Promise<void>;
};

export function createUnderWay(): UnderWay {
  const running = new Set<Promise<void>>();
  let open = true;
  return {
    begin(work) {
      if (!open) return;
      const run: Promise<void> = work().finally(() => running.delete(run));
      running.add(run);
    },
    async close() {
      open = false;
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
