/** Which addresses the last verdict on them says to keep: who names one by hand is asked about it. */
import type { Store } from '../store/index.ts';
import { type Case, loadCases } from './case.ts';
import { lastingAmong, type Patience } from './history.ts';
import { judge, type Knowledge } from './judge.ts';
import { suppressRefusal } from './may-suppress.ts';

/** SQLite takes 32,766 values in one statement. */
const ADDRESSES_AT_ONCE = 10_000;

export type VerdictsBy = {
  readonly knowledge: Knowledge;
  /** When soft bounces that last are a reason to suppress. */
  readonly patience: Patience;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/**
 * @param addresses as `normalAddress` writes them, at most 30,000 (SQLite takes 32,766 values in one statement)
 * @returns by address the case that was seen last, where its verdict is not to suppress; of several seen at the same
 *   moment one that says so. An address without a case has none; nor has one whose case was marked as not a bounce, or taken back by an edit
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
    .select(['case_recipients.address', 'cases.id', 'cases.last_at'])
    .where('case_recipients.team', '=', team)
    .where('case_recipients.address', 'in', addresses)
    .where('cases.status', '!=', 'dismissed')
    .execute();
  const lastOf = new Map<string, string>();
  for (const { address, last_at } of rows) {
    if (last_at > (lastOf.get(address) ?? '')) lastOf.set(address, last_at);
  }
  const newest = rows.filter(({ address, last_at }) => lastOf.get(address) === last_at);
  const cases = await loadCases(store, team, [...new Set(newest.map(({ id }) => id))]);
  const kept = new Map<string, Case>();
  /** What lasts of these is dead; of what isn't sure it stays unsure. */
  const soft: string[] = [];
  for (const { address, id } of newest) {
    const handled = cases.get(id);
    if (!handled) continue;
    const { suppress, certainty } = judge(knowledge, handled);
    if (suppress) continue;
    kept.set(address, handled);
    if (certainty !== 'unsure' && handled.category === 'soft' && handled.corrected === null)
      soft.push(address);
  }
  for (const { address } of await lastingAmong(store, team, soft, patience, now)) kept.delete(address);
  return kept;
}

/**
 * @param parts the cases that are to be suppressed, one by one
 * @param addresses of them that are to be suppressed
 * @returns the first of them that bounced again since its case's last bounce, in another case, whose verdict is no
 *   reason to suppress it: an old button or form doesn't know. Null where there is none
 */
export async function keptSince(
  store: Store,
  team: string,
  parts: readonly Case[],
  addresses: readonly string[],
  knowledge: Knowledge,
): Promise<string | null> {
  const [first] = await keptAmong(store, team, parts, knowledge, addresses);
  return first ?? null;
}

/** @returns all of them */
export async function keptAmong(
  store: Store,
  team: string,
  parts: readonly Case[],
  knowledge: Knowledge,
  addresses: readonly string[] = parts.flatMap(({ recipients }) => recipients),
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  const own = new Set(parts.map(({ id }) => id));
  const lastOf = new Map(parts.flatMap(({ recipients, lastAt }) => recipients.map((one) => [one, lastAt])));
  const earliest = parts.reduce((least, { lastAt }) => Math.min(least, lastAt), Number.POSITIVE_INFINITY);
  for (let i = 0; i < addresses.length; i += ADDRESSES_AT_ONCE) {
    const rows = await store
      .selectFrom('case_recipients')
      .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
      .select(['case_recipients.address', 'cases.id', 'cases.last_at'])
      .where('case_recipients.team', '=', team)
      .where('case_recipients.address', 'in', addresses.slice(i, i + ADDRESSES_AT_ONCE))
      .where('cases.last_at', '>', new Date(earliest).toISOString())
      .where('cases.status', '!=', 'dismissed')
      .execute();
    const later = rows.filter(
      ({ id, address, last_at }) =>
        !own.has(id) && Date.parse(last_at) > (lastOf.get(address) ?? Number.POSITIVE_INFINITY),
    );
    const newer = await loadCases(store, team, [...new Set(later.map((row) => row.id))]);
    for (const row of later) {
      const other = newer.get(row.id);
      if (other && suppressRefusal(other, judge(knowledge, other))?.kind === 'no-ground')
        kept.add(row.address);
    }
  }
  return kept;
}
