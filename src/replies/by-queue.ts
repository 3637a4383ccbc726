/** Steps while the sending server still tries: what its queue does by itself is nothing to do by hand, where it would arrive twice. */
import type { ReasonId, When } from '../catalog/index.ts';

/** Mended outside the message: what waits in the queue gets through as it is. */
const WITHOUT_A_CHANGE: ReadonlySet<ReasonId> = new Set([
  'blocked',
  'bad-reputation',
  'policy-violation',
  'filtered',
  'rate-limited',
  'require-ptr',
  'failed-starttls',
  'security-error',
  'no-relaying',
  'syntax-error',
  'network-error',
  'system-error',
  'system-full',
  'mailer-error',
  'not-accept',
  'on-hold',
]);

const RESEND = '(?:Then )?(?:Resend|Send (?:it |the mail |the message )?(?:again|once more))';
/** "Resend once it’s off, not before." */
const ONCE = new RegExp(`^${RESEND} (?:once|when) ([^;.]{1,80}?)(?:, not before)?([.;])`);
/** "Send again; the recipient has nothing to do with it.", "Resend in an hour." */
const LATER = new RegExp(`^${RESEND}(?=[.;]| (?:in|after|within|the next|an|\\d))`);
/** "Correct the connector, then resend." */
const TAIL = /(?:, then|; then|,? and|;) (?:resend|send (?:it )?again)(?: then)?\.$/;
/** Another message than the one that waits. */
const CHANGED =
  /\b(?:without|changed|plain text|to those|to one|straight|slow|half|rest|small|part|clean)\b/i;

/** Characters that a card's step has. */
const LONGEST = 60;

/**
 * @param steps lines of the catalog, as far as the case needs them
 * @param holds see `situationOf`
 * @returns the same, without resending by hand what the queue delivers
 */
export const byQueue = (
  steps: readonly string[],
  reason: ReasonId,
  holds: ReadonlySet<When>,
): readonly string[] =>
  holds.has('queued') && WITHOUT_A_CHANGE.has(reason) ? [...new Set(steps.map(waited))] : steps;

function waited(step: string): string {
  if (CHANGED.test(step)) return step;
  const once = step.replace(ONCE, 'Your queue delivers once $1$2');
  if (once !== step) return once.length <= LONGEST ? once : 'Your queue delivers it after that.';
  if (LATER.test(step)) return 'Wait: your queue retries by itself.';
  const then = step.replace(TAIL, ': your queue delivers then.');
  return then.length <= LONGEST ? then : step.replace(TAIL, '.');
}
