/** A person's word on what a case is: it stands in place of what its bounce was read as, until it is taken back. */
import { z } from 'zod';
import { type Actor, actorShape } from '../audit/index.ts';
import { CATEGORIES, type Catalog, REASONS, SAID_KINDS, type SaidKind } from '../catalog/index.ts';
import { causeOf, type Diagnosis } from '../diagnosis/index.ts';

export const correctionShape = z.object({
  reason: z.enum(REASONS),
  category: z.enum(CATEGORIES),
  /** All that was said, where no reason was named: a kind, or that the address works. Then `reason` is `undefined`. */
  only: z.enum(SAID_KINDS).nullable().default(null),
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

/** What a person named. */
export type Named = Pick<Correction, 'reason' | 'category' | 'only'>;

/** @returns a kind that a person named, and the reason only where the words were read as one of this kind already */
export function namedKind(catalog: Catalog, read: Diagnosis, kind: SaidKind): Named {
  const { reason, category, permanence } = read;
  const isRead = category === kind && catalog.reasons[reason].category[permanence] === kind;
  return isRead && reason !== 'undefined'
    ? { reason, category, only: null }
    : { reason: 'undefined', category: catalog.kinds[kind].category[permanence], only: kind };
}

/** @returns what else it may be, by a person's answer to the card's question; null where it may be nothing else */
export function namedOther(catalog: Catalog, { otherwise, permanence }: Diagnosis): Named | null {
  if (otherwise === null) return null;
  const { reason } = otherwise;
  return { reason, category: catalog.reasons[reason].category[permanence], only: null };
}

/**
 * @param read what the words say
 * @param at milliseconds since 1970
 */
export const correctionTo = (
  { reason, category, certainty }: Diagnosis,
  named: Named,
  { id, name, team }: Actor,
  at: number,
): Correction => ({ ...named, by: { id, name, team }, at, read: { reason, category, certainty } });

/** @returns what a person knows in place of what the words seemed to say; the words prove it to nobody else */
export const corrected = (catalog: Catalog, read: Diagnosis, correction: Correction): Diagnosis => ({
  ...byReason(catalog, read, correction),
  blocklist: correction.category === 'policy' ? read.blocklist : null,
});

/** @returns the same bounce by a reason that its words don't prove: what the catalog says of that, in no entry's words */
export function byReason(
  catalog: Catalog,
  read: Diagnosis,
  { reason, category, only = null }: Pick<Correction, 'reason' | 'category'> & { only?: SaidKind | null },
): Diagnosis {
  const { saidKind: _, ...rest } = read;
  const said = only === null ? {} : { saidKind: only };
  const { suppress, retry } = causeOf({ reason, ...said }, catalog);
  return {
    ...rest,
    ...said,
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

/** @returns whether two people said the same */
export const saysSame = (a: Named | null, b: Named | null): boolean =>
  a?.reason === b?.reason && a?.only === b?.only;

/** @returns whether the words of a bounce since leave no doubt that it is something else than was said */
export const contradicts = (read: Diagnosis, { category, read: before }: Correction): boolean =>
  read.certainty === 'sure' &&
  read.category !== category &&
  (before.certainty !== 'sure' || before.category !== read.category);
