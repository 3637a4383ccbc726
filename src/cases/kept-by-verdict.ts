/** Which addresses the last verdict on them says to keep: who names one by hand is asked about it. */
import type { Store } from '../store/index.ts';
import { type Case, loadCases } from './case.ts';
import { lastingAmong, type Patience } from './history.ts';
import { judge, type Knowledge } from './judge.ts';

export type VerdictsBy = {
  readonly knowledge: Knowledge;
  /** When soft bounces that last are a reason to suppress; null: never. */
  readonly patience: Patience | null;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/**
 * @param addresses as `normalAddress` writes them, at most 30,000 (SQLite takes 32,766 values in one statement)
 * @returns by address the case that was seen last, where its verdict is not to suppress. An address without a case has
 *   none; nor has one whose case was marked as not a bounce, or taken back by an edit
 */
export async function keptByVerdict(
  store: Store,
  team: string,
  addresses: readonly string[],
  { knowledge, patience, now }: VerdictsBy,
): Promise<ReadonlyMap<string, Case>> {
  if (addresses.length === 0) return new Map();
  const rows = await store
    .selectFrom('case_recipients')
    .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
    .select(['case_recipients.address', 'cases.id'])
    .where('case_recipients.team', '=', team)
    .where('case_recipients.address', 'in', addresses)
    .where('cases.status', '!=', 'dismissed')
    .orderBy('cases.last_at')
    .orderBy('cases.id')
    .execute();
  // Of an address that several cases name, the newest comes last and stays.
  const newest = new Map(rows.map(({ address, id }) => [address, id]));
  const cases = await loadCases(store, team, [...new Set(newest.values())]);
  const kept = new Map<string, Case>();
  for (const [address, id] of newest) {
    const handled = cases.get(id);
    if (handled && !judge(knowledge, handled).suppress) kept.set(address, handled);
  }
  if (patience === null) return kept;
  const soft = [...kept].flatMap(([address, { category }]) => (category === 'soft' ? [address] : []));
  for (const { address } of await lastingAmong(store, team, soft, patience, now)) kept.delete(address);
  return kept;
}
