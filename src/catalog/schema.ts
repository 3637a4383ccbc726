/**
 * The shape of the files under `catalog/`, for zod to check. What people write by hand: short forms are
 * allowed here and widened by `load.ts`.
 */
import { z } from 'zod';
import { limits } from './short.ts';
import { CATEGORIES, CONTROLS, type Doubt, REASONS, SAID_KINDS, WHEN } from './words.ts';

const text = z.string().trim().min(1);
const clause = text.regex(/^\p{Ll}.*[^.]$/u, 'half a sentence, without a capital in front and a full stop');
const domain = z.string().regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/, 'a domain, in small letters');
const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'small letters, digits, dots and hyphens only');
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);

const replyCode = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^[2-5][0-9]{2}$/, 'a reply code is three digits, such as "550"'));
const enhancedCode = z
  .string()
  .regex(/^[245]\.\d{1,3}\.\d{1,3}(-\d{1,3})?$/, 'an enhanced code is like 5.1.1, a range like 5.7.606-649');

/** "RFC 5321 §4.2.2" or an address; a third-party copy says so: "https://… (copy of …)". */
const source = z
  .string()
  .regex(
    /^(RFC \d+( §[\d.]+)?|IANA .+|https?:\/\/\S+( \(.+\))?)$/,
    'an RFC with its section, the IANA registry or an address',
  );
const sources = z.array(source).min(1);

/** One value, or one for a 5xx and one for a 4xx. */
const either = <T extends z.ZodType>(value: T) =>
  z.union([value, z.strictObject({ permanent: value, temporary: value })]);

/** A step by itself, or one that only some cases need: all that `when` names must hold. */
const stepOf = <T extends z.ZodType<string>>(line: T) =>
  z.union([line, z.strictObject({ step: line, when: oneOrMore(z.enum(WHEN)) })]);
const steps = z.array(stepOf(text)).min(1);

const within = (measure: (line: string) => string | null) =>
  text.superRefine((line, context) => {
    const excess = measure(line);
    if (excess !== null) context.addIssue({ code: 'custom', message: excess });
  });

/** What shows of an entry at first sight. What it leaves out is cut from the long words, see `short.ts`. */
const short = z
  .strictObject({
    title: within(limits.title).optional(),
    /** The title where the mail came back, and waits in no queue any more. */
    returned: within(limits.title).optional(),
    sentence: within(limits.sentence).optional(),
    /** Asked where the verdict isn't sure. */
    question: within(limits.question).optional(),
    steps: z
      .array(stepOf(within(limits.step)))
      .min(1)
      .optional(),
  })
  .superRefine(({ steps = [] }, context) => {
    const excess = limits.steps(steps);
    if (excess !== null) context.addIssue({ code: 'custom', path: ['steps'], message: excess });
  });

/** What an entry may say of itself; what it doesn't say it has from its code or its reason. */
const judgement = {
  reason: z.enum(REASONS),
  category: either(z.enum(CATEGORIES)).optional(),
  suppress: either(z.boolean()).optional(),
  retry: either(z.boolean()).optional(),
  control: z.enum(CONTROLS).optional(),
  blocklist: id.optional(),
  title: text.optional(),
  meaning: text.optional(),
  whose: text.optional(),
  steps: steps.optional(),
  short: short.optional(),
  /** How common it is in mail teams' queues, by hand: 5 is seen by everybody, every week. */
  common: z.int().min(1).max(5).optional(),
  /** Other words that people may look it up by. */
  words: z.array(text).optional(),
  /** Only a hint: anything that isn't weak is believed first. */
  weak: z.boolean().optional(),
  sources: sources.optional(),
};

/** What recognises a server's answer. See `pattern.ts` for how `text` and `tag` are matched. */
const recognition = {
  reply: oneOrMore(replyCode).optional(),
  enhanced: oneOrMore(enhancedCode).optional(),
  tag: oneOrMore(text).optional(),
  text: oneOrMore(text).optional(),
  /** Its words name no cause: any that do come first. */
  general: z.boolean().optional(),
  /** Texts that make it another problem although it matches. */
  not: oneOrMore(text).optional(),
  /**
   * What must hold besides the text: the provider is proven, the codes don't contradict, the
   * report says "failed". `sender`, without text: words
   * about the recipient are said of who sends.
   */
  only: z.array(z.enum(['provider', 'codes', 'given-up', 'sender'])).optional(),
};

