/** Why an entry that could have been meant is not: in plain words, for `explain --why`. */
import type { Entry, Evidence, Pattern } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import type { EvidenceClass } from './certainty.ts';
import type { Proven } from './provider.ts';
import { type Claim, EVIDENCE_OF } from './rule.ts';
import {
  enhancedFit,
  NOT_GIVEN_UP,
  OF_SENDER,
  OTHER_CODES,
  OTHER_PROVIDER,
  orderOf,
  replyFit,
  weigh,
} from './weigh.ts';

/** What was weighed for one bounce. */
export type Weighing = {
  readonly proven: Proven | null;
  /** Whether the text around the server's words decided, because they alone were no more than a hint. */
  readonly isPassage: boolean;
  /** The kind of evidence that it comes to, which says how sure it is. */
  readonly evidence: EvidenceClass;
  /** The entry that decided; null where none fits. */
  readonly winner: { readonly entry: Entry; readonly found: string | null } | null;
  readonly losers: readonly {
    readonly entry: Entry;
    /** The pattern of it that was found; null: it was recognised by its codes. */
    readonly found: string | null;
    /** "only a hint" */
    readonly because: string;
  }[];
};

type Circumstances = {
  readonly best: Claim | null;
  readonly bounce: Bounce;
  readonly proven: Proven | null;
  readonly ruledOutBy: Pattern | null;
  /** The blocklist's entry that took over from the best claim. */
  readonly blocklist: Entry | null;
  readonly providerName: string | null;
};

const NAMES: Readonly<Record<Evidence, string>> = {
  provider: "a provider's own response",
  wording: 'wording',
  'enhanced-code': 'an enhanced code',
  'reply-code': 'a reply code',
};

/** @returns why a claim did not decide, without a full stop: "wording; a provider's own response comes first" */
export function lostBecause(claim: Claim, circumstances: Circumstances): string {
  const { best, bounce, proven, ruledOutBy, blocklist, providerName } = circumstances;
  const { entry } = claim.rule;
  const weight = weigh(claim, bounce, proven);
  if (weight === OF_SENDER) return 'what it says of the recipient is said of the sender here';
  if (weight === OTHER_CODES) return `other codes: it asks for ${codesOf(entry)}`;
  if (weight === OTHER_PROVIDER)
    return `needs ${providerName} as the provider; ${whoIsProven(proven, entry)}`;
  if (weight === NOT_GIVEN_UP) return 'needs a report that says that sending was given up';
  if (ruledOutBy !== null) return `ruled out by its \`not\`: ${ruledOutBy.source}`;
  if (best === null) return 'not weighed';
  if (blocklist !== null && claim.rule === best.rule) return `the text names the blocklist: ${blocklist.id}`;
  if (entry.weak && !best.rule.entry.weak) return 'only a hint';
  if (isBehind(claim, best, bounce)) return 'names no cause; the words that do come first';
  const [mine, theirs] = [entry, best.rule.entry].map(({ kind }) => NAMES[EVIDENCE_OF[kind]]);
  if (mine !== theirs) return `${mine}; ${theirs} comes first`;
  return lighter(claim, best, bounce);
}

/** Whether the claim comes behind only because it is general. */
function isBehind({ rule, isTag }: Claim, best: Claim, bounce: Bounce): boolean {
  const place = orderOf(rule, isTag, enhancedFit(rule, bounce));
  const first = orderOf(best.rule, best.isTag, enhancedFit(best.rule, bounce));
  return place > first && rule.order <= first;
}

function whoIsProven(proven: Proven | null, entry: Entry): string {
  if (proven === null) return 'none is proven';
  return proven.provider === entry.provider
    ? "only the recipient's domain speaks for it, and nothing but codes fits"
    : `proven is ${proven.provider}`;
}

/** Of the same kind of evidence: what the winner has more of. */
function lighter(claim: Claim, best: Claim, bounce: Bounce): string {
  if (claim.isTag !== best.isTag) return 'the other one is named by its tag';
  if (claim.weight < best.weight)
    return claim.tells < best.tells ? 'its words tell less' : 'accounts for less of the text';
  const [mine, theirs] = [claim, best].map((one) => fitsOf(one, bounce)) as [number, number];
  if (mine < theirs) return 'fits the codes less well';
  return claim.weight === best.weight && mine === theirs
    ? 'weighs the same, and stands later in the catalog'
    : 'less of text and codes fits';
}

const SCORES = { same: 1, unknown: 0, other: -1 } as const;
const fitsOf = ({ rule }: Claim, bounce: Bounce): number =>
  2 * SCORES[enhancedFit(rule, bounce)] + SCORES[replyFit(rule.entry, bounce)];

const codesOf = ({ reply, enhanced }: Entry): string =>
  [reply.join(' / '), enhanced.join(' / ')].filter(Boolean).join(' with ');
