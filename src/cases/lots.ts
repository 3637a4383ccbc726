/** Which cases the recipients of one problem belong to: those that know them, and one for all whom none does. */
import type { Store } from '../store/index.ts';
import type { Story } from './attempts/stories.ts';
import { namelessKey, type Problem, recipientKey, senderKey, sharedKey } from './problems.ts';

/** What goes into one case. */
export type Lot = {
  /** Null: it is found by its key, or opened. */
  readonly caseId: string | null;
  readonly key: string;
  /** Every address once. */
  readonly recipients: readonly string[];
  readonly stories: readonly Story[];
};

/** SQLite takes 32,766 values in one statement; two for each address. */
const AT_ONCE = 5000;

/** @returns at least one: what nobody knows yet comes first */
export async function lotsOf(store: Store, team: string, problem: Problem): Promise<readonly Lot[]> {
  const { side, stories } = problem;
  const [{ shared }] = stories as readonly [Story];
  if (shared !== null) return [lotOf(null, shared, stories)];
  const settled = stories.filter(({ home }) => home !== null);
  const open = stories.filter(({ home }) => home === null);
  const lots = [
    ...(side === 'sender'
      ? [...Map.groupBy(open, ({ last }) => senderKey(last.diagnosis))].map(([key, some]) =>
          lotOf(null, key, some),
        )
      : open.length > 0
        ? await lotsOfRecipients(store, team, problem, open)
        : []),
  ];
  for (const [home, some] of Map.groupBy(settled, (story) => story.home as string)) {
    const at = lots.findIndex(({ caseId }) => caseId === home);
    if (at < 0) lots.push(lotOf(home, '', some));
    else lots[at] = lotOf(home, '', [...(lots[at] as Lot).stories, ...some]);
  }
  return lots;
}

const lotOf = (caseId: string | null, key: string, stories: readonly Story[]): Lot => ({
  caseId,
  key,
  recipients: [...new Set(stories.flatMap(({ address }) => address ?? []))],
  stories,
});

async function lotsOfRecipients(
  store: Store,
  team: string,
  { diagnosis }: Problem,
  stories: readonly Story[],
): Promise<readonly Lot[]> {
  const addresses = [...new Set(stories.flatMap(({ address }) => address ?? []))];
  if (addresses.length === 0) return [lotOf(null, namelessKey(diagnosis), stories)];
  const known = new Map(await knownCases(store, team, diagnosis, addresses));
  const keyOf = (address: string): string => recipientKey(diagnosis, address);
  let fresh = addresses.filter((address) => !known.has(address));
  let keys = [...new Set(fresh.map(keyOf))];
  if (keys.length > 1) {
    const idOf = await casesWith(store, team, keys);
    for (const address of fresh) {
      const id = idOf.get(keyOf(address));
      if (id !== undefined) known.set(address, id);
    }
    fresh = fresh.filter((address) => !known.has(address));
    keys = keys.filter((key) => !idOf.has(key));
  }
  const freshKey = keys.length === 1 ? (keys[0] as string) : sharedKey(fresh);
  // What names nobody is told with the rest.
  const homeOf = ({ address }: Story): string | null =>
    (address === null ? null : known.get(address)) ??
    (fresh.length > 0 ? null : (known.values().next().value ?? null));
  const byCase = Map.groupBy(stories, homeOf);
  const opened = byCase.get(null) ?? [];
  return [
    ...(opened.length > 0 ? [lotOf(null, freshKey, opened)] : []),
    ...[...byCase].flatMap(([home, some]) => (home === null ? [] : [lotOf(home, '', some)])),
  ];
}

/**
 * An address may be known from a case that it shares with others: then that is its case, where the same is the matter
 * with all of them. What now befalls one of many says nothing of the others, nor does a dead address of our own faults.
 */
async function knownCases(
  store: Store,
  team: string,
  diagnosis: Problem['diagnosis'],
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const own = new Set<string>();
  for (let i = 0; i < addresses.length; i += AT_ONCE) {
    const some = addresses.slice(i, i + AT_ONCE);
    const rows = await store
      .selectFrom('case_recipients')
      .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
      .select(['case_recipients.address', 'cases.id', 'cases.key'])
      .where('case_recipients.team', '=', team)
      .where('case_recipients.address', 'in', some)
      .where('cases.side', '=', 'recipient')
      .where((eb) =>
        eb.or([
          eb(
            'cases.key',
            'in',
            some.map((address) => recipientKey(diagnosis, address)),
          ),
          eb.and([
            eb('cases.reason', '=', diagnosis.reason),
            eb('cases.category', '=', diagnosis.category),
            eb('cases.key', 'not like', 'domain|%'),
          ]),
        ]),
      )
      .orderBy('cases.heard_at')
      .orderBy('cases.id')
      .execute();
    for (const { address, id, key } of rows) {
      const isOwn = key === recipientKey(diagnosis, address);
      if (isOwn || !own.has(address)) found.set(address, id);
      if (isOwn) own.add(address);
    }
  }
  return found;
}

/** @returns by key the cases that whole domains have already */
async function casesWith(
  store: Store,
  team: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    const rows = await store
      .selectFrom('cases')
      .select(['id', 'key'])
      .where('team', '=', team)
      .where('key', 'in', keys.slice(i, i + AT_ONCE))
      .execute();
    for (const { id, key } of rows) found.set(key, id);
  }
  return found;
}
