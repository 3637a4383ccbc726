/** Who may be put on the suppression list on the word of a bounce. It is asked wherever a transition is applied. */
import type { Actor } from '../audit/index.ts';
import type { Category, ReasonId } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { isMasked } from '../intake/index.ts';
import type { Case } from './case.ts';
import type { Transition } from './transition.ts';
import { troubleIn } from './trouble/key.ts';

/** Why nobody was suppressed. */
export type SuppressRefusal =
  /** The bounce says nothing against the address: it is our own fault, or nobody's. */
  | { readonly kind: 'no-ground' }
  /** No text named an address, or none but with a part of it blotted out. */
  | { readonly kind: 'no-address' }
  /** Its addresses were removed for their age. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'none-chosen' }
  /** Mail arrived with it after it bounced. */
  | { readonly kind: 'arrived' }
  /** It bounced again since, in another case, for what is no reason to suppress it. */
  | { readonly kind: 'kept-since'; readonly address: string }
  /** A person said since that it is no dead address; milliseconds since 1970. */
  | {
      readonly kind: 'said-otherwise';
      readonly by: Actor;
      readonly at: number;
      readonly as: Category | 'alive';
    }
  /** The case is about others. */
  | { readonly kind: 'stranger'; readonly address: string };

/** The part of a diagnosis that decides. */
type Verdict = Pick<Diagnosis, 'suppress' | 'category' | 'certainty' | 'reason' | 'arrivedSince'>;

/** What befalls a mail system, or all who send to it for the first time: nothing is known against the address. */
const OF_THE_SYSTEM: ReadonlySet<ReasonId> = new Set([
  'network-error',
  'system-error',
  'system-full',
  'mailer-error',
  'greylisted',
]);

/**
 * An address is suppressed for what is the matter with the address: it is dead; or that isn't sure, or its mailbox
 * refuses for now, and whoever suppresses it takes it to be dead for good. What is our own fault, or a fault of the mail
 * system that it is on, is no reason to lose a customer; nor is what was said before mail arrived there.
 * @param verdict today's, on the case as it is now
 * @returns why none of its addresses may be suppressed; null where they may
 */
export function suppressRefusal(
  { key, recipients, expired }: Pick<Case, 'key' | 'recipients' | 'expired'>,
  { suppress, category, certainty, reason, arrivedSince }: Verdict,
): SuppressRefusal | null {
  if (expired) return { kind: 'expired' };
  if (arrivedSince !== undefined) return { kind: 'arrived' };
  // A provider's own trouble says nothing of whom it hits.
  if (troubleIn(key) !== null) return { kind: 'no-ground' };
  const isLeftToPeople = category === 'soft' || (category === 'hard' && certainty === 'unsure');
  if (!suppress && (!isLeftToPeople || OF_THE_SYSTEM.has(reason))) return { kind: 'no-ground' };
  return recipients.every(isMasked) ? { kind: 'no-address' } : null;
}

/**
 * Whether an address may be suppressed together with others at one press, by an answer that tells of many problems: it is
 * dead by its own words beyond doubt.
 * @param verdict today's, on this case alone
 */
export const isSurelyDead = (handled: Case, verdict: Verdict): boolean =>
  provesDead(verdict) && suppressRefusal(handled, verdict) === null;

/** @returns whether the words leave no doubt that the address is dead */
export const provesDead = ({ suppress, category, certainty }: Omit<Verdict, 'reason'>): boolean =>
  suppress && category === 'hard' && certainty === 'sure';

/** @returns why the transition may not put on the list what it would; null where it may, or puts nobody there */
export function transitionRefusal(
  transition: Transition,
  handled: Case,
  verdict: () => Verdict,
): SuppressRefusal | null {
  if (transition.do !== 'suppress' && transition.do !== 'suppress-some') return null;
  const now = verdict();
  const refusal =
    (transition.do === 'suppress' ? saidOtherwise(handled, now) : null) ?? suppressRefusal(handled, now);
  if (refusal !== null || transition.do === 'suppress') return refusal;
  if (transition.addresses.length === 0) return { kind: 'none-chosen' };
  const stranger = transition.addresses.find((address) => !handled.recipients.includes(address));
  return stranger === undefined ? null : { kind: 'stranger', address: stranger };
}

/** A card from before shows a button that asks nothing: whoever presses it doesn't know what was said since. */
function saidOtherwise({ corrected }: Case, { suppress }: Verdict): SuppressRefusal | null {
  if (corrected === null || suppress) return null;
  const { by, at, only, category } = corrected;
  return { kind: 'said-otherwise', by, at, as: only ?? category };
}
