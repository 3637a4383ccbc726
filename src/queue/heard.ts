/**
 * Until when each connection to a platform has heard everything: after a restart what was written since is read. A
 * connection is a bot's account on a platform, and of a bot that is shared by several processes each one's part.
 */
import type { Store } from '../store/index.ts';
import { iso } from './lease.ts';

export type Connection = {
  readonly platform: string;
  /** The bot's own id there. */
  readonly account: string;
  /** What of it this process hears: "0 of 1". */
  readonly part: string;
};

/** Rows of `settings`, of the whole installation; `channel` says which connection. */
const NAME = 'heard-until';
const keyOf = ({ platform, account, part }: Connection): string => `${platform} ${account} ${part}`;

/**
 * @returns milliseconds since 1970. Where it was shared by another number of processes before, what the slowest of
 *   them had heard; where nothing was noted yet, when the last message was written down; null: it has never heard any
 */
export async function heardUntil(store: Store, connection: Connection): Promise<number | null> {
  const rows = await store
    .selectFrom('settings')
    .select(['channel', 'value'])
    .where('team', '=', '')
    .where('name', '=', NAME)
    .execute();
  const { platform, account } = connection;
  const parts = rows.filter(({ channel }) => channel.startsWith(`${platform} ${account} `));
  const own = parts.find(({ channel }) => channel === keyOf(connection));
  if (own) return Date.parse(own.value);
  if (parts.length > 0) return Math.min(...parts.map(({ value }) => Date.parse(value)));
  const { last } = await store
    .selectFrom('inbox')
    .select((eb) => eb.fn.max('heard_at').as('last'))
    .where('platform', '=', platform)
    .executeTakeFirstOrThrow();
  return last === null ? null : Date.parse(last);
}

/** @param now everything before is heard: milliseconds since 1970 */
export async function noteHeard(store: Store, connection: Connection, now: number): Promise<void> {
  const row = { value: iso(now), at: iso(now) };
  await store
    .insertInto('settings')
    .values({ team: '', channel: keyOf(connection), name: NAME, by: null, ...row })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doUpdateSet(row))
    .execute();
}

/** Channels that are looked at after an absence, those that were written in last. */
const MOST_CHANNELS = 500;

/**
 * @param teams the first and the last of them, as the database sorts; the last one isn't among them
 * @returns where something was heard, as far as the inbox remembers it; what was written in last comes first
 */
export function heardIn(
  store: Store,
  [first, last]: readonly [string, string],
): Promise<readonly { readonly team: string; readonly channel: string }[]> {
  return store
    .selectFrom('inbox')
    .select(['team', 'channel'])
    .where('team', '>=', first)
    .where('team', '<', last)
    .groupBy(['team', 'channel'])
    .orderBy((eb) => eb.fn.max('heard_at'), 'desc')
    .limit(MOST_CHANNELS)
    .execute();
}
