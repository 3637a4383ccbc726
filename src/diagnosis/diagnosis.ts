import type { Category, Control, Entry, Evidence, Permanence, ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';

/** Our judgement of a bounce, and what it rests on. */
export type Diagnosis = {
  readonly bounce: Bounce;
  readonly reason: ReasonId;
  readonly category: Category;
  /** Whether the address belongs on the suppression list. */
  readonly suppress: boolean;
  /** Whether sending the same message again, unchanged, can work. */
  readonly retry: boolean;
  readonly permanence: Permanence;
  /** Id in the catalog: "google". */
  readonly provider: string | null;
  readonly control: Control | null;
  readonly blocklist: string | null;
  /** The catalog entry that decided; null where nothing in the catalog fits. */
  readonly entry: Entry | null;
  readonly evidence: Evidence | null;
};
