/**
 * Several servers' answers for one recipient, and one verdict: a server that was reached and refused explains more than
 * the next one that wasn't reached. The rest is told as "also".
 */
import type { ReasonId } from '../catalog/index.ts';
import { DEAD } from './certainty.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Claim } from './rule.ts';

/** What a sending server says of itself: that it reached nobody, or gave up. It explains nothing. */
const UNEXPLAINED: ReadonlySet<ReasonId> = new Set(['network-error', 'expired']);

/** @returns whether the one is only what became of the other: no connection, beside what a server did say */
export const isAftermath = (one: ReasonId, of: ReasonId): boolean =>
  UNEXPLAINED.has(one) && !UNEXPLAINED.has(of) && !DEAD.has(of);

/**
 * @param best what weighs most in a text in which some server did answer
 * @param weightOf below zero: it doesn't count
 * @returns what leads: where the best claim is that no connection came about or time ran out, the weightiest words of a server
 *   that name a cause
 */
export function leading(
  best: Claim | null,
  claims: readonly Claim[],
  weightOf: (claim: Claim) => number,
): Claim | null {
  if (best === null || !UNEXPLAINED.has(best.rule.entry.reason)) return best;
  let leader: Claim | null = null;
  let most = 0;
  for (const claim of claims) {
    const { entry } = claim.rule;
    if (claim.number < 0 || claim.rule.order + claim.rule.behind > best.rule.order) continue;
    if (!isAftermath(best.rule.entry.reason, entry.reason)) continue;
    const weight = weightOf(claim);
    if (weight <= most) continue;
    leader = claim;
    most = weight;
  }
  return leader ?? best;
}

/**
 * @param diagnoses of one text, in its order
 * @returns the same, with what was said of a message as a whole told where its recipients are: by the queue id that both
 *   stand under
 */
export function answersJoined(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const ofMessage = Map.groupBy(diagnoses.filter(isOfMessage), keyOf);
  if (ofMessage.size === 0) return diagnoses;
  const named = new Set(diagnoses.filter((one) => !isOfMessage(one)).map(keyOf));
  return diagnoses.flatMap((one) => {
    const said = ofMessage.get(keyOf(one));
    if (said === undefined) return [one];
    if (isOfMessage(one)) return named.has(keyOf(one)) ? [] : [one];
    return [withAnswers(one, said)];
  });
}

const isOfMessage = ({ bounce }: Diagnosis): boolean => bounce.recipient === null && bounce.queueId !== null;
const keyOf = ({ bounce }: Diagnosis): string => `${bounce.queueHost} ${bounce.queueId}`;

/** @returns the verdict on a recipient's mail, where servers said something of the message as a whole before */
export function withAnswers(one: Diagnosis, answers: readonly Diagnosis[]): Diagnosis {
  const cause = answers.find(({ reason }) => isAftermath(one.reason, reason));
  return cause === undefined ? one : causedBy(one, cause);
}

/** What the server said that was reached, of the recipient whose mail then reached no other. */
function causedBy(one: Diagnosis, cause: Diagnosis): Diagnosis {
  const { bounce } = cause;
  const { recipient, finalRecipient, action, attempts, excerpt } = one.bounce;
  return {
    ...cause,
    bounce: {
      ...bounce,
      recipient,
      finalRecipient,
      action,
      attempts,
      excerpt: `${bounce.excerpt}\n${excerpt}`.slice(0, 2000),
    },
    also: [...new Set([...cause.also, one.reason])],
  };
}
