/** Entries near one that decided: what whoever refused says by the same code, or what else it calls the same thing. */
import type { Entry } from './entry.ts';
import { isIn } from './query.ts';

/** Of a bounce: "550", "5.7.26"; and who refused, by its id in the catalog. */
export type Answered = {
  readonly reply: string | null;
  readonly enhanced: string | null;
  readonly provider: string | null;
  /** Whether its text says which host refused, so that it is none of a provider that we know. */
  readonly isNamed: boolean;
};

/**
 * @param of the entry that decided, or its reason's
 * @returns the nearest first, of those as near the commonest; none that says the same
 */
export function nearEntries(entries: readonly Entry[], of: Entry, answered: Answered): readonly Entry[] {
  const ranked = entries
    .flatMap((entry) => {
      const distance = entry.id === of.id ? null : distanceOf(entry, of, answered);
      return distance === null ? [] : [{ entry, distance }];
    })
    .sort((a, b) => a.distance - b.distance || b.entry.common - a.entry.common);
  return ranked.map(({ entry }) => entry);
}

/** @returns whether any entry is near, without finding them all */
export const isAnyNear = (entries: readonly Entry[], of: Entry, answered: Answered): boolean =>
  entries.some((entry) => entry.id !== of.id && distanceOf(entry, of, answered) !== null);

/**
 * How far it is; null: too far. What another provider answers says nothing of this one; where nobody knows who refused,
 * only what has the code and the category, and codes for the reason itself.
 */
function distanceOf(
  entry: Entry,
  of: Entry,
  { reply, enhanced, provider, isNamed }: Answered,
): number | null {
  const { kind, reason } = entry;
  if (kind === 'wording' || kind === 'blocklist' || saysSame(entry, of)) return null;
  const isBorne = enhanced !== null && entry.enhanced.some((known) => isIn(known, enhanced));
  if (kind !== 'response') {
    if (kind !== 'enhanced-code' || enhanced === null || isBorne || reason !== of.reason) return null;
    return OF_ADDRESSES.test(enhanced) && subjectOf(entry.id) === subjectOf(enhanced) ? 4 : null;
  }
  if (provider !== null) {
    if (entry.provider !== provider) return null;
    if (isBorne) return 0;
    if (reason === of.reason) return isOneCategory(entry, of) ? 1 : 2;
    return enhanced === null && reply !== null && entry.reply.includes(reply) && isOneCategory(entry, of)
      ? 3
      : null;
  }
  return isBorne && !isNamed && isOneCategory(entry, of) ? 0 : null;
}

/** Another provider's words for it, or a code's: whoever doubts the answer learns nothing. */
const saysSame = (entry: Entry, of: Entry): boolean =>
  entry.reason === of.reason && entry.short.title === of.short.title;

const isOneCategory = (entry: Entry, of: Entry): boolean =>
  entry.category.permanent === of.category.permanent && entry.category.temporary === of.category.temporary;

/** Addresses and mailboxes (RFC 3463 §3.2, §3.3): elsewhere, what codes of one subject mean has little in common. */
const OF_ADDRESSES = /^\d\.[12]\./;

/** Class and subject of a code (RFC 3463 §2). */
const subjectOf = (code: string): string => code.slice(0, code.lastIndexOf('.'));
