/** Which case each story of a problem belongs to: one a recipient, a domain, or a problem of ours. */
import type { Category, ReasonId } from '../catalog/index.ts';
import { among, prepared, type Store } from '../store/index.ts';
import type { Story } from './attempts/stories.ts';
import { namelessKey, type Problem, recipientKey, senderKey } from './problems.ts';

/** What goes into one case. */
export type Lot = {
  /** Null: there is none of its key yet. */
  readonly caseId: string | null;
  readonly key: string;
  /** Every address once. */
  readonly recipients: readonly string[];
  readonly stories: readonly Story[];
};

/** So many in one statement: others have their turn between two of them. */
const AT_ONCE = 1000;

/** @returns at least one, in the order of the text: what nobody knows yet comes first */
export async function lotsOf(store: Store, team: string, problem: Problem): Promise<readonly Lot[]> {
  const keyOf = keysOf(problem);
  const open = problem.stories.filter(({ home, shared }) => home === null || shared !== null);
  const addresses = problem.side === 'recipient' ? open.flatMap(({ address }) => address ?? []) : [];
  const known = await knownCases(store, team, problem, new Set(open.map(keyOf)), new Set(addresses));
  const caseOf = (story: Story): string | null =>
    (story.shared === null ? story.home : null) ??
    known.get(keyOf(story)) ??
    (story.address === null ? null : known.get(story.address)) ??
    null;
  const byCase = Map.groupBy(problem.stories, (story) => caseOf(story) ?? keyOf(story));
  const lots = [...byCase.values()].map((stories): Lot => {
    const first = stories[0] as Story;
    return {
      caseId: caseOf(first),
      key: keyOf(first),
      recipients: [...new Set(stories.flatMap(({ address }) => address ?? []))],
      stories,
    };
  });
  return [...lots.filter(({ caseId }) => caseId === null), ...lots.filter(({ caseId }) => caseId !== null)];
}

/** What names nobody is told with the rest. */
function keysOf({ side, stories }: Problem): (story: Story) => string {
  const named = stories.find(({ address }) => address !== null);
  return ({ shared, last: { diagnosis }, address }) => {
    if (shared !== null) return shared;
    if (side === 'sender') return senderKey(diagnosis);
    if (address !== null) return recipientKey(diagnosis, address);
    return named?.address ? recipientKey(named.last.diagnosis, named.address) : namelessKey(diagnosis);
  };
}

/**
 * Older versions put addresses that were pasted together into one case: that is theirs, where the same is the matter with
 * them now. What befalls one of many says nothing of the others.
 * @returns ids of cases, by their keys; and by the addresses that older versions' cases hold
 */
async function knownCases(
  store: Store,
  team: string,
  { diagnosis: { reason, category } }: Problem,
  allKeys: ReadonlySet<string>,
  allAddresses: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const keys = [...allKeys];
  const addresses = [...allAddresses];
  const found = new Map<string, string>();
  for (let i = 0; i < Math.max(keys.length, addresses.length); i += AT_ONCE) {
    const { rows } = await selectKnown(store, {
      ...{ team, reason, category },
      keys: keys.slice(i, i + AT_ONCE),
      addresses: addresses.slice(i, i + AT_ONCE),
    });
    for (const { id, name } of rows) found.set(name, id);
  }
  return found;
}

type Wanted = {
  readonly team: string;
  readonly reason: ReasonId;
  readonly category: Category;
  readonly keys: readonly string[];
  readonly addresses: readonly string[];
};

const selectKnown = prepared((store, { team, reason, category, keys, addresses }: Wanted) =>
  store
    .selectFrom('cases')
    .select(['id', 'key as name'])
    .where('team', '=', team)
    .where('key', 'in', among(store, keys))
    .unionAll((eb) =>
      eb
        .selectFrom('case_recipients')
        .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
        .select(['cases.id', 'case_recipients.address as name'])
        .where('case_recipients.team', '=', team)
        .where('case_recipients.address', 'in', among(store, addresses))
        .where('cases.reason', '=', reason)
        .where('cases.category', '=', category)
        .where('cases.key', 'like', 'addresses|%'),
    ),
);
