/** How long a process holds the work that it took. Milliseconds. */

/** A process that dies holds its work no longer than this: "a dead replica's work moves on within 30 s". */
export const LEASE = 25_000;
/** A process that lives renews what it still works on this often. */
export const RENEWAL = 8_000;

/** Who takes work, and how much. */
export type Taking = {
  /** That this process is connected to. */
  readonly platforms: readonly string[];
  readonly holder: string;
  /** Rows at once. */
  readonly most: number;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** The same, as a statement is given it. */
export type Leasing = Pick<Taking, 'platforms' | 'holder' | 'most'> & {
  /** ISO 8601, as all moments in the store. */
  readonly moment: string;
  readonly until: string;
};

export const leasing = ({ platforms, holder, most, now }: Taking): Leasing => ({
  ...{ platforms, holder, most },
  moment: iso(now),
  until: iso(now + LEASE),
});

export const iso = (at: number): string => new Date(at).toISOString();
