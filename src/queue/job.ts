/**
 * What we owe the outside, as it is kept: not the words, but what they are to be made of when they go out. So they
 * tell how things are then, and no pasted text lies about in a queue.
 */
import { z } from 'zod';

/**
 * What a post shows. Kept beside it may be `instead`: it took the place of what was owed, which may have been on its way
 * already.
 */
const content = z.discriminatedUnion('show', [
  /** The verdict on a case, with its buttons. */
  z.object({ show: z.literal('case'), caseId: z.string() }),
  /** That a bounce belongs to a case which was answered before, with the way there. */
  z.object({
    show: z.literal('again'),
    caseId: z.string(),
    reopened: z.boolean(),
    /** How many of the attempts that the message tells nobody knew; it is not kept with what older versions owed. */
    fresh: z.number().optional(),
  }),
  /** All that a message tells of, in one answer: `caseId` is the answer's id. */
  z.object({ show: z.literal('many'), caseId: z.string() }),
  /** The same without buttons: what an older version owed above its answers. */
  z.object({ show: z.literal('summary'), left: z.string().nullable() }),
  z.object({
    show: z.literal('no-bounce'),
    left: z.string().nullable(),
    /** How many mails arrived, and when the last of them did (ISO 8601; null: not told). */
    delivered: z.object({ mails: z.number(), last: z.string().nullable() }).optional(),
  }),
  /** Reports about many mails at once, summed up. */
  z.object({
    show: z.literal('other-reports'),
    reports: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
    left: z.string().nullable(),
  }),
  z.object({ show: z.literal('help') }),
  /** That what was handed over is an answer of ours. */
  z.object({ show: z.literal('own-answer') }),
  /** What could not be read: beside an answer to the words that it came with, or alone, of `all` that was handed over or not. */
  z.object({ show: z.literal('unread'), left: z.string(), all: z.boolean().optional() }),
  /** That we may not read what somebody asked about. */
  z.object({ show: z.literal('paste-here') }),
  /** What the catalog says of a question in words. */
  z.object({ show: z.literal('lookup'), query: z.string() }),
  /** How many messages that may hold a bounce were posted while the bot was away, too long ago to be answered. */
  z.object({
    show: z.literal('away'),
    messages: z.number(),
    /** Whether there may be more of them. */
    more: z.boolean(),
    /** Older than so many hours. */
    hours: z.number(),
  }),
  /** That a message could not be handled, however often it was tried. */
  z.object({ show: z.literal('sorry') }),
  /** What those need to know who are to mend it. */
  z.object({ show: z.literal('ticket'), caseId: z.string() }),
]);
export type Content = z.infer<typeof content>;

/** What a team's own tool is told of. */
export const WEBHOOK_EVENTS = [
  'escalation.opened',
  'escalation.raised',
  'escalation.acknowledged',
  'escalation.quiet',
  'escalation.closed',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

const checkBody = z.object({
  caseId: z.string(),
  checkId: z.string(),
  /** What a person named, where the bounce names too little. */
  told: z
    .object({
      domain: z.string().nullable(),
      ip: z.string().nullable(),
      selectors: z.array(z.string()).readonly(),
    })
    .optional(),
});

export type CheckBody = z.infer<typeof checkBody>;

const job = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), body: content }),
  /** Our message `ref` is to show its case as it is then. */
  z.object({ kind: z.literal('update'), body: z.object({ ref: z.string(), caseId: z.string() }) }),
  /** One line in a thread: what was done, by the audit's entry. */
  z.object({ kind: z.literal('line'), body: z.object({ auditId: z.string() }) }),
  /** Only our message `ref` is to stay of what was owed as `of`. */
  z.object({ kind: z.literal('single'), body: z.object({ of: z.string(), ref: z.string() }) }),
  /** A snooze ends. */
  z.object({ kind: z.literal('wake'), body: z.object({ caseId: z.string(), until: z.number() }) }),
  /** DNS is to be looked at for a case. */
  z.object({ kind: z.literal('check'), body: checkBody }),
  /** Somebody should have acknowledged an escalation by then. */
  z.object({ kind: z.literal('remind'), body: z.object({ caseId: z.string(), escalationId: z.string() }) }),
  /** By then it may have stopped bouncing. */
  z.object({ kind: z.literal('quiet'), body: z.object({ caseId: z.string() }) }),
  /** A tool of the team's is told of an escalation. */
  z.object({
    kind: z.literal('webhook'),
    body: z.object({ caseId: z.string(), escalationId: z.string(), event: z.enum(WEBHOOK_EVENTS) }),
  }),
]);
export type Job = z.infer<typeof job>;

/** What the bot does by itself when it is due; nothing of it is delivered to a chat platform. */
const CHORES: readonly Job['kind'][] = ['wake', 'check', 'remind', 'quiet', 'webhook'];
export const isChore = (kind: Job['kind']): boolean => CHORES.includes(kind);

/** @throws ZodError where the store holds something that no version of ours wrote */
export const jobOf = (kind: string, body: string): Job => job.parse({ kind, body: JSON.parse(body) });
