import type { Category, Control, Entry, Evidence, Permanence, ReasonId, SaidKind } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import type { Certainty } from './certainty.ts';

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
  /** `words-alike` is no entry's: the words are like those of texts whose reason is known. */
  readonly evidence: Evidence | 'words-alike' | null;
  /** How often a verdict on such evidence is right: what is `unsure` is no reason to suppress anybody. */
  readonly certainty: Certainty;
  /** What else happened to it, which this explains: other servers that weren't reached, a mail that expired. */
  readonly also: readonly ReasonId[];
  /** What it could be as well; null where nothing else comes close. */
  readonly otherwise: Otherwise | null;
  /** What a person said that it is, where they named no reason. Absent: nobody said so. */
  readonly saidKind?: SaidKind;
  /** When mail arrived with the recipient after all that bounced, in milliseconds since 1970. Absent: none did. */
  readonly arrivedSince?: number;
};

/** The reason that comes second, and what would tell the two apart. */
export type Otherwise = {
  readonly reason: ReasonId;
  /** A question that the reader can answer, in plain words. */
  readonly ask: string;
  /** The server names both itself, "user unknown or mailbox full", and doesn't say which. */
  readonly isNamed?: true;
};
