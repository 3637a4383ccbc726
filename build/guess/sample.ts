import type { ReasonId } from '../../src/catalog/index.ts';
import type { Codes } from '../../src/diagnosis/guess/features.ts';

/** One thing to learn from. */
export type Sample = {
  readonly reason: ReasonId;
  /** What stands in a row; words on both sides of a gap are no pair. */
  readonly parts: readonly (readonly string[])[];
  readonly codes: Codes;
  /** How much it counts, beside a labelled text's 1. */
  readonly weight: number;
};
