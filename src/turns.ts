/** A queue that is fair: whoever adds much waits in a line of their own, and the lines take turns. */
export type Turns<T> = {
  /** @param from whose it is */
  add(from: string, one: T): void;
  /** @returns what is next, and is waiting no more; null: nothing waits */
  next(): T | null;
  size(): number;
};

export function createTurns<T>(): Turns<T> {
  const lines = new Map<string, T[]>();
  let size = 0;
  return {
    add(from, one) {
      const line = lines.get(from);
      if (line) line.push(one);
      else lines.set(from, [one]);
      size += 1;
    },

    next() {
      const [first] = lines;
      if (first === undefined) return null;
      const [from, line] = first;
      const [one] = line.splice(0, 1);
      // To the end of the lines.
      lines.delete(from);
      if (line.length > 0) lines.set(from, line);
      size -= 1;
      return one ?? null;
    },

    size: () => size,
  };
}
