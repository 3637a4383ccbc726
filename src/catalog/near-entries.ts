/** Entries near one that decided: what a bounce with these codes could be as well. */
import type { Entry } from './entry.ts';
import { isIn } from './query.ts';

/** Of a bounce: "550", "5.7.26". */
type Codes = { readonly reply: string | null; readonly enhanced: string | null };

/**
 * @param of the entry that decided, or its reason's
 * @returns the nearest first, of those as near the commonest; none twice in one provider's same words
 */
export function nearEntries(entries: readonly Entry[], of: Entry, codes: Codes): readonly Entry[] {
  const ranked = entries
    .flatMap((entry) => {
      const distance = entry.id === of.id ? null : distanceOf(entry, of, codes);
      return distance === null ? [] : [{ entry, distance }];
    })
    .sort((a, b) => a.distance - b.distance || b.entry.common - a.entry.common);
  return ranked.map(({ entry }) => entry);
}

/** @returns whether any entry is near, without finding them all */
export const isAnyNear = (entries: readonly Entry[], of: Entry, codes: Codes): boolean =>
  entries.some((entry) => entry.id !== of.id && distanceOf(entry, of, codes) !== null);

/** How far it is; null: too far. The code that the bounce itself bears says nothing else, so it is not near. */
function distanceOf(entry: Entry, of: Entry, { reply, enhanced }: Codes): number | null {
  const { kind, provider, reason } = entry;
  if (kind === 'wording') return null;
  const isCode = kind !== 'response' && kind !== 'blocklist';
  if (enhanced !== null && entry.enhanced.some((known) => isIn(known, enhanced))) return isCode ? null : 0;
  if (provider !== null && provider === of.provider && reason === of.reason) return 1;
  if (kind === 'enhanced-code' && enhanced !== null)
    return subjectOf(entry.id) === subjectOf(enhanced) ? 2 : null;
  // Half of all answers are a 550.
  if (enhanced !== null || reply === null || !entry.reply.includes(reply) || reason !== of.reason)
    return null;
  return isCode && entry.enhanced.length === 0 ? null : 3;
}

/** Class and subject of a code (RFC 3463 §2). */
const subjectOf = (code: string): string => code.slice(0, code.lastIndexOf('.'));
