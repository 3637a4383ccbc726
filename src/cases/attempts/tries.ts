/** Which tellings of one message to one recipient tell of the same attempt: each attempt counts once. */
import type { Outcome } from './telling.ts';

/** What is compared of a telling. */
export type Told = {
  readonly id: string;
  readonly outcome: Outcome;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether the text says that this is when it was tried. */
  readonly exact: boolean;
};

/**
 * How far apart two tellings of one attempt may be, in milliseconds. A log's line, a report and an event of it are some
 * seconds apart, and clocks differ a little. A server waits longer before it tries again: Postfix at least 300 seconds
 * (minimal_backoff_time), qmail 400, Exim and sendmail 15 minutes.
 */
export const ONE_TRY = 2 * 60_000;
/**
 * The same for what ended a message: it is refused for good once, and a report or an event of that may be long on its
 * way. An hour apart it was sent once more.
 */
export const ONE_END = 60 * 60_000;

/**
 * How long a server keeps a message that it can't deliver (Postfix's maximal_queue_lifetime: 5 days). What is told of the
 * same id with more than that between is another message: names are used again.
 */
export const LIFETIME = 5 * 24 * 60 * 60_000;

/**
 * @param told under one id of a message, to one recipient
 * @returns what is of one message each, the oldest first. What names no time of its own is of the nearest
 */
export function lives<T extends Pick<Told, 'at' | 'exact'>>(told: readonly T[]): readonly (readonly T[])[] {
  if (told.length < 2) return [told];
  const apart: T[][] = [];
  for (const one of told.filter(({ exact }) => exact).toSorted((a, b) => a.at - b.at)) {
    const last = apart.at(-1);
    if (last && one.at - (last.at(-1) as T).at <= LIFETIME) last.push(one);
    else apart.push([one]);
  }
  if (apart.length < 2) return [told];
  const ends = apart.map((some) => [(some[0] as T).at, (some.at(-1) as T).at] as const);
  for (const one of told.filter(({ exact }) => !exact)) {
    const far = ends.map(([first, last]) => Math.max(first - one.at, one.at - last, 0));
    (apart[far.indexOf(Math.min(...far))] as T[]).push(one);
  }
  return apart;
}

/** Whether something that was put off was of the message that arrived: nothing is tried after that, though clocks be coarse. */
export const isOvertaken = (at: number, arrived: number): boolean =>
  at <= arrived && arrived - at <= LIFETIME;

/**
 * @param told all tellings of one message to one recipient
 * @param named whether the message is known by an id: by its words alone, all of a day is one attempt
 * @returns the ids of those that count, one for each attempt: the earliest telling of it. Whatever the order in which
 *   they came in, they are the same
 */
export function counted(told: readonly Told[], named: boolean): ReadonlySet<string> {
  const sorted = told.toSorted(byTime);
  if (!named) return new Set(sorted.slice(0, 1).map(({ id }) => id));
  return new Set([
    ...firsts(
      sorted.filter(({ outcome }) => outcome === 'failed' || outcome === 'deferred'),
      isSameTry,
    ),
    ...firsts(
      sorted.filter(({ outcome }) => outcome === 'delivered'),
      isSameEnd,
    ),
    ...firsts(
      sorted.filter(({ outcome }) => outcome === 'reported'),
      isSameEnd,
    ),
  ]);
}

/**
 * @param tries from `counted`
 * @param arrived when the message arrived with the recipient, in milliseconds since 1970; 0: never, as far as we know
 * @returns those of them that still count: what was put off before it arrived needs nobody any more
 */
export const standing = (
  told: readonly Told[],
  tries: ReadonlySet<string>,
  arrived: number,
): ReadonlySet<string> =>
  new Set(
    told.flatMap(({ id, outcome, at }) =>
      tries.has(id) && (outcome !== 'deferred' || !isOvertaken(at, arrived)) ? [id] : [],
    ),
  );

/** The first of each group. What names no time of its own is one of those that do, and else stands for one. */
function firsts(sorted: readonly Told[], isSame: (before: Told, next: Told) => boolean): readonly string[] {
  const exact = sorted.filter((one) => one.exact);
  if (exact.length === 0) {
    const stands = sorted.find(({ outcome }) => outcome === 'failed') ?? sorted[0];
    return stands ? [stands.id] : [];
  }
  const ids: string[] = [];
  let last: Told | null = null;
  let ended: Told | null = null;
  for (const one of exact) {
    const isKnown =
      (last !== null && isSame(last, one)) ||
      (ended !== null && one.outcome === 'failed' && isSameEnd(ended, one));
    if (!isKnown) ids.push(one.id);
    last = one;
    if (one.outcome === 'failed') ended = one;
  }
  return ids;
}

const isSameTry = (before: Told, next: Told): boolean => next.at - before.at <= ONE_TRY;
const isSameEnd = (before: Told, next: Told): boolean => next.at - before.at < ONE_END;

/** @returns the telling that says how it stands with a message: what ended it, else the newest */
export function deciding<T extends Told>(told: readonly T[]): T | null {
  const ends = told.filter(({ outcome }) => outcome !== 'deferred');
  return (ends.length > 0 ? ends : told).toSorted(byTime).at(-1) ?? null;
}

/** By time; what is told of one moment has an order too, the same each time. */
export const byTime = (a: Told, b: Told): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
