/** Kind · whose move · what becomes of the address: what a verdict comes to, in 46 characters. */
import type { Correction } from '../cases/index.ts';
import type { Category, Entry, Permanence, ReasonId } from '../catalog/index.ts';
import type { Certainty, Otherwise } from '../diagnosis/index.ts';
import type { Badge } from './card.ts';
import { waitsEitherWay } from './unsure.ts';

/** What a category is called where there is room. */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  hard: 'Hard bounce',
  soft: 'Soft bounce',
  throttle: 'Sending too fast',
  policy: 'Sender reputation or policy',
  authentication: 'Authentication failure',
  content: 'Message content',
  configuration: 'Our own configuration',
  info: 'No bounce',
};

/** What a verdict is called that is sure, that is likely, and what one that isn't sure most often comes to. */
const KINDS: Readonly<Record<Category, readonly [sure: string, likely: string, often: string]>> = {
  hard: ['Hard bounce', 'Likely a hard bounce', 'often a dead address'],
  soft: ['Soft bounce', 'Likely soft', 'often passes by itself'],
  throttle: ['Sending too fast', 'Likely too fast', 'often sending too fast'],
  policy: ['Reputation', 'Likely a policy', 'often our reputation'],
  authentication: ['Authentication', 'Likely auth failure', 'often authentication'],
  content: ['Message content', 'Likely the message', 'often the message'],
  configuration: ['Our configuration', 'Likely our set-up', 'often our own set-up'],
  info: ['No bounce', 'Likely no bounce', 'perhaps no bounce'],
};

/** The same where who receives has to mend it, by what the entry says whose it is. */
const THEIRS: Readonly<Partial<Record<Category, (typeof KINDS)[Category]>>> = {
  throttle: ['Their limit', 'Likely their limit', 'often their limit'],
  policy: ['Their policy', 'Likely their policy', 'often their policy'],
  authentication: ['Their set-up', 'Likely their set-up', 'often their set-up'],
  content: ['Their filter', 'Likely their filter', 'often their filter'],
  configuration: ['Their configuration', 'Likely their set-up', 'often their set-up'],
};
/** Where no cause is told, it isn't our reputation either. */
const NOT_TOLD: (typeof KINDS)[Category] = ['Refused', 'Likely refused', 'cause not told'];

/** "The recipient's, until they tidy up.", "Whoever runs the receiving server." (catalog/README.md, "Whose"). */
const OF_RECEIVER =
  /^(?:(?:only )?the (?:receiver|receiving|recipient|provider|other|list owner)|their|whoever (?:runs the receiving|forwarded))/i;

/** @returns whether the entry says that who receives has to mend it */
export const isReceivers = (entry: Pick<Entry, 'whose'> | null | undefined): boolean =>
  OF_RECEIVER.test(entry?.whose ?? '');

const WHOSE: Readonly<Record<Category, string | null>> = {
  hard: 'address is dead',
  soft: 'their side',
  throttle: 'ours to fix',
  policy: 'ours to fix',
  authentication: 'ours to fix',
  content: 'ours to fix',
  configuration: 'ours to fix',
  info: null,
};

/** Reasons that say of themselves whose it is, whatever their category. */
const WHOSE_OF: Readonly<Partial<Record<ReasonId, string>>> = {
  greylisted: 'nobody’s fault',
  filtered: 'their side',
  'on-hold': 'cause not told',
  expired: 'cause not told',
  undefined: 'cause not told',
  feedback: 'a complaint',
  suppressed: 'already listed',
};

type Verdict = {
  readonly category: Category;
  readonly reason: ReasonId;
  readonly suppress: boolean;
  /** Null where it is no verdict on a bounce, but what a code means. */
  readonly certainty: Certainty | null;
  /** Says whose it is in full; null where no entry decided. */
  readonly entry?: Pick<Entry, 'whose'> | null;
  readonly otherwise?: Otherwise | null;
  readonly permanence?: Permanence;
};

/**
 * @param lasts soft bounces of this address have lasted so long that it counts as dead
 * @param said what a person said that it is, in place of what was read
 * @returns "Hard bounce", "address is dead", "suppress it"
 */
export function badgeOf(verdict: Verdict, lasts: boolean, said: Correction | null = null): Badge {
  const certainty = waits(verdict) ? 'likely' : verdict.certainty;
  const { category, reason, suppress, entry, otherwise } = verdict;
  if (said !== null) {
    const as = `as ${shortName(said.by.name)} said`;
    // Whoever says that it works says nothing of why it was refused.
    return said.only === 'alive'
      ? {
          kind: category === 'policy' ? NOT_TOLD[0] : KINDS[category][0],
          whose: `works, ${as}`,
          address: 'keep it',
        }
      : { kind: KINDS[category][0], whose: as, address: suppress ? 'suppress it' : 'keep it' };
  }
  if (lasts) return LASTING;
  const own = WHOSE_OF[reason];
  const isTheirs = own === THEIR_SIDE || (own === undefined && isReceivers(entry));
  const isUntold = category === 'policy' && own === 'cause not told';
  const [sure, likely, often] =
    (isTheirs ? THEIRS[category] : undefined) ?? (isUntold ? NOT_TOLD : KINDS[category]);
  if (otherwise?.isNamed) return { kind: 'Not sure', whose: 'one of two causes', address: 'keep it for now' };
  if (certainty === 'unsure' && category !== 'info') {
    return { kind: 'Not sure', whose: often, address: 'keep it for now' };
  }
  const kind = certainty === 'likely' ? likely : sure;
  if (category === 'info' && !suppress) return { kind, whose: null, address: null };
  const isDead = category === 'hard' && suppress;
  return {
    kind,
    whose:
      own ??
      (isTheirs && category in THEIRS
        ? THEIR_SIDE
        : category === 'hard' && !isDead
          ? THEIR_SIDE
          : WHOSE[category]),
    address: suppress ? 'suppress it' : 'keep the address',
  };
}

/** Nothing hangs on what it is where all that it may be is waited for. */
const waits = ({ certainty, permanence, otherwise = null, ...rest }: Verdict): boolean =>
  certainty === 'unsure' && permanence !== undefined && waitsEitherWay({ ...rest, permanence, otherwise });

const THEIR_SIDE = 'their side';
const LASTING: Badge = { kind: 'Lasting soft bounce', whose: 'counts as dead', address: 'suppress it' };

/** Characters of a name that a badge has room for beside the longest kind. */
const LONGEST_NAME = 12;

/** "Ann Example" → "Ann" */
function shortName(name: string): string {
  const [first = ''] = name.trim().split(/\s+/);
  return first.length > LONGEST_NAME ? `${first.slice(0, LONGEST_NAME - 1)}…` : first;
}
