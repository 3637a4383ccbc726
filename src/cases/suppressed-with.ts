/** What was put on the suppression list with cases that one message told of. */
import { type Actor, actorOfJson } from '../audit/index.ts';
import { among, type Store } from '../store/index.ts';

/** So many in one statement: others have their turn between two of them. */
const AT_ONCE = 250;

/** Who put how many addresses on the list at one moment, in milliseconds since 1970. */
export type Suppressing = { readonly by: Actor; readonly at: number; readonly count: number };

/**
 * @param cases ids of cases, each once
 * @param since milliseconds since 1970
 * @returns what was suppressed with them, the newest first; and how many of their addresses
 *   were on the list before `since`, and bounced all the same
 */
export async function suppressedWith(
  store: Store,
  team: string,
  cases: readonly string[],
  since: number,
): Promise<{ readonly done: readonly Suppressing[]; readonly before: number }> {
  const done = new Map<string, Suppressing>();
  const before = new Set<string>();
  const moment = new Date(since).toISOString();
  for (let i = 0; i < cases.length; i += AT_ONCE) {
    const some = cases.slice(i, i + AT_ONCE);
    const rows = await store
      .selectFrom('suppressions')
      .select(['by', 'at', (eb) => eb.fn.countAll().as('n')])
      .where('team', '=', team)
      .where('case_id', 'in', among(store, some))
      .where('at', '>=', moment)
      .groupBy(['by', 'at'])
      .execute();
    for (const { by, at, n } of rows) {
      const key = `${at} ${by}`;
      const count = (done.get(key)?.count ?? 0) + Number(n);
      done.set(key, { by: actorOfJson(by), at: Date.parse(at), count });
    }
    const listed = await store
      .selectFrom('case_recipients')
      .innerJoin('suppressions', (join) =>
        join
          .onRef('suppressions.team', '=', 'case_recipients.team')
          .onRef('suppressions.address', '=', 'case_recipients.address'),
      )
      .innerJoin('cases', 'cases.id', 'case_recipients.case_id')
      .select('suppressions.address')
      .distinct()
      .where('case_recipients.team', '=', team)
      .where('case_recipients.case_id', 'in', among(store, some))
      .where('suppressions.at', '<', moment)
      // It bounced since: a log from before says nothing of who sends.
      .whereRef('suppressions.at', '<', 'cases.last_at')
      .execute();
    for (const { address } of listed) before.add(address);
  }
  return { done: [...done.values()].toSorted((a, b) => b.at - a.at), before: before.size };
}
