/** What a check found, as plain data: a case keeps it, replies word it, a later check is compared with it. */
import { z } from 'zod';
import { CONTROLS } from '../catalog/index.ts';

/** What a row is about; the controls of the catalog, and what else DNS shows. */
export const TOPICS = [
  'subject',
  'domain',
  'spf',
  'dkim',
  'dmarc',
  'ptr',
  'helo',
  'blocklist',
  'mx',
  'mta-sts',
  'tls-rpt',
  'dane',
] as const;
export type Topic = (typeof TOPICS)[number];

const evidence = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** `failed` is not an answer at all: nothing is known about the record. */
  status: z.enum(['found', 'no-name', 'no-data', 'failed']),
  /** The records as a zone file has them, each at most 4,096 characters. */
  records: z.array(z.string()),
  /** Seconds for which others may have kept this answer. */
  ttl: z.number().nullable(),
});

const change = z.strictObject({
  /** What to do, in a sentence or two, with names and values. */
  text: z.string(),
  /** The record as it is and as it would read; null where the change is not one record. */
  record: z
    .strictObject({
      name: z.string(),
      type: z.string(),
      before: z.string().nullable(),
      after: z.string(),
    })
    .nullable(),
});

const rowBase = {
  /** Stays the same from one check to the next: "spf-ip", "dkim:s1.example.com", "blocklist:zen.spamhaus.org". */
  id: z.string(),
  topic: z.enum(TOPICS),
  /** What was looked at, in two or three words: "SPF record of example.com". */
  label: z.string(),
  /** Shell commands that show the same. */
  verify: z.array(z.string()),
  evidence: z.array(evidence),
  /** The page that helps, such as a blocklist's delisting page. */
  link: z.string().nullable(),
};
const row = z.discriminatedUnion('mark', [
  z.strictObject({ ...rowBase, mark: z.literal('good'), found: z.string() }),
  z.strictObject({
    ...rowBase,
    mark: z.literal('bad'),
    found: z.string(),
    change: change.nullable(),
    /** Follows from what is wrong about that topic, and is mended with it. */
    follows: z.enum(TOPICS).nullable().default(null),
  }),
  /** Could not be checked. */
  z.strictObject({ ...rowBase, mark: z.literal('unknown'), why: z.string() }),
]);

const subject = z.strictObject({
  /** Envelope sender's domain, which SPF is about. */
  domain: z.string().nullable(),
  /** Domain in the From header, which DMARC is about. */
  from: z.string().nullable(),
  /** Of which of the two the bounce tells nothing: it is given as the same as the other, and may be another. */
  assumed: z.enum(['domain', 'from']).nullable().default(null),
  ip: z.string().nullable(),
  helo: z.string().nullable(),
  recipient: z.string().nullable(),
  selectors: z.array(z.strictObject({ selector: z.string(), domain: z.string() })),
  /** There is a bounce that this is asked about; without one nothing is said of it. */
  bounced: z.boolean().default(false),
  /** What the bounce says failed: causes of that kind come first. */
  control: z.enum(CONTROLS).nullable(),
  /** The list that the bounce names, by its id in the catalog. */
  blocklist: z.string().nullable(),
});

/** More than this may stand beside it: what `check --since --json` adds is left out when it is read again. */
export const checkReport = z.object({
  version: z.literal(1),
  /** ISO 8601. */
  at: z.string(),
  /** Milliseconds. */
  took: z.number(),
  subject,
  rows: z.array(row),
  cause: z.discriminatedUnion('kind', [
    /** The most likely one. */
    z.strictObject({ kind: z.literal('found'), row: z.string(), sentence: z.string() }),
    z.strictObject({ kind: z.literal('none'), sentence: z.string() }),
    /** Nothing is wrong in what could be looked at, and not all could. */
    z.strictObject({ kind: z.literal('unclear'), sentence: z.string() }),
  ]),
});

export type CheckReport = z.infer<typeof checkReport>;
export type Row = z.infer<typeof row>;
export type Evidence = z.infer<typeof evidence>;
export type Change = z.infer<typeof change>;
export type CheckSubject = z.infer<typeof subject>;
export type Cause = CheckReport['cause'];
