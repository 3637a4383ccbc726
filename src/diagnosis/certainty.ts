/** How sure a verdict is: how often one that rests on such evidence is right, measured by `npm run bench:diagnosis`. */
import type { Doubt, Entry, ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import type { Grounds } from './grounds.ts';

export const CERTAINTIES = ['sure', 'likely', 'unsure'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** Reasons that say of the address itself that it is dead. */
export const DEAD: ReadonlySet<ReasonId> = new Set([
  'user-unknown',
  'host-unknown',
  'has-moved',
  'suspend',
  'not-accept',
]);

/** What keeps words about a dead address from being believed. */
const TAKES_FINALITY: readonly Doubt[] = ['either-or', 'check-failed', 'mentioned'];

/** Codes that say so by themselves: few servers use them for anything else. */
const DEAD_CODES: ReadonlySet<string> = new Set(['5.1.1', '5.1.2', '5.1.10']);

/** @returns whether the entry's codes say by themselves that the address is dead */
export const isDeadCode = ({ enhanced }: Pick<Entry, 'enhanced'>): boolean =>
  enhanced.some((code) => DEAD_CODES.has(code));

/** The classes of evidence, and how sure each is. The figures are the bench's, on texts that trained nothing. */
export const CLASSES = {
  report: 'sure',
  'own response': 'sure',
  'own response, other codes': 'sure',
  'own code': 'likely',
  'words and code agree': 'sure',
  words: 'sure',
  'words, code asked for unknown': 'likely',
  'words of several causes': 'likely',
  'words, code differs': 'likely',
  'words, other words differ': 'likely',
  'dead code': 'likely',
  'dead code and hint agree': 'likely',
  'hint and code agree': 'likely',
  hint: 'unsure',
  'code alone': 'unsure',
  'code, words unread': 'unsure',
  'reply code alone': 'unsure',
  doubtful: 'unsure',
  nothing: 'unsure',
} as const satisfies Record<string, Certainty>;
export type EvidenceClass = keyof typeof CLASSES;

/** @returns the kind of evidence that a verdict rests on */
export function classOf(
  { kind, replyCode, enhancedCode }: Pick<Bounce, 'kind' | 'replyCode' | 'enhancedCode'>,
  grounds: Grounds,
): EvidenceClass {
  if (kind !== 'bounce') return 'report';
  const { entry, by, provenBy, codeSays, rival, hints, hasWords, doubts } = grounds;
  if (entry === null || entry.reason === 'undefined') return 'nothing';
  const isDead = DEAD.has(entry.reason);
  const hasCode = replyCode !== null || enhancedCode !== null;
  if (isDead && (grounds.isMentioned || TAKES_FINALITY.some((doubt) => doubts.includes(doubt))))
    return 'doubtful';
  const agrees = codeSays !== null && isAlike(codeSays, entry.reason);
  if (entry.weak) return by === 'words' && agrees ? 'hint and code agree' : 'hint';
  if (by === 'codes') {
    if (entry.kind === 'reply-code') return 'reply code alone';
    if (entry.kind === 'response' && provenBy !== null && provenBy !== 'domain') return 'own code';
    const [hint] = hints;
    if (hasWords && hint === undefined) return 'code, words unread';
    if (hint !== undefined && !isAlike(hint, entry.reason)) return 'code, words unread';
    if (!isDeadCode(entry)) return 'code alone';
    // A refusal that doesn't say that the address is dead agrees with no code that does.
    if (hints.includes('filtered')) return 'code, words unread';
    return hint === undefined ? 'dead code' : 'dead code and hint agree';
  }
  if (doubts.includes('ambiguous') || doubts.includes('either-or')) return 'words of several causes';
  // What an entry says of a 4xx it doesn't say of a 5xx.
  if (entry.needsCodes && !hasCode) return 'words, code asked for unknown';
  if (entry.kind === 'response' && provenBy !== null) {
    return grounds.enhanced === 'other' || grounds.reply === 'other'
      ? 'own response, other codes'
      : 'own response';
  }
  if (rival !== null && !isAlike(rival.reason, entry.reason)) return 'words, other words differ';
  if (codeSays === null) return 'words';
  return agrees ? 'words and code agree' : 'words, code differs';
}

/** Reasons that servers use the same words and codes for. */
const KIN: readonly ReadonlySet<ReasonId>[] = [
  new Set([...DEAD, 'filtered', 'suppressed']),
  new Set(['blocked', 'bad-reputation', 'policy-violation', 'rejected', 'spam-detected', 'security-error']),
  new Set([
    'network-error',
    'expired',
    'system-error',
    'mailer-error',
    'on-hold',
    'greylisted',
    'rate-limited',
  ]),
];

const isAlike = (one: ReasonId, other: ReasonId): boolean =>
  one === other || KIN.some((kin) => kin.has(one) && kin.has(other));
