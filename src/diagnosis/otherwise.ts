/** What a verdict could be as well, and the question that would tell the two apart. */
import type { ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { type Certainty, DEAD } from './certainty.ts';
import type { Otherwise } from './diagnosis.ts';
import type { Grounds } from './grounds.ts';
import { OF_PAIRS, OF_REASONS, WHOLE_ANSWER } from './questions.ts';

/** What is meant most often where a text doesn't say more, and it isn't what it seems to be. */
const MISTAKEN_FOR: Partial<Record<ReasonId, ReasonId>> = {
  'user-unknown': 'policy-violation',
  'host-unknown': 'network-error',
  'has-moved': 'no-relaying',
  suspend: 'mailbox-full',
  'not-accept': 'blocked',
  undefined: 'policy-violation',
  'policy-violation': 'spam-detected',
  'on-hold': 'greylisted',
  blocked: 'bad-reputation',
  'bad-reputation': 'blocked',
  'spam-detected': 'bad-reputation',
  rejected: 'policy-violation',
  'network-error': 'expired',
  'mailbox-full': 'suspend',
  filtered: 'user-unknown',
  expired: 'network-error',
  'system-error': 'on-hold',
  'mailer-error': 'system-error',
  'rate-limited': 'blocked',
  'content-error': 'spam-detected',
  'auth-failure': 'policy-violation',
  'require-ptr': 'blocked',
  'security-error': 'policy-violation',
  'no-relaying': 'security-error',
  'not-compliant-rfc': 'content-error',
  'syntax-error': 'not-compliant-rfc',
};

/**
 * @param reason the verdict's
 * @param bounce a line of a log or a report shows the whole answer: it names whom or where it was to go
 * @returns null where it is sure, or where nothing else comes close
 */
export function otherwiseOf(
  reason: ReasonId,
  grounds: Grounds,
  certainty: Certainty,
  { recipient, remoteHost }: Pick<Bounce, 'recipient' | 'remoteHost'>,
): Otherwise | null {
  if (certainty === 'sure') return null;
  const other = runnerUp(reason, grounds) ?? (certainty === 'unsure' ? MISTAKEN_FOR[reason] : undefined);
  if (other === undefined) return null;
  const isBare = isWordless(grounds) && recipient === null && remoteHost === null;
  return { reason: other, ask: isBare ? WHOLE_ANSWER : questionOf(reason, other) };
}

/** What is told as one of two causes. */
const HALVES: ReadonlySet<ReasonId> = new Set([...DEAD, 'mailbox-full', 'blocked']);

/**
 * "User unknown or mailbox full": neither half decides.
 * @param reason the half that weighs more
 * @returns the half that says that the address is dead, and the other one; null where the answer isn't of that kind
 */
export function halvesOf(
  reason: ReasonId,
  grounds: Grounds,
): { readonly dead: ReasonId; readonly other: ReasonId } | null {
  const { rival, hints, codeSays, entry } = grounds;
  // What a provider says in whole the catalog knows better, and so it does of words with a reason of their own.
  if (!grounds.doubts.includes('either-or') || entry?.kind === 'response' || !HALVES.has(reason)) return null;
  const told = [reason, rival?.reason, ...hints, codeSays].filter((one) => one != null);
  const dead = told.find((one) => DEAD.has(one)) ?? (reason === 'mailbox-full' ? 'user-unknown' : null);
  if (dead === null) return null;
  const other =
    told.find((one) => !DEAD.has(one) && one !== 'undefined') ?? MISTAKEN_FOR[dead] ?? 'undefined';
  return { dead, other };
}

/** Words before hints before codes, as far as they say something else. */
function runnerUp(reason: ReasonId, { rival, hints, codeSays }: Grounds): ReasonId | undefined {
  const candidates = [rival?.reason, ...hints, codeSays ?? undefined];
  return candidates.find((one) => one !== undefined && one !== reason && one !== 'undefined');
}

const isWordless = ({ by, hasWords }: Grounds): boolean => by === 'codes' && !hasWords;

/** @returns what would tell the two apart */
export const questionOf = (reason: ReasonId, other: ReasonId): string =>
  BY_REASONS.get(reason)?.get(other) ?? OF_REASONS[reason];

/** The questions of `OF_PAIRS`, by either reason and then the other. */
const BY_REASONS = byReasons();

function byReasons(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const all = new Map<string, Map<string, string>>();
  const add = (one: string, other: string, question: string) =>
    all.set(one, (all.get(one) ?? new Map()).set(other, question));
  for (const [pair, question] of Object.entries(OF_PAIRS)) {
    const [one = '', other = ''] = pair.split(' ');
    add(one, other, question);
    add(other, one, question);
  }
  return all;
}