const response = z.strictObject({ id, ...recognition, ...judgement, example: text });
const wording = z.strictObject({
  id,
  ...recognition,
  ...judgement,
  reason: judgement.reason.optional(),
  example: text,
});

const cause = z.strictObject({
  title: text,
  /**
   * What a row of a table calls it, 26 letters at most: "Mailbox full". {control|…} is "SPF" or whatever failed,
   * {onList|…} "on Spamhaus".
   */
  problem: text,
  category: either(z.enum(CATEGORIES)),
  suppress: either(z.boolean()),
  retry: either(z.boolean()),
  /** What holds where neither code nor action tells. */
  usually: z.enum(['permanent', 'temporary']),
  meaning: text,
  whose: text,
  owner: text,
  steps,
  short: short.optional(),
  /** Its short steps serve all its entries, better than what is cut from an entry's own. */
  stepsFitAll: z.boolean().optional(),
  /** When to try again, with times. */
  waiting: text,
  /**
   * What a team may tell those who aren't of it: why, as half a sentence behind "Most likely ", where there is a
   * reason to tell; and what whoever sent it, and whoever was to get it, can do. Left out: it is nothing to tell.
   */
  customers: z
    .strictObject({
      because: clause.optional(),
      sender: text,
      recipient: text,
      /** Said in their place where an entry of this reason is of another category than most. */
      in: z
        .partialRecord(z.enum(CATEGORIES), z.strictObject({ because: clause, sender: text, recipient: text }))
        .optional(),
    })
    .optional(),
  words: z.array(text).optional(),
  sources,
});

export const reasonsFile = z.strictObject({ reasons: z.record(z.enum(REASONS), cause) });

export const kindsFile = z.strictObject({ kinds: z.record(z.enum(SAID_KINDS), cause) });

export const controlsFile = z.strictObject({
  controls: z.record(
    z.enum(CONTROLS),
    z.strictObject({ name: text, owner: text, tell: z.array(text).min(1), sources }),
  ),
});

export const replyCodesFile = z.strictObject({
  'reply-codes': z.array(
    z.strictObject({ code: replyCode, ...judgement, title: text, meaning: text, sources, example: text }),
  ),
});

export const enhancedCodesFile = z.strictObject({
  'enhanced-codes': z.array(
    z.strictObject({
      /** "X.1.1": its classes are those that have an example. */
      code: z.string().regex(/^X\.\d{1,3}\.\d{1,3}$/, 'written as X.1.1'),
      ...judgement,
      title: text,
      meaning: text,
      sources,
      examples: z.partialRecord(z.enum(['2', '4', '5']), text),
    }),
  ),
});

export const partsFile = z.strictObject({
  classes: z.record(z.enum(['2', '4', '5']), z.strictObject({ title: text, meaning: text })),
  subjects: z.record(
    z.enum(['0', '1', '2', '3', '4', '5', '6', '7']),
    z.strictObject({ title: text, meaning: text }),
  ),
  sources,
});

export const pairsFile = z.strictObject({
  pairs: z.array(
    z.strictObject({
      reply: replyCode,
      enhanced: enhancedCode,
      ...judgement,
      title: text,
      meaning: text,
      sources,
      example: text,
    }),
  ),
});

export const providerFile = z.strictObject({
  provider: z.strictObject({
    id,
    name: text,
    /** What titles call it, where the name is longer than the 20 characters that they have for it. */
    short: z.string().min(1).max(20).optional(),
    /** Ends of host names that belong to it. */
    hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).default([]),
    /** Domains of its own mailboxes, such as gmail.com: the weakest proof of whose server spoke. */
    domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).default([]),
    /** Words in a server's answer that only this provider uses; matched as `text` is. */
    marks: z.array(text).default([]),
    /** Where a sender asks for help or delisting. */
    help: z.url().optional(),
    sources,
  }),
  responses: z.array(response).default([]),
});

