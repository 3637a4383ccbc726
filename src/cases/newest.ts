/** Which of all that was told of a case stands for it: the newest. */
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../store/index.ts';
import type { Story } from './attempts/stories.ts';
import { isExact, type Telling } from './attempts/telling.ts';

/** Attempts of one moment, of which one stands for the case. */
const MOST_AT_ONE_MOMENT = 1000;

/** @returns what stands for the case: the newest that isn't known from before; null where all of it is */
export function newestOf(stories: readonly Story[]): Telling | null {
  let newest: Telling | null = null;
  for (const { last, before, counts, isEcho } of stories) {
    if (isEcho) continue;
    if (before.some(({ id }) => id === last.id)) continue;
    // It arrived after all.
    if (last.outcome === 'deferred' && counts.size === 0) continue;
    if (newest === null || ranksAbove(last, newest)) newest = last;
  }
  return newest;
}

/** What is refused for good at the same moment has the last word; then the order is any, but always the same. */
export function ranksAbove(one: Telling, other: Telling): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.permanence !== other.permanence) return one.permanence === 'permanent';
  return isExact(one) && isExact(other) && one.id > other.id;
}

/** Whether a telling is newer than all that the case has: of one moment, as `ranksAbove` says. */
export async function isNewer(
  store: Store,
  row: Pick<Selectable<Tables['cases']>, 'id' | 'last_at'>,
  telling: Telling,
): Promise<boolean> {
  const at = new Date(telling.at).toISOString();
  if (at > row.last_at) return true;
  const others = await store
    .selectFrom('attempts')
    .select(['id', 'permanence', 'at'])
    .where('case_id', '=', row.id)
    .where('at', '>=', at)
    // What names no id tells less of the same.
    .where((eb) =>
      telling.named
        ? eb.or([eb('named', '=', 1), eb('words', 'is', null), eb('words', '!=', telling.words)])
        : eb.lit(true),
    )
    .orderBy('at', 'desc')
    .limit(MOST_AT_ONE_MOMENT)
    .execute();
  // Of what names no time of its own, what was told last is the newest.
  return others.every(
    (other) =>
      other.at === at &&
      (!isExact(telling) ||
        (other.permanence === telling.permanence
          ? telling.id > other.id
          : telling.permanence === 'permanent')),
  );
}
