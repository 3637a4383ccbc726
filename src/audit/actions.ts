/** What the audit log's entries are called: one list of each kind. */

/** Every way in which a person, or the end of a snooze, changes a case. */
export const TRANSITIONS = [
  'claim',
  'release',
  'hand-over',
  'snooze',
  'wake',
  'escalate',
  /** A person says what it is, in place of what its bounce was read as; or takes that back. */
  'correct',
  'resolve',
  'reopen',
  /** Every address of it goes on the suppression list, which settles the case. */
  'suppress',
  /** Some of its addresses go on the list; the case stays as it is. */
  'suppress-some',
  /** The passage that it was read from stays unanswered from then on. */
  'not-a-bounce',
  /** Takes back what was done last. */
  'undo',
] as const;
export type TransitionName = (typeof TRANSITIONS)[number];

/** What happened around a case and left it as it is: told in its thread. */
export const REMARKS = ['check', 'acknowledge', 'raise', 'spike', 'quiet'] as const;
export type Remark = (typeof REMARKS)[number];

/** What else is written down. */
const OTHERS = [
  /** A settled case is open again, since it bounced again. */
  'came-back',
  /** The message that told of it was edited or deleted. */
  'withdrawn',
  'feedback',
  'suppression-added',
  'suppression-removed',
  'suppressions-imported',
  'address-forgotten',
  'roles-changed',
  'settings-changed',
] as const;

export type AuditAction = TransitionName | Remark | (typeof OTHERS)[number];
