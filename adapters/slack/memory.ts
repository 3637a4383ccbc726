/** What was asked lately, for a while and not without bounds. */
export type Memory<Value> = {
  /** @returns what is remembered, else what `ask` answers; who asks meanwhile waits for the same answer */
  get(key: string, ask: () => Promise<Value>): Promise<Value>;
  forget(key: string): void;
};

/**
 * @param most entries; the oldest is forgotten first
 * @param goodFor milliseconds
 */
export function createMemory<Value>(most: number, goodFor: number): Memory<Value> {
  const entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  return {
    get(key, ask) {
      const known = entries.get(key);
      if (known && known.until > Date.now()) return known.value;
      const value = ask();
      entries.delete(key);
      entries.set(key, { value, until: Date.now() + goodFor });
      // A failure is not remembered.
      value.catch(() => entries.delete(key));
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
      return value;
    },
    forget(key) {
      entries.delete(key);
    },
  };
}
