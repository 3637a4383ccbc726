/** Who refused: what a ticket names, each with its count. */
import { getDomain } from 'tldts';
import type { Store } from '../store/index.ts';

/** How many attempts somebody refused. */
export type Refusals = {
  /** Its id in the catalog; null: it has no entry there. */
  readonly provider: string | null;
  /** The host of it that spoke, or the domain that several of them are of; null: no text names one. */
  readonly host: string | null;
  /** The hosts' domains, the most refusals first; what names no host is in none. */
  readonly hosts: readonly { readonly host: string; readonly count: number }[];
  readonly count: number;
};

type Row = Pick<Refusals, 'provider' | 'host' | 'count'>;

/** @returns who refused, the most first; hosts of one domain are one, and so are those of one provider */
export async function refusalsIn(store: Store, caseIds: readonly string[]): Promise<readonly Refusals[]> {
  const rows = await store
    .selectFrom('attempts')
    .select(['provider', 'host', (eb) => eb.fn.countAll().as('n')])
    .where('case_id', 'in', caseIds)
    .where('counts', '=', 1)
    .groupBy(['provider', 'host'])
    .execute();
  const all = rows.map(({ provider, host, n }): Row => ({ provider, host, count: Number(n) }));
  return [...Map.groupBy(all, whoOf).values()]
    .map(together)
    .sort((a, b) => b.count - a.count || (whoOf(a) < whoOf(b) ? -1 : 1));
}

/** One who refused in a message, and of how many attempts. */
export type Refused = {
  /** Its id in the catalog; null: it has no entry there, or nobody says. */
  readonly provider: string | null;
  /** The host that spoke; null: no text names it, and then the recipients of each address are told. */
  readonly remoteHost: string | null;
  readonly recipient: string | null;
  readonly count: number;
};

/**
 * @param caseIds at most 30,000 (SQLite takes 32,766 values in one statement)
 * @returns by case who refused, as one message tells it
 */
export async function refusalsTold(
  store: Store,
  { team, id }: { readonly team: string; readonly id: string },
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Refused[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await store
    .selectFrom('attempts')
    .select((eb) => [
      'case_id',
      'provider',
      'host',
      eb.case().when('host', 'is', null).then(eb.ref('address')).end().as('whose'),
      eb.fn.countAll().as('n'),
    ])
    .where('team', '=', team)
    .where('case_id', 'in', caseIds)
    .where((eb) =>
      eb.or([
        eb('message_id', '=', id),
        eb.exists(
          eb
            .selectFrom('retellings')
            .select('retellings.attempt_id')
            .whereRef('retellings.team', '=', 'attempts.team')
            .whereRef('retellings.attempt_id', '=', 'attempts.id')
            .where('retellings.message_id', '=', id),
        ),
      ]),
    )
    .groupBy(['case_id', 'provider', 'host', 'whose'])
    .execute();
  const refused = rows.map(({ case_id, provider, host, whose, n }) => ({
    caseId: case_id,
    ...{ provider, remoteHost: host, recipient: whose, count: Number(n) },
  }));
  return Map.groupBy(refused, ({ caseId }) => caseId);
}

const whoOf = ({ provider, host }: Row): string =>
  provider === null ? `host ${domainOf(host) ?? ''}` : `provider ${provider}`;

/** "mx1.example.co.uk": "example.co.uk"; an IP address is itself. */
const domainOf = (host: string | null): string | null => host && (getDomain(host) ?? host);

function together(rows: readonly Row[]): Refusals {
  const [{ provider }] = rows as readonly [Row];
  const [host = null, ...others] = new Set(rows.flatMap((row) => row.host ?? []));
  return {
    provider,
    host: others.length > 0 ? domainOf(host) : host,
    hosts: hostsIn(rows),
    count: rows.reduce((sum, { count }) => sum + count, 0),
  };
}

function hostsIn(rows: readonly Row[]): Refusals['hosts'] {
  const counts = new Map<string, number>();
  for (const { host, count } of rows) {
    const domain = domainOf(host);
    if (domain !== null) counts.set(domain, (counts.get(domain) ?? 0) + count);
  }
  return [...counts]
    .map(([host, count]) => ({ host, count }))
    .sort((a, b) => b.count - a.count || (a.host < b.host ? -1 : 1));
}
