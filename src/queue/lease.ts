/** How long a process holds the work that it took. Milliseconds. */

/** A process that dies holds its work no longer than this: "a dead replica's work moves on within 30 s". */
export const LEASE = 25_000;
/** A process that lives renews what it still works on this often. */
export const RENEWAL = 8_000;

export const iso = (at: number): string => new Date(at).toISOString();
