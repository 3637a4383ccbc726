/** Who refused: what a ticket names, each with its count. */
import { getDomain } from 'tldts';
import type { Store } from '../store/index.ts';

/** How many attempts somebody refused. */
export type Refusals = {
  /** Its id in the catalog; null: it has no entry there. */
  readonly provider: string | null;
  /** The host of it that spoke, or the domain that several of them are of; null: no text names one. */
  readonly host: string | null;
  readonly count: number;
};

/** @returns who refused, the most first; hosts of one domain are one, and so are those of one provider */
export async function refusalsIn(store: Store, caseIds: readonly string[]): Promise<readonly Refusals[]> {
  const rows = await store
    .selectFrom('attempts')
    .select(['provider', 'host', (eb) => eb.fn.countAll().as('n')])
    .where('case_id', 'in', caseIds)
    .where('counts', '=', 1)
    .groupBy(['provider', 'host'])
    .execute();
  const all = rows.map(({ provider, host, n }): Refusals => ({ provider, host, count: Number(n) }));
  return [...Map.groupBy(all, whoOf).values()]
    .map(together)
    .sort((a, b) => b.count - a.count || (whoOf(a) < whoOf(b) ? -1 : 1));
}

const whoOf = ({ provider, host }: Refusals): string =>
  provider === null ? `host ${domainOf(host) ?? ''}` : `provider ${provider}`;

/** "mx1.example.co.uk": "example.co.uk"; an IP address is itself. */
const domainOf = (host: string | null): string | null => host && (getDomain(host) ?? host);

function together(rows: readonly Refusals[]): Refusals {
  const [{ provider }] = rows as readonly [Refusals];
  const [host = null, ...others] = new Set(rows.flatMap((row) => row.host ?? []));
  return {
    provider,
    host: others.length > 0 ? domainOf(host) : host,
    count: rows.reduce((sum, { count }) => sum + count, 0),
  };
}
