/** A catalog entry made ready to be weighed: what is asked of every bounce is worked out once. */
import type { Entry, Evidence, ReasonId } from '../catalog/index.ts';

export const EVIDENCE_OF: Readonly<Record<Entry['kind'], Evidence>> = {
  response: 'provider',
  wording: 'wording',
  blocklist: 'wording',
  /** Answers questions only; it recognises nothing. */
  reason: 'wording',
  pair: 'enhanced-code',
  'enhanced-code': 'enhanced-code',
  'reply-code': 'reply-code',
};

/** Strongest first. Between words and codes there is room for words that name no cause. */
const RANK: Readonly<Record<Evidence, number>> = {
  provider: 0,
  wording: 1,
  'enhanced-code': 4,
  'reply-code': 5,
};
/** How far words that name no cause come behind those that do: a provider's behind anybody's. */
const BEHIND = 2;
/** How far hints come behind everything else. */
const HINT = 8;
/** What `order` is always below. */
export const LAST = 16;
/** What outweighs everything behind it in the order of evidence. */
export const ORDER = 100_000;
/** What a claim weighs more where its codes are the text's: as many letters, felt by the catalog's tests. */
export const SAME_ENHANCED = 30;
export const SAME_REPLY = 15;

/** Reasons that say something of the recipient, so that they are wrong of anybody else. */
export const OF_THE_RECIPIENT: ReadonlySet<ReasonId> = new Set([
  'user-unknown',
  'host-unknown',
  'has-moved',
  'suspend',
  'not-accept',
  'mailbox-full',
]);

export type Rule = {
  readonly entry: Entry;
  /** Place in the catalog: of equals the first decides. */
  readonly place: number;
  /** Lower comes first: hints behind everything else, and within each the order of evidence. */
  readonly order: number;
  /** Added to it, but for tags, where the entry names no cause. */
  readonly behind: number;
  readonly enhanced: ReadonlySet<string>;
  /** First digits of the codes that it comes with; empty: any. */
  readonly classes: string;
  /** Its reason says something of the recipient. */
  readonly isOfRecipient: boolean;
  /** Its provider has mailboxes and hosts of its own, unlike a filter that companies run under their own names. */
  readonly hasOwnHosts: boolean;
  /** Recognised by its codes alone. */
  readonly isCodeOnly: boolean;
  /** Numbers of the patterns that rule it out. */
  readonly not: Int32Array;
};

/** A tag names its entry outright: it outweighs any text. */
const TAG = 1000;

/** One way in which a rule was recognised. */
export type Claim = {
  readonly rule: Rule;
  /** The number of the pattern that was found in the text; -1: its codes. */
  readonly number: number;
  readonly isTag: boolean;
  /** What its words add for how much they tell of the reason. */
  readonly tells: number;
  /** The next claim that the same pattern makes. */
  readonly next: Claim | null;
  /** A blocklist's bare name says neither what is listed nor that anything is: any words that do come first. */
  readonly isBareName: boolean;
  /** With `weight` the most that it can weigh, see `weigh.ts`. */
  readonly ceiling: number;
  /** What the pattern weighed in the text that was searched last. */
  weight: number;
  /** Whether its reason is about the recipient, and the text that was searched last says it of who sends. */
  isOfSender: boolean;
};

/** @param known what the catalog's patterns tell of it */
export function ruleOf(
  entry: Entry,
  place: number,
  known: Pick<Rule, 'isCodeOnly' | 'not' | 'hasOwnHosts'>,
): Rule {
  const enhanced = entry.enhanced.flatMap(codesOf);
  const codes = entry.reply.length > 0 ? entry.reply : enhanced;
  return {
    entry,
    place,
    order: (entry.weak ? HINT : 0) + RANK[EVIDENCE_OF[entry.kind]],
    behind: entry.general && !entry.weak && !known.isCodeOnly ? BEHIND : 0,
    enhanced: new Set(enhanced),
    isOfRecipient: OF_THE_RECIPIENT.has(entry.reason),
    classes: [...new Set(codes.map((code) => code[0]))].join(''),
    ...known,
  };
}

export const claimByCode = (rule: Rule): Claim =>
  claimOf(rule, { number: -1, isTag: false, tells: 0, next: null });

export const claimOf = (rule: Rule, known: Pick<Claim, 'number' | 'isTag' | 'tells' | 'next'>): Claim => ({
  rule,
  ...known,
  isBareName: rule.entry.kind === 'blocklist',
  ceiling: (LAST - rule.order) * ORDER + SAME_ENHANCED + SAME_REPLY,
  weight: 0,
  isOfSender: false,
});

/**
 * @param found what the matcher says that the claim's pattern weighs
 * @returns what the claim weighs
 */
export const weightOf = ({ isBareName, isTag, tells }: Claim, found: number): number =>
  isBareName ? 0 : found + (isTag ? TAG : tells);

/** "5.7.606-649" is a range of details. @returns each code of it */
function codesOf(range: string): readonly string[] {
  const [first = '', last] = range.split('-');
  if (last === undefined) return [range];
  const subject = first.slice(0, first.lastIndexOf('.') + 1);
  const from = Number(first.slice(subject.length));
  return Array.from({ length: Number(last) - from + 1 }, (_, i) => `${subject}${from + i}`);
}
