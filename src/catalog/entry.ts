import type { Pattern } from './pattern.ts';
import type { Blocklist, ControlFacts, Parts, Provider, RawReason, Sender } from './schema.ts';
import type { Short } from './short.ts';
import type { Step } from './step.ts';
import type { ByPermanence, Category, Control, Doubt, ReasonId, SaidKind, Subject } from './words.ts';

export type EntryKind =
  | 'reply-code'
  | 'enhanced-code'
  | 'pair'
  | 'response'
  | 'wording'
  | 'blocklist'
  | 'reason';

/**
 * One thing that the catalog knows: a registered code, a provider's response, a wording, a blocklist. Whole:
 * what the file left out has been taken over from the entry's code or its reason.
 */
export type Entry = {
  readonly id: string;
  readonly kind: EntryKind;
  /** Id of the provider whose response this is: "google". */
  readonly provider: string | null;
  /** Reply codes that it comes with; empty: any. */
  readonly reply: readonly string[];
  /** Enhanced codes, or ranges of them such as "5.7.606-649"; empty: any. */
  readonly enhanced: readonly string[];
  readonly tags: readonly Pattern[];
  readonly texts: readonly Pattern[];
  readonly not: readonly Pattern[];
  readonly needsProvider: boolean;
  readonly needsCodes: boolean;
  /** Only where a report says that the sending server has given up (RFC 3464 §2.3.3, `Action: failed`). */
  readonly needsGivenUp: boolean;
  /** Stands for words that would be about the recipient, where they are about who sends. */
  readonly needsSender: boolean;
  /** Its words name no cause: those that do come first. */
  readonly general: boolean;
  /** Only a hint: anything that isn't weak is believed first. */
  readonly weak: boolean;
  readonly reason: ReasonId;
  readonly category: ByPermanence<Category>;
  readonly suppress: ByPermanence<boolean>;
  readonly retry: ByPermanence<boolean>;
  readonly control: Control | null;
  /** Id of the blocklist that it names. */
  readonly blocklist: string | null;
  readonly title: string;
  readonly meaning: string;
  readonly whose: string;
  /** Marked-up lines, see "Lines" in catalog/README.md: `code`, [label](url), {fact|else}. */
  readonly steps: readonly Step[];
  /** What shows at first sight, whole: by hand, or cut from the long words. */
  readonly short: Short;
  /** 5 is seen by everybody, every week; 0 where nobody has said. */
  readonly common: number;
  readonly words: readonly string[];
  readonly sources: readonly string[];
  /** A text that must be read as this entry. */
  readonly example: string;
  /** Path under its catalog folder. */
  readonly file: string;
  /** From the team's own folder (CATALOG_DIR). */
  readonly own: boolean;
};

/** What a reason says of itself, for all entries that have it; or a kind that a person named. */
export type Reason = Omit<RawReason, 'category' | 'suppress' | 'retry' | 'steps' | 'short'> & {
  readonly category: ByPermanence<Category>;
  readonly suppress: ByPermanence<boolean>;
  readonly retry: ByPermanence<boolean>;
  readonly steps: readonly Step[];
  readonly short: Short;
};

export type Catalog = {
  readonly entries: readonly Entry[];
  readonly reasons: Readonly<Record<ReasonId, Reason>>;
  /** The reasons as answers to questions in words ("greylist"); they recognise nothing. */
  readonly reasonEntries: Readonly<Record<ReasonId, Entry>>;
  /** What a person said a bounce is, where they named no reason. */
  readonly kinds: Readonly<Record<SaidKind, Reason>>;
  readonly controls: Readonly<Record<Control, ControlFacts>>;
  readonly providers: ReadonlyMap<string, Provider & { readonly marksCompiled: readonly Pattern[] }>;
  readonly blocklists: ReadonlyMap<string, Blocklist & { readonly marksCompiled: readonly Pattern[] }>;
  /** Platforms that send in our name, by id. */
  readonly senders: ReadonlyMap<string, Sender>;
  readonly parts: Parts;
  /** Words that take the finality from an answer. */
  readonly doubts: Readonly<Record<Doubt, readonly Pattern[]>>;
  /** Words that name whom others near them are about. */
  readonly subjects: Readonly<Record<Subject, readonly Pattern[]>>;
};
