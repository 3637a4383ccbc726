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

/** Whether a text tells of so much that others feel it. */
export const isLarge = ({ diagnoses, deliveries, messages }: Told): boolean =>
  deliveries.length + messages.length > AT_ONCE || diagnoses.length > AT_ONCE;

/** Either some recipients, or some messages. */
export type Portion = { readonly reached: readonly Reached[] } | { readonly of: readonly Mailing[] };

/** A message that a line tells of alone, or that arrived. */
type Mailing = Named | Arrived;

/** What arrived, and who sent what, as far as it is remembered: a fraction of what is read. */
export type Beside = { readonly arrived: readonly Arrived[]; readonly named: readonly Named[] };

/** @param now when the text came, in milliseconds since 1970 */
export async function besideOf(
  { deliveries, messages }: Pick<Told, 'deliveries' | 'messages'>,
  now: number,
): Promise<Beside> {
  return {
    arrived: await mapGently(deliveries, (delivery) => toArrived(delivery, now)),
    named: await mapGently(messages, namedBy),
  };
}

/** @returns all of it, cut into what a transaction writes down */
export async function portionsOf({ arrived, named }: Beside): Promise<readonly Portion[]> {
  const mailings = new Map<string, Mailing[]>();
  await mapGently<Mailing, void>([...named, ...arrived], (one) => {
    const [key] = one.keys;
    const known = key === undefined ? undefined : mailings.get(key);
    if (known) known.push(one);
    else if (key !== undefined) mailings.set(key, [one]);
  });
  // As the keys stand in the indexes, so that each portion touches few of their pages: a tenth of the time.
  const sorted = [...mailings.keys()].sort().flatMap((key) => mailings.get(key) ?? []);
  return [
    ...cut(await reachedBy(arrived)).map((reached) => ({ reached })),
    ...cut(sorted).map((of) => ({ of })),
  ];
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
  const told = portion.of.map((one) => ('at' in one ? { keys: one.keys, senderDomain: null } : one));
  const mailings = await recallMailings(store, team, told, now);
  const arrived = portion.of.flatMap((one) => ('at' in one ? one : []));
  const arrivals = await noteArrivals(store, team, arrived, mailings);
  const named = await mendStories(store, team, mailings, now);
  const late = new Set([...arrivals.map(({ mailing }) => mailing), ...mailings.joined]);
  const { changed } = await settleArrived(store, team, [...late], now);
  return { settled: changed, named };
}
