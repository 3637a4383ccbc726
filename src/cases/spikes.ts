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
 * @returns the time of `minutes` in which most mailings bounced, by the attempts' own times; null where there is no spike
 */
export async function spikeIn(
  store: Store,
  caseIds: readonly string[],
  told: { readonly from: number; readonly to: number },
  { bounces, minutes, timesUsual }: SpikeRule,
): Promise<Spike | null> {
  const window = minutes * MINUTE;
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
  const spike = busiest(
    rows.toReversed().map(({ mailing, at }) => ({ mailing, at: Date.parse(at) })),
    window,
  );
  if (spike === null || spike.mailings < Math.min(bounces, LEAST)) return null;
  if (spike.mailings >= bounces) return spike;
  const { n } = await store
    .selectFrom('attempts')
    .select((eb) => eb.fn.count('mailing').distinct().as('n'))
    .where('case_id', 'in', caseIds)
    .where('at', '>=', moment(spike.from - USUAL_DAYS * DAY))
    .where('at', '<', moment(spike.from))
    .where('counts', '=', 1)
    .executeTakeFirstOrThrow();
  const usual = (Number(n) * window) / (USUAL_DAYS * DAY);
  return usual > 0 && spike.mailings >= timesUsual * usual ? spike : null;
}

/**
 * @param attempts the oldest first
 * @param window in milliseconds
 * @returns where in so long a time most mailings bounced; of several such times the newest
 */
export function busiest(
  attempts: readonly { readonly mailing: string; readonly at: number }[],
  window: number,
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
    if (best === null || inside.size >= best.mailings) best = { mailings: inside.size, from, to: last.at };
  }
  return best;
}
