/** When many mailings bounced at once: a window over the attempts' own times. */
import type { Store } from '../store/index.ts';

/** When bounces are a spike. */
export type SpikeRule = {
  /** So many mailings … */
  readonly bounces: number;
  /** … within so many minutes; */
  readonly minutes: number;
  /** or so many times what is usual in that time, from `LEAST` mailings on. */
  readonly timesUsual: number;
};

/** A time in which many mailings bounced. Moments are milliseconds since 1970. */
export type Spike = {
  readonly mailings: number;
  readonly from: number;
  readonly to: number;
};

/** Fewer than these are no spike, however seldom the problem was before. */
const LEAST = 5;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What is usual is told by the week before. */
const USUAL_DAYS = 7;
/** Attempts around what was filed that are looked at, the newest. */
const MOST_ATTEMPTS = 20_000;

/**
 * @param caseIds of one problem
 * @param told the times of the attempts that are new: what was known before has been looked at
 * @param fresh a spike that went on after this moment comes first, however large others were
 * @returns the time of `minutes` in which most mailings bounced, by the attempts' own times; null where there is no spike
 */
export async function spikeIn(
  store: Store,
  caseIds: readonly string[],
  told: { readonly from: number; readonly to: number },
  rule: SpikeRule,
  fresh = Number.POSITIVE_INFINITY,
): Promise<Spike | null> {
  const window = rule.minutes * MINUTE;
  const moment = (at: number): string => new Date(at).toISOString();
  const rows = await store
    .selectFrom('attempts')
    .select(['mailing', 'at'])
    .where('case_id', 'in', caseIds)
    .where('at', '>=', moment(told.from - window))
    .where('at', '<=', moment(told.to + window))
    .where('counts', '=', 1)
    .orderBy('at', 'desc')
    .limit(MOST_ATTEMPTS)
    .execute();
  const attempts = rows.toReversed().map(({ mailing, at }) => ({ mailing, at: Date.parse(at) }));
  const goingOn = told.to >= fresh ? busiest(attempts, window, fresh) : null;
  if (goingOn !== null && (await isSpike(store, caseIds, goingOn, rule))) return goingOn;
  const spike = busiest(attempts, window);
  return spike !== null && (await isSpike(store, caseIds, spike, rule)) ? spike : null;
}

async function isSpike(
  store: Store,
  caseIds: readonly string[],
  { mailings, from }: Spike,
  { bounces, minutes, timesUsual }: SpikeRule,
): Promise<boolean> {
  if (mailings >= bounces) return true;
  if (mailings < LEAST) return false;
  const { n } = await store
    .selectFrom('attempts')
    .select((eb) => eb.fn.count('mailing').distinct().as('n'))
    .where('case_id', 'in', caseIds)
    .where('at', '>=', new Date(from - USUAL_DAYS * DAY).toISOString())
    .where('at', '<', new Date(from).toISOString())
    .where('counts', '=', 1)
    .executeTakeFirstOrThrow();
  const usual = (Number(n) * minutes * MINUTE) / (USUAL_DAYS * DAY);
  return usual > 0 && mailings >= timesUsual * usual;
}

/**
 * @param to the last moment that is looked at; null: up to now
 * @returns the mailings that bounced in that time; null where none did. Of more attempts than are looked at, the newest
 */
export async function bouncedIn(
  store: Store,
  caseIds: readonly string[],
  { from, to }: { readonly from: number; readonly to: number | null },
): Promise<Spike | null> {
  const newest = store
    .selectFrom('attempts')
    .select(['mailing', 'at'])
    .where('case_id', 'in', caseIds)
    .where('at', '>=', new Date(from).toISOString())
    .$if(to !== null, (rows) => rows.where('at', '<=', new Date(to ?? 0).toISOString()))
    .where('counts', '=', 1)
    .orderBy('at', 'desc')
    .limit(MOST_ATTEMPTS);
  const { mailings, first, last } = await store
    .selectFrom(newest.as('newest'))
    .select((eb) => [
      eb.fn.count('mailing').distinct().as('mailings'),
      eb.fn.min('at').as('first'),
      eb.fn.max('at').as('last'),
    ])
    .executeTakeFirstOrThrow();
  return first && last ? { mailings: Number(mailings), from: Date.parse(first), to: Date.parse(last) } : null;
}

/**
 * @param attempts the oldest first
 * @param window in milliseconds
 * @param since only what went on then or later
 * @returns where in so long a time most mailings bounced; of several such times the newest
 */
export function busiest(
  attempts: readonly { readonly mailing: string; readonly at: number }[],
  window: number,
  since = 0,
): Spike | null {
  const inside = new Map<string, number>();
  let first = 0;
  let best: Spike | null = null;
  for (const last of attempts) {
    inside.set(last.mailing, (inside.get(last.mailing) ?? 0) + 1);
    for (let gone = attempts[first]; gone && last.at - gone.at > window; gone = attempts[++first]) {
      const left = (inside.get(gone.mailing) ?? 1) - 1;
      if (left === 0) inside.delete(gone.mailing);
      else inside.set(gone.mailing, left);
    }
    const from = (attempts[first] as { at: number }).at;
    if (last.at >= since && (best === null || inside.size >= best.mailings))
      best = { mailings: inside.size, from, to: last.at };
  }
  return best;
}
