/** Counts the work that must be finished before a connection may close. */
export type UnderWay = {
  /** Adds a piece of work; it counts until it has settled, whether well or badly. */
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is left, the work that was added meanwhile included. */
  settled(): Promise<void>;
};

export function createUnderWay(): UnderWay {
  const open = new Set<Promise<unknown>>();
  return {
    add(work) {
      const entry = work
        .catch(() => undefined)
        .finally(() => {
          open.delete(entry);
        });
      open.add(entry);
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
