/**
 * What we owe the outside, as it is kept: not the words, but what they are to be made of when they go out. So they
 * tell how things stand then, and no pasted text lies about in a queue.
 */
import { z } from 'zod';

/** What a post shows. */
const content = z.discriminatedUnion('show', [
  /** The verdict on a case, with its buttons. */
  z.object({ show: z.literal('case'), caseId: z.string() }),
  /** That a bounce belongs to a case which was answered before, with the way there. */
  z.object({ show: z.literal('again'), caseId: z.string(), reopened: z.boolean() }),
  /** How many bounces of which problems a message holds. */
  z.object({ show: z.literal('summary'), left: z.string().nullable() }),
  z.object({ show: z.literal('no-bounce'), left: z.string().nullable() }),
  z.object({ show: z.literal('help') }),
  /** What the catalog says of a question in words. */
  z.object({ show: z.literal('lookup'), query: z.string() }),
  /** That a message could not be handled, however often it was tried. */
  z.object({ show: z.literal('sorry') }),
]);
export type Content = z.infer<typeof content>;

const job = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), body: content }),
  /** Our message `ref` is to show its case as it stands then. */
  z.object({ kind: z.literal('update'), body: z.object({ ref: z.string(), caseId: z.string() }) }),
  /** One line in a thread: what was done, by the audit's entry. */
  z.object({ kind: z.literal('line'), body: z.object({ auditId: z.string() }) }),
  /** A snooze ends. */
  z.object({ kind: z.literal('wake'), body: z.object({ caseId: z.string(), until: z.number() }) }),
]);
export type Job = z.infer<typeof job>;

/** @throws ZodError where the store holds something that no version of ours wrote */
export const jobOf = (kind: string, body: string): Job => job.parse({ kind, body: JSON.parse(body) });
