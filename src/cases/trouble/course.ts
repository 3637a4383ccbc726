import type { Store } from '../../store/index.ts';
import { domainOf } from '../address.ts';
import type { Case } from '../case.ts';
import { troubleIn } from './key.ts';
import { domainsOf, runsOf } from './runs.ts';

/** How a provider's trouble goes. Moments are milliseconds since 1970. */
export type Course = {
  /** The provider's id in the catalog, or the domain of its hosts. */
  readonly whose: string;
  /** Domains of recipients that it hits. */
  readonly domains: number;
  readonly since: number;
  readonly last: number;
  /** `quiet`: nothing was told of it for so long that it is over. `past`: it was over when it was told. Else null. */
  readonly over: 'quiet' | 'past' | null;
  /** Hours without a bounce after which it is over. */
  readonly quietHours: number;
  /** How long such a thing lasted before, in milliseconds, the shortest first. */
  readonly before: readonly number[];
};

/** Attempts of a case that are looked at, the newest. */
const MOST = 20_000;
const HOUR = 60 * 60 * 1000;

/**
 * @param quietHours without a bounce after which a trouble is over
 * @param now milliseconds since 1970
 * @returns null for a case of anything else
 */
export async function courseOf(
  store: Store,
  { id, key, heardAt }: Pick<Case, 'id' | 'key' | 'heardAt'>,
  quietHours: number,
  now: number,
): Promise<Course | null> {
  const whose = troubleIn(key);
  if (whose === null) return null;
  const rows = await store
    .selectFrom('attempts')
    .select(['address', 'at'])
    .where('case_id', '=', id)
    .orderBy('at', 'desc')
    .limit(MOST)
    .execute();
  const hits = rows.map(({ address, at }) => ({
    from: Date.parse(at),
    to: Date.parse(at),
    domain: address && domainOf(address),
  }));
  const runs = runsOf(hits, quietHours * HOUR);
  const run = runs.at(-1);
  if (run === undefined) return null;
  const overOf = (last: number): Course['over'] => {
    if (heardAt - last >= quietHours * HOUR) return 'past';
    return now - heardAt >= quietHours * HOUR || now - last >= quietHours * HOUR ? 'quiet' : null;
  };
  return {
    whose,
    domains: domainsOf(run.hits),
    since: run.from,
    last: run.to,
    over: overOf(run.to),
    quietHours,
    before: runs
      .slice(0, -1)
      .map(({ from, to }) => to - from)
      .sort((a, b) => a - b),
  };
}
