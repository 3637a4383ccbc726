/**
 * What a large text tells of beside its bounces: tens of thousands of mails that arrived, and who sent them. It is written
 * down in portions, each of them a transaction of some milliseconds, before what bounced is filed and answered: others
 * come in between. A portion changes nothing where it is written down again, so that whoever is interrupted begins anew.
 */
import { mapGently } from '../give-way.ts';
import type { Store } from '../store/index.ts';
import { type Arrived, toArrived } from './attempts/arrived.ts';
import { type Named, namedBy, recallMailings } from './attempts/mailings.ts';
import { mendStories } from './attempts/mend.ts';
import { noteArrivals, settleArrived } from './deliveries.ts';
import { noteReached, type Reached, reachedBy } from './reached.ts';
import type { Filing, Told } from './told.ts';

/** Rows of one portion. */
const AT_ONCE = 1000;

/** Either some recipients, or some messages. */
export type Portion = { readonly reached: readonly Reached[] } | { readonly of: readonly Mailing[] };

/** A message, and where it arrived; null where a line tells of the message alone. */
type Mailing = Named & { readonly arrived: Arrived | null };

/**
 * @param now when the text came, in milliseconds since 1970
 * @returns none where it is little, which is filed with the bounces
 */
export async function portionsOf(
  { deliveries, messages }: Pick<Told, 'deliveries' | 'messages'>,
  now: number,
): Promise<readonly Portion[]> {
  if (deliveries.length + messages.length <= AT_ONCE) return [];
  const arrived = await mapGently(deliveries, (delivery) => toArrived(delivery, now));
  const named = await mapGently(messages, namedBy);
  const mailings: Mailing[] = [
    ...named.map((one) => ({ ...one, arrived: null })),
    ...arrived.map((one) => ({ keys: one.keys, senderDomain: null, arrived: one })),
  ].filter(({ keys }) => keys.length > 0);
  // As the keys stand in the indexes, so that each portion touches few of their pages: a tenth of the time.
  mailings.sort((a, b) => ((a.keys[0] as string) < (b.keys[0] as string) ? -1 : 1));
  return [...cut(reachedBy(arrived)).map((reached) => ({ reached })), ...cut(mailings).map((of) => ({ of }))];
}

const cut = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) =>
    all.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );

/**
 * @param store a transaction
 * @param now milliseconds since 1970
 * @returns what looks otherwise by it
 */
export async function notePortion(
  store: Store,
  team: string,
  portion: Portion,
  now: number,
): Promise<Pick<Filing, 'settled' | 'named'>> {
  if ('reached' in portion) return { settled: await noteReached(store, team, portion.reached), named: [] };
  const mailings = await recallMailings(store, team, portion.of, now);
  const arrived = portion.of.flatMap((one) => one.arrived ?? []);
  const arrivals = await noteArrivals(store, team, arrived, mailings);
  const named = await mendStories(store, team, mailings, now);
  const late = new Set([...arrivals.map(({ mailing }) => mailing), ...mailings.joined]);
  const { changed } = await settleArrived(store, team, [...late], now);
  return { settled: changed, named };
}
