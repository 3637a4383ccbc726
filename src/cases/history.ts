/** What earlier bounces say of an address: one that was put off for long enough is a dead one. */

import type { Store } from '../store/index.ts';
import { LIFETIME } from './attempts/tries.ts';
import { arrivalsOf } from './reached.ts';

/** When an address that is put off again and again is to be taken as dead. */
export type Patience = {
  /** So many hours lie between the first and the last of at least two mailings; */
  readonly hours: number;
  /** or so many mailings were put off, over at least a day. */
  readonly times: number;
};

/** Mailings to one address that were put off without an end. Moments are milliseconds since 1970. */
export type Lasting = {
  readonly address: string;
  readonly since: number;
  readonly last: number;
  /** Mailings. */
  readonly times: number;
};

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** Two failures further apart than this are not one trouble that lasts. */
const TOGETHER = 14 * DAY;
/** No longer ago than this is looked at. */
const LOOK_BACK = 90 * DAY;
/** SQLite takes 32,766 values in one statement. */
const AT_ONCE = 1000;

/**
 * What is the matter with the mailbox, for now. Greylisting, a limit, a server that is down or anything of ours may
 * last as long as it likes: it says nothing against the address.
 */
const LASTS = ['mailbox-full', 'on-hold'] as const;
/** The same, where it is said for now only. */
const LASTS_AT_4XX = ['suspend', 'user-unknown'] as const;

/**
 * @param addresses lower case
 * @returns those that were put off for too long, up to now
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
    const some = addresses.slice(i, i + AT_ONCE);
    const rows = await store
      .selectFrom('attempts')
      .select(['address', 'mailing', 'at'])
      .where('team', '=', team)
      .where('address', 'in', some)
      .where('at', '>=', since)
      // What only its words know is one attempt a day, whoever pastes it how often: it makes nothing last.
      .where('named', '=', 1)
      .where('category', '=', 'soft')
      .where((eb) =>
        eb.or([
          eb('reason', 'in', LASTS),
          eb.and([eb('reason', 'in', LASTS_AT_4XX), eb('permanence', '=', 'temporary')]),
        ]),
      )
      .orderBy('at')
      .execute();
    if (rows.length === 0) continue;
    const arrivedAt = await arrivalsOf(store, team, some);
    for (const [address, history] of Map.groupBy(rows, (row) => row.address as string)) {
      const lasting = lastingOf(
        address,
        history.map(({ mailing, at }) => ({ mailing, at: Date.parse(at) })),
        arrivedAt.get(address) ?? null,
        patience,
      );
      if (lasting) found.push(lasting);
    }
  }
  return found;
}

/**
 * @param history attempts that put off mail to one address, oldest first
 * @param arrived when the last mail to it arrived that we know of: what was before is over
 * @returns the run that it ends with, if it has lasted too long
 */
export function lastingOf(
  address: string,
  history: readonly { readonly mailing: string; readonly at: number }[],
  arrived: number | null,
  { hours, times }: Patience,
): Lasting | null {
  let run: { mailing: string; at: number }[] = [];
  for (const one of history) {
    if (arrived !== null && one.at <= arrived) continue;
    const before = run.at(-1);
    if (before && one.at - before.at > TOGETHER) run = [];
    run.push(one);
  }
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last) return null;
  const mailings = mailingsIn(run);
  const span = last.at - first.at;
  const lasts = (mailings >= 2 && span >= hours * HOUR) || (mailings >= times && span >= DAY);
  return lasts ? { address, since: first.at, last: last.at, times: mailings } : null;
}

/** An id that comes again after the time that a server keeps a message is another message's. */
function mailingsIn(run: readonly { readonly mailing: string; readonly at: number }[]): number {
  const last = new Map<string, number>();
  let count = 0;
  for (const { mailing, at } of run) {
    const before = last.get(mailing);
    if (before === undefined || at - before > LIFETIME) count++;
    last.set(mailing, at);
  }
  return count;
}
