import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { afterArrival } from './arrived-since.ts';
import type { Case } from './case.ts';
import { corrected as asSaid, byReason, contradicts } from './correction.ts';

/** What it takes to judge a case by today's catalog. */
export type Knowledge = { readonly catalog: Catalog; readonly diagnose: (bounce: Bounce) => Diagnosis };

/** @returns what we think of a case: what a person said that it is; else what its bounce says, unless mail arrived since */
export function judge(knowledge: Knowledge, handled: Case): Diagnosis {
  const said = readOf(knowledge, handled);
  const verdict = handled.corrected === null ? said : asSaid(knowledge.catalog, said, handled.corrected);
  return afterArrival(verdict, handled.arrivedSince);
}

/** @returns what the case's newest bounce says surely, against what a person said of the case before; else null */
export function contradictionOf(knowledge: Knowledge, handled: Case): Diagnosis | null {
  if (handled.corrected === null) return null;
  const said = readOf(knowledge, handled);
  return contradicts(said, handled.corrected) ? said : null;
}

/**
 * @returns what the case's bounce says: judged again by today's catalog, so that what it has learnt shows; where the
 *   texts are gone, what was thought when they were there, as codes alone would mislead. What several providers refused is
 *   told by its reason, in no provider's words
 */
export function readOf(
  { catalog, diagnose }: Knowledge,
  { bounce, reason, category, expired, mixed }: Case,
): Diagnosis {
  const judged = diagnose(bounce);
  if (!expired) return mixed ? { ...judged, provider: null, entry: null } : judged;
  return { ...byReason(catalog, judged, { reason, category }), provider: null, blocklist: null };
}
