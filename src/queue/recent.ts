/** Ids that this process remembers for a while: so many, the oldest are forgotten first. */
const MOST = 5_000;

export type Recent = {
  add(id: string): void;
  /** @returns whether it was remembered; now it is no more */
  take(id: string): boolean;
};

export function createRecent(): Recent {
  const ids = new Set<string>();
  return {
    add(id) {
      ids.add(id);
      for (const oldest of ids) {
        if (ids.size <= MOST) break;
        ids.delete(oldest);
      }
    },
    take: (id) => ids.delete(id),
  };
}
