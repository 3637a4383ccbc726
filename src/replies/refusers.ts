/** Who refused, by the names that people know. */
import { getDomain } from 'tldts';
import type { Refused } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';

/** Somebody who refused, and of how many. */
export type Refuser = { readonly name: string; readonly count: number };

/** Who refused that a row names; the others are counted. */
const MOST_NAMED = 2;
/** Characters that stand in one line of a table's last column on a phone. */
export const LINE_OF_REFUSERS = 20;

/** @returns who refused, the most first; hosts of one domain are one, and so are those of one provider */
export function refusersOf(refusals: readonly Refused[], catalog: Catalog): readonly Refuser[] {
  const counts = new Map<string, number>();
  for (const refusal of refusals) {
    const name = refuserOf(refusal, catalog);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + refusal.count);
  }
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((a, b) => b.count - a.count);
}

/** @returns the same of several, together */
export function together(all: readonly (readonly Refuser[])[]): readonly Refuser[] {
  const byName = Map.groupBy(all.flat(), ({ name }) => name);
  return [...byName]
    .map(([name, some]) => ({ name, count: some.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((a, b) => b.count - a.count);
}

/**
 * @param room in characters
 * @returns "mail.ru, Comcast, +2"; one name alone where there is no room for two
 */
export function refusedBy(refusers: readonly Refuser[], room = LINE_OF_REFUSERS): string {
  const first = (count: number): string => {
    const names = refusers.slice(0, count).map(({ name }) => name);
    return [...names, ...(refusers.length > count ? [`+${refusers.length - count}`] : [])].join(', ');
  };
  const several = first(MOST_NAMED);
  return several.length <= room ? several : first(1);
}

/**
 * The provider whose words or host it is, else the domain of the host, else whose mailbox it is.
 * @returns "GMX" for "GMX, WEB.DE, mail.com and IONOS", "iCloud" for "Apple iCloud Mail", "seznam.cz" for its
 *   mx1.seznam.cz; null: not told
 */
export function refuserOf(
  { provider, remoteHost, recipient }: Omit<Refused, 'count'>,
  catalog: Catalog,
): string | null {
  const domain = recipient?.split('@').at(-1)?.toLowerCase() ?? null;
  const known = provider ?? (remoteHost === null ? ownerOf(domain, catalog) : null);
  const name = catalog.providers.get(known ?? '')?.name;
  if (name !== undefined) return (name.split(/,| [/(]| and | Mail$/)[0] as string).replace(/^Apple /, '');
  return remoteHost === null ? domain : (getDomain(remoteHost) ?? remoteHost);
}

const ownerOf = (domain: string | null, { providers }: Catalog): string | null =>
  (domain !== null && [...providers.values()].find(({ domains }) => domains.includes(domain))?.id) || null;
