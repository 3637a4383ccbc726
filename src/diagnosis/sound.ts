/**
 * When a verdict is a ground to suppress the address. A wrong suppression loses a customer, so the verdict alone is not
 * enough: what it rests on must be sound as well.
 */
import type { Doubt, Entry, Permanence, ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { hasUnseen, isTorn } from '../intake/index.ts';
import { type Certainty, DEAD, isDeadCode } from './certainty.ts';
import type { Grounds } from './grounds.ts';

/** Why a verdict on an address is no ground to suppress it, though it is one that otherwise would be. */
export type Unsound =
  /** What our own server refused is mail to us: it says nothing of an address that we mail to. */
  | 'mail-to-us'
  /** A hint, a code alone, words that could mean something else: how sure it is doesn't suffice. */
  | 'unsure'
  /** A 4xx, and the sending server still tries, or the words don't say that the recipient doesn't exist. */
  | 'not-final'
  /** A character in the address that nobody sees: it may be another than the one that it looks like. */
  | 'unseen'
  /** A blank or a comma in the address: nobody has it, and what it was meant to be is not known. */
  | 'torn'
  /** It says of itself that it holds for now. */
  | 'for-now';

/** What a 4xx must say for its recipient to be given up with the mail. */
const NOBODY_THERE: ReadonlySet<ReasonId> = new Set(['user-unknown', 'host-unknown', 'has-moved']);

/** Words that make a 4xx a "for now", and a 5xx at most doubtful. */
const FOR_NOW: readonly Doubt[] = ['again', 'either-or', 'check-failed'];

/** @returns what keeps the address of a dead verdict; null where it is sound */
export function unsoundness(
  { kind, refusedByUs, recipient }: Pick<Bounce, 'kind' | 'refusedByUs' | 'recipient'>,
  { entry, by, permanence, isGivenUp, doubts }: Grounds,
  certainty: Certainty,
): Unsound | null {
  if (kind !== 'bounce') return null;
  if (refusedByUs) return 'mail-to-us';
  if (hasUnseen(recipient)) return 'unseen';
  if (recipient !== null && isTorn(recipient)) return 'torn';
  if (entry === null || !DEAD.has(entry.reason)) return certainty === 'unsure' ? 'unsure' : null;
  const isTemporary = permanence === 'temporary';
  if (doubts.includes('for-now') || (isTemporary && FOR_NOW.some((doubt) => doubts.includes(doubt))))
    return 'for-now';
  const isNobodyThere = by === 'words' && NOBODY_THERE.has(entry.reason);
  if (isTemporary && !(isGivenUp && isNobodyThere)) return 'not-final';
  return certainty === 'unsure' ? 'unsure' : null;
}

/** @returns whether an answer that is known by this entry alone, with no bounce at hand, is a ground to suppress */
export function mayCondemn(entry: Entry, permanence: Permanence): boolean {
  if (!DEAD.has(entry.reason)) return true;
  const isWorded = entry.texts.length + entry.tags.length > 0;
  return permanence === 'permanent' && !entry.weak && (isWorded || isDeadCode(entry));
}
