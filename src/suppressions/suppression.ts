import { z } from 'zod';
import { type Actor, actorOfJson } from '../audit/index.ts';
import { REASONS, type ReasonId } from '../catalog/index.ts';

/** One address that a team's senders must not mail. */
export type Suppression = {
  /** As `normalAddress` writes it. */
  readonly address: string;
  readonly reason: ReasonId;
  /** The server's words, or a remark; null: none. */
  readonly evidence: string | null;
  readonly source: 'case' | 'command' | 'import';
  readonly caseId: string | null;
  readonly by: Actor;
  /** Milliseconds since 1970. */
  readonly at: number;
};

const row = z
  .object({
    address: z.string(),
    reason: z.enum(REASONS),
    evidence: z.string().nullable(),
    source: z.enum(['case', 'command', 'import']),
    case_id: z.string().nullable(),
    by: z.string().transform(actorOfJson),
    at: z.string().transform((moment) => Date.parse(moment)),
  })
  .transform(({ case_id, ...rest }): Suppression => ({ ...rest, caseId: case_id }));

/** The columns that `suppressionOf` reads. */
export const COLUMNS = ['address', 'reason', 'evidence', 'source', 'case_id', 'by', 'at'] as const;

/** @throws ZodError where the store holds something that no version of ours wrote */
export const suppressionOf = (stored: unknown): Suppression => row.parse(stored);
