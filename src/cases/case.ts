import { z } from 'zod';
import type { Bounce } from '../intake/bounce.ts';
import type { CaseStatus } from '../store/index.ts';
import type { Actor } from './actor.ts';

/** One problem that the team handles. */
export type Case = {
  readonly id: string;
  readonly team: string;
  readonly messageId: string;
  /** The bounce that stands for all that are in it. */
  readonly bounce: Bounce;
  /** Addresses that got this answer, lower case; empty where the text named none. */
  readonly recipients: readonly string[];
  readonly status: OpenStatus | SettledStatus;
};
export type OpenStatus = { readonly kind: 'open' };
export type SettledStatus = {
  readonly kind: Exclude<CaseStatus, 'open'>;
  readonly by: Actor;
  /** Milliseconds since 1970. */
  readonly at: number;
};

const text = z.string().nullable();
const bounce = z.object({
  kind: z.enum(['bounce', 'feedback', 'vacation', 'delivered']),
  recipient: text,
  replyCode: text,
  enhancedCode: text,
  diagnosticCode: text,
  remoteHost: text,
  sourceIp: text,
  sender: text,
  senderDomain: text,
  messageId: text,
  time: text,
  action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']).nullable(),
  command: text,
  excerpt: z.string(),
});
const actor = z.object({ id: z.string(), name: z.string(), team: z.string() });
const row = z.object({
  id: z.string(),
  team: z.string(),
  message_id: z.string(),
  bounce: z.string().transform((json) => bounce.parse(JSON.parse(json)) satisfies Bounce),
  recipients: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
  status: z.enum(['open', 'suppressed', 'not-a-bounce', 'resolved']),
  status_by: z
    .string()
    .nullable()
    .transform((json) => (json === null ? null : actor.parse(JSON.parse(json)))),
  status_at: z.string(),
});

/**
 * @param stored a row of the table `cases`
 * @throws ZodError where the store holds something that no version of ours wrote
 */
export function caseOf(stored: unknown): Case {
  const { status, status_by, status_at, message_id, ...rest } = row.parse(stored);
  return {
    ...rest,
    messageId: message_id,
    status:
      status === 'open' || status_by === null
        ? { kind: 'open' }
        : { kind: status, by: status_by, at: Date.parse(status_at) },
  };
}
