/** A person's word on what a case is: it stands in place of what its bounce was read as, until it is taken back. */
import { z } from 'zod';
import { type Actor, actorShape } from '../audit/index.ts';
import { CATEGORIES, type Catalog, type Category, REASONS, type ReasonId } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';

export const correctionShape = z.object({
  reason: z.enum(REASONS),
  category: z.enum(CATEGORIES),
  by: actorShape,
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What the words were read as when it was said. */
  read: z.object({
    reason: z.enum(REASONS),
    category: z.enum(CATEGORIES),
    certainty: z.enum(['sure', 'likely', 'unsure']),
  }),
});
export type Correction = z.infer<typeof correctionShape>;

/** What a person can say that it is. What is no bounce is marked so. */
export const KINDS = CATEGORIES.filter((one) => one !== 'info');
export type Kind = (typeof KINDS)[number];

/** Of each kind the reason that claims least: a person who names the kind alone knows no more. */
const REASON_OF: Readonly<Record<Category, ReasonId>> = {
  hard: 'user-unknown',
  soft: 'on-hold',
  throttle: 'rate-limited',
  policy: 'policy-violation',
  authentication: 'auth-failure',
  content: 'spam-detected',
  configuration: 'security-error',
  info: 'delivered',
};

/**
 * @param read what the words say
 * @returns the reason that the words leave room for, where it is of this kind; else the one that claims least
 */
export function reasonOfKind(catalog: Catalog, read: Diagnosis, kind: Category): ReasonId {
  const possible: readonly ReasonId[] = [read.reason, ...(read.otherwise ? [read.otherwise.reason] : [])];
  return (
    possible.find((one) => catalog.reasons[one].category[read.permanence] === kind && one !== 'undefined') ??
    REASON_OF[kind]
  );
}

/**
 * @param read what the words say, of an address that works
 * @returns what else they leave room for; else that a rule of the other side refused it
 */
export function reasonIfAlive(catalog: Catalog, { otherwise, permanence }: Diagnosis): ReasonId {
  const other = otherwise?.reason ?? 'undefined';
  const isElse = other !== 'undefined' && catalog.reasons[other].category[permanence] !== 'hard';
  return isElse ? other : REASON_OF.policy;
}

/**
 * @param read what the words say
 * @param at milliseconds since 1970
 */
export const correctionTo = (
  catalog: Catalog,
  { reason: was, category, certainty, permanence }: Diagnosis,
  reason: ReasonId,
  { id, name, team }: Actor,
  at: number,
): Correction => ({
  reason,
  category: catalog.reasons[reason].category[permanence],
  by: { id, name, team },
  at,
  read: { reason: was, category, certainty },
});

/** @returns what a person knows in place of what the words seemed to say; the words prove it to nobody else */
export const corrected = (catalog: Catalog, read: Diagnosis, correction: Correction): Diagnosis => ({
  ...byReason(catalog, read, correction),
  blocklist: correction.category === 'policy' ? read.blocklist : null,
});

/** @returns the same bounce by a reason that its words don't prove: what the catalog says of that, in no entry's words */
export function byReason(
  catalog: Catalog,
  read: Diagnosis,
  { reason, category }: Pick<Correction, 'reason' | 'category'>,
): Diagnosis {
  const { suppress, retry } = catalog.reasons[reason];
  return {
    ...read,
    reason,
    category,
    suppress: suppress[read.permanence],
    retry: retry[read.permanence],
    control: null,
    entry: null,
    evidence: null,
    certainty: 'likely',
    also: [],
    otherwise: null,
  };
}

/** @returns whether the words of a bounce since leave no doubt that it is something else than was said */
export const contradicts = (read: Diagnosis, { category, read: before }: Correction): boolean =>
  read.certainty === 'sure' &&
  read.category !== category &&
  (before.certainty !== 'sure' || before.category !== read.category);