export const wordingFile = z.strictObject({ reason: z.enum(REASONS), wordings: z.array(wording).min(1) });

/** Words by which an answer says that it holds for now only. */
/** Words of doubt: see `DOUBTS`. */
export const forNowFile = z.strictObject({
  'for-now': z.array(text).min(1),
  again: z.array(text).optional(),
  'either-or': z.array(text).optional(),
  'check-failed': z.array(text).optional(),
  ambiguous: z.array(text).optional(),
  mentioned: z.array(text).optional(),
} satisfies Record<Doubt, unknown>);

/** Words that name whom others near them are about; `callback`: all words of the text are about who sends. */
export const subjectsFile = z.strictObject({
  subjects: z.strictObject({
    sender: z.array(text).min(1),
    recipient: z.array(text).min(1),
    neither: z.array(text).min(1),
    callback: z.array(text).min(1),
  }),
});

/** Where a list is asked in DNS (RFC 5782). */
const zone = z.strictObject({
  zone: domain,
  /** Whether it lists IP addresses or domains. */
  lists: z.enum(['ip', 'domain']).default('ip'),
  /** Whether it takes questions about IPv6 addresses. */
  ipv6: z.boolean().default(false),
  /** Answers that are listings, and what each means. Without any, every answer in 127.0.0.0/8 from 127.0.0.2 on is one. */
  answers: z.record(z.ipv4(), text).optional(),
  /** In place of `answers`, where the last byte of an answer is a sum: what each of its bits means, by its value. */
  bits: z.record(z.string().regex(/^(1|2|4|8|16|32|64|128)$/), text).optional(),
  /** What to do about an answer that isn't for what was sent: other answers have a cause to stop, then a removal. */
  advice: z.record(z.ipv4(), text).optional(),
  /** Answers that say that the list doesn't answer us, and why; 127.255.255.x always does. */
  refusals: z.record(z.ipv4(), text).optional(),
  /** A domain that the list always holds, to see whether it answers. For addresses it is 127.0.0.2 (RFC 5782 §5). */
  test: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .default('test'),
});

export const blocklistFile = z.strictObject({
  blocklists: z.array(
    z.strictObject({
      id,
      name: text,
      /** Words in a server's answer that name this list; matched as `text` is. */
      marks: z.array(text).min(1),
      delist: z.url().optional(),
      zones: z.array(zone).min(1).optional(),
      title: text.optional(),
      meaning: text,
      whose: text.optional(),
      steps: steps.optional(),
      short: short.optional(),
      common: judgement.common,
      sources,
      example: text,
      reason: z.enum(REASONS).default('blocked'),
    }),
  ),
});

/** Platforms that send mail in our name, as they show in DNS and in texts. */
export const sendersFile = z.strictObject({
  senders: z.array(
    z.strictObject({
      id,
      name: text,
      /** Words in a text that name it. */
      marks: z.array(text).min(1),
      /** Domains that an SPF record includes for it; the first is the one to add. */
      spf: z.array(domain).default([]),
      /** Ends of the names of its sending hosts, as reverse DNS shows them. */
      hosts: z.array(domain).default([]),
      /** DKIM selectors that it uses for every customer. */
      selectors: z.array(z.string().regex(/^[a-z0-9-]+$/)).default([]),
      sources,
    }),
  ),
});

export type RawStep = z.infer<typeof steps>[number];
export type RawShort = z.infer<typeof short>;
export type RawResponse = z.infer<typeof response>;
export type RawReason = z.infer<typeof cause>;
export type ControlFacts = z.infer<typeof controlsFile>['controls'][(typeof CONTROLS)[number]];
export type Provider = z.infer<typeof providerFile>['provider'];
export type Blocklist = z.infer<typeof blocklistFile>['blocklists'][number];
export type Sender = z.infer<typeof sendersFile>['senders'][number];
export type Parts = z.infer<typeof partsFile>;
