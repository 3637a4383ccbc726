/** Counts the work that must be finished before the connection may close. */
type UnderWay = {
  /** Adds a piece of work; it counts until it has settled. */
  add(work: Promise<void>): void;
  /** Resolves when nothing is left, what was added meanwhile included. */
  settled(): Promise<void>;
};

export const createUnderWay = (): UnderWay => {
  const open = new Set<Promise<void>>();
  return {
    add(work) {
      const entry = work.finally(() => open.delete(entry));
      open.add(entry);
    },
    async settled() {
      while (open.size > 0) await Promise.allSettled(open);
    },
  };
};
