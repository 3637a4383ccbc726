/** What earlier bounces say of an address: a soft bounce that lasts is a hard one. */
import type { Store } from '../store/index.ts';

/** When soft bounces of one address are to be taken as a hard one. */
export type Patience = {
  /** They go on for longer than this, in hours. */
  readonly hours: number;
  /** Or there were more of them than this, one after the other. */
  readonly times: number;
};

/** Soft bounces of one address without an end. Moments are milliseconds since 1970. */
export type Lasting = {
  readonly address: string;
  readonly since: number;
  readonly last: number;
  readonly times: number;
};

/** Two failures further apart than this, in milliseconds, are not one trouble that lasts. */
const TOGETHER = 14 * 24 * 60 * 60 * 1000;
/** No longer ago than this, in milliseconds, is looked at. */
const LOOK_BACK = 90 * 24 * 60 * 60 * 1000;
/** SQLite takes 32,766 values in one statement. */
const AT_ONCE = 1000;

/**
 * @param addresses lower case
 * @returns those whose soft bounces have lasted too long, up to now
 */
export async function lastingAmong(
  store: Store,
  team: string,
  addresses: readonly string[],
  patience: Patience,
  now: number,
): Promise<readonly Lasting[]> {
  const since = new Date(now - LOOK_BACK).toISOString();
  const found: Lasting[] = [];
  for (let i = 0; i < addresses.length; i += AT_ONCE) {
    const rows = await store
      .selectFrom('bounces')
      .select(['address', 'category', 'at'])
      .distinct()
      .where('team', '=', team)
      .where('address', 'in', addresses.slice(i, i + AT_ONCE))
      .where('at', '>=', since)
      .orderBy('at')
      .execute();
    for (const [address, history] of Map.groupBy(rows, (row) => row.address)) {
      const lasting = lastingOf(
        address as string,
        history.map(({ category, at }) => ({ category, at: Date.parse(at) })),
        patience,
      );
      if (lasting) found.push(lasting);
    }
  }
  return found;
}

/**
 * @param history of one address, oldest first: what is not soft ends a run, be it a delivery or another trouble
 * @returns the run of soft bounces that it ends with, if it has lasted too long
 */
export function lastingOf(
  address: string,
  history: readonly { readonly category: string; readonly at: number }[],
  { hours, times }: Patience,
): Lasting | null {
  let run: { category: string; at: number }[] = [];
  for (const bounce of history) {
    const before = run.at(-1);
    if (bounce.category !== 'soft') run = [];
    else if (before && bounce.at - before.at > TOGETHER) run = [bounce];
    else run.push(bounce);
  }
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last) return null;
  const lasts = last.at - first.at > hours * 3_600_000 || run.length > times;
  return lasts ? { address, since: first.at, last: last.at, times: run.length } : null;
}
