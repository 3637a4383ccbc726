/**
 * Cases that one message told of together, such as a log's dead addresses, are answered, shown and handled as one. Each
 * counts and stands for itself: what a case is says what was tried, never what was pasted along with it.
 */
import type { Case, Status } from './case.ts';

/** What is least settled stands for the others. */
const RANK: readonly Status['kind'][] = ['open', 'claimed', 'escalated', 'snoozed', 'resolved', 'dismissed'];

/**
 * @param id of the bundle
 * @param members at least one, in their order
 * @returns those of them that are left to do as one case, as far as people said the same of them; where none is left,
 *   those that are settled
 */
export function asOne(id: string, members: readonly Case[]): Case {
  const shown = alikeOf(leftOf(members));
  const newest = shown.reduce((a, b) => (b.lastAt > a.lastAt ? b : a));
  const leading = shown.reduce((a, b) => (ahead(b.status, a.status) ? b : a));
  return {
    id,
    team: newest.team,
    key: `bundle|${id}`,
    side: newest.side,
    reason: newest.reason,
    category: newest.category,
    provider: newest.provider,
    mixed: shown.some(({ provider }) => provider !== newest.provider),
    refusals: shown.flatMap(({ refusals }) => refusals),
    bounce: newest.bounce,
    recipients: [...new Set(shown.flatMap(({ recipients }) => recipients))],
    status: leading.status,
    owner: leading.owner,
    corrected: newest.corrected,
    count: shown.reduce((sum, { count }) => sum + count, 0),
    firstAt: shown.reduce((least, { firstAt }) => Math.min(least, firstAt), newest.firstAt),
    lastAt: shown.reduce((most, { lastAt }) => Math.max(most, lastAt), newest.lastAt),
    arrivedSince: newest.arrivedSince,
    heardAt: shown.reduce((most, { heardAt }) => Math.max(most, heardAt), 0),
    version: shown.reduce((sum, { version }) => sum + version, 0),
    expired: shown.every(({ expired }) => expired),
    parts: shown.map((one) => one.id),
    shownAs: [id],
  };
}

/**
 * What a person said of some of them is said of no other, and whatever is done to the others is not done to those: they
 * stand for themselves. So do those that mail reached since: they aren't dead with the others.
 */
function alikeOf(shown: readonly Case[]): readonly Case[] {
  const groups = [
    ...Map.groupBy(shown, (one) =>
      JSON.stringify([one.corrected?.reason ?? null, one.corrected?.only ?? null, isAlive(one)]),
    ).values(),
  ];
  const rank = ([one]: readonly Case[]): number => {
    if (one && isAlive(one)) return 3;
    return !one?.corrected ? 0 : one.corrected.category === 'hard' ? 2 : 1;
  };
  return groups.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}

/** What is settled was settled together, and is taken back together. */
const isAlive = ({ arrivedSince, status }: Case): boolean => arrivedSince !== null && !isSettled(status);

const isSettled = ({ kind }: Status): boolean => kind === 'resolved' || kind === 'dismissed';

function leftOf(members: readonly Case[]): readonly Case[] {
  const unsettled = members.filter(({ status }) => !isSettled(status));
  if (unsettled.length > 0) return unsettled;
  const resolved = members.filter(({ status }) => status.kind === 'resolved');
  return resolved.length > 0 ? resolved : members;
}

function ahead(one: Status, other: Status): boolean {
  if (one.kind !== other.kind) return RANK.indexOf(one.kind) < RANK.indexOf(other.kind);
  return one.kind !== 'open' && other.kind !== 'open' && one.at > other.at;
}
