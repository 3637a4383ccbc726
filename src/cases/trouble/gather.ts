/**
 * A provider's own trouble is one case, whomever it hits: from three recipient domains on, all that its hosts put off or
 * refused for a fault of theirs within one time of trouble is told as that.
 */
import type { Store } from '../../store/index.ts';
import { domainOf } from '../address.ts';
import type { Story } from '../attempts/stories.ts';
import { moveAttempts } from '../move.ts';
import { troubleKey } from './key.ts';
import { domainsOf, type Hit, LEAST_DOMAINS, runsOf } from './runs.ts';

const HOUR = 60 * 60 * 1000;
/** Milliseconds before and after what is told in which older attempts are looked at. */
const AROUND = 48 * HOUR;

/** What was told before and belongs to a provider's trouble by now. */
export type Gathered = { readonly key: string; readonly ids: readonly string[] };

type Stored = Hit & { readonly ids: readonly string[]; readonly story: null };
type Fresh = Hit & { readonly ids: readonly string[]; readonly story: Story };

/**
 * @param quietHours without a bounce after which a trouble is over
 * @returns the stories, each with the key of the trouble that it is part of, and what was told before and is part of one
 */
export async function planTroubles(
  store: Store,
  team: string,
  stories: readonly Story[],
  quietHours: number,
): Promise<{ readonly stories: readonly Story[]; readonly gathered: readonly Gathered[] }> {
  const shared = new Map<Story, string>();
  const gathered: Gathered[] = [];
  const troubled = Map.groupBy(stories, ({ last }) => last.trouble);
  troubled.delete(null);
  for (const [trouble, some] of troubled) {
    const fresh = some.map(hitOf);
    const stored = await storedHits(store, team, trouble as string, fresh);
    const key = troubleKey(trouble as string);
    for (const { hits } of runsOf<Stored | Fresh>([...fresh, ...stored], quietHours * HOUR)) {
      if (domainsOf(hits) < LEAST_DOMAINS) continue;
      for (const { story } of hits) if (story !== null) shared.set(story, key);
      gathered.push({ key, ids: hits.flatMap(({ story, ids }) => (story === null ? ids : [])) });
    }
  }
  return { stories: stories.map((story) => ({ ...story, shared: shared.get(story) ?? null })), gathered };
}

function hitOf(story: Story): Fresh {
  const { address, tellings, before } = story;
  const moments = [...tellings.map(({ at }) => at), ...before.map(({ at }) => at)];
  return {
    from: moments.reduce((a, b) => Math.min(a, b)),
    to: moments.reduce((a, b) => Math.max(a, b)),
    domain: address && domainOf(address),
    ids: [],
    story,
  };
}

async function storedHits(
  store: Store,
  team: string,
  trouble: string,
  fresh: readonly Fresh[],
): Promise<readonly Stored[]> {
  const from = fresh.reduce((least, hit) => Math.min(least, hit.from), Number.POSITIVE_INFINITY) - AROUND;
  const to = fresh.reduce((most, hit) => Math.max(most, hit.to), 0) + AROUND;
  const rows = await store
    .selectFrom('attempts')
    .innerJoin('cases', 'cases.id', 'attempts.case_id')
    .select(['attempts.id', 'attempts.mailing', 'attempts.address', 'attempts.at'])
    .where('attempts.team', '=', team)
    .where('attempts.trouble', '=', trouble)
    .where('attempts.at', '>=', new Date(from).toISOString())
    .where('attempts.at', '<=', new Date(to).toISOString())
    // What became of a message since may be another problem, of one address.
    .where('cases.key', 'not like', 'address|%')
    .execute();
  const told = new Set(fresh.map(({ story: { mailing, address } }) => `${mailing} ${address}`));
  return [...Map.groupBy(rows, ({ mailing, address }) => `${mailing} ${address}`)].flatMap(([name, some]) => {
    if (told.has(name)) return [];
    const moments = some.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
    const { address } = some[0] as (typeof some)[number];
    return {
      from: moments[0] as number,
      to: moments.at(-1) as number,
      domain: address && domainOf(address),
      ids: some.map(({ id }) => id),
      story: null,
    };
  });
}

/** @param store a transaction, in which what is new has been written down */
export async function gather(
  store: Store,
  team: string,
  gathered: readonly Gathered[],
  now: number,
): Promise<void> {
  for (const { key, ids } of gathered) {
    const into = await store
      .selectFrom('cases')
      .select('id')
      .where('team', '=', team)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!into) continue;
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const rows = await store
        .selectFrom('attempts')
        .select(['id', 'case_id', 'counts'])
        .where('team', '=', team)
        .where('id', 'in', ids.slice(i, i + AT_ONCE))
        .where('case_id', '!=', into.id)
        .execute();
      for (const [from, some] of Map.groupBy(rows, (row) => row.case_id)) {
        const count = some.filter((row) => row.counts === 1).length;
        const moved = some.map(({ id }) => id);
        await moveAttempts(store, team, moved, { from, into: into.id, count }, now);
      }
    }
  }
}

/** SQLite takes 32,766 values in one statement. */
const AT_ONCE = 5000;
