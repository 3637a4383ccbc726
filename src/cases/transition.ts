/** What can be done with a case, and where it leads: rules alone, no store. */
import { type Actor, TRANSITIONS, type TransitionName } from '../audit/index.ts';
import type { Case } from './case.ts';
import { type Correction, saysSame } from './correction.ts';

export { TRANSITIONS, type TransitionName };

/** What some of them need to know. `until`: milliseconds since 1970. */
type Details = {
  readonly 'hand-over': { readonly to: Actor };
  readonly snooze: { readonly until: number };
  readonly escalate: { readonly note: string | null };
  /** Null: it is as it was read, after all. */
  readonly correct: { readonly to: Correction | null };
  readonly 'suppress-some': { readonly addresses: readonly string[] };
};

export type Transition = {
  [Name in TransitionName]: { readonly do: Name } & (Name extends keyof Details ? Details[Name] : unknown);
}[TransitionName];

/** What transitions change in a case. */
export type CaseState = {
  readonly status: Case['status']['kind'];
  readonly owner: Actor | null;
  /** Milliseconds since 1970; null: not snoozed. */
  readonly until: number | null;
  readonly corrected: Correction | null;
};

/** What most of them change. */
type Standing = Omit<CaseState, 'corrected'>;

export const stateOf = ({ status, owner, corrected }: Case): CaseState => ({
  status: status.kind,
  owner,
  until: status.kind === 'snoozed' ? status.until : null,
  corrected,
});

/** Somebody looks after it, or nobody does. */
const back = (owner: Actor | null): Standing => ({ status: owner ? 'claimed' : 'open', owner, until: null });

/**
 * @returns the case's state afterwards; null where there is nothing left to do, because somebody did it before or
 *   because the state is another one by now
 */
export function nextState(
  transition: Exclude<Transition, { do: 'undo' }>,
  now: CaseState,
  actor: Actor,
): CaseState | null {
  if (transition.do === 'correct') {
    const isSo = saysSame(now.corrected, transition.to);
    return isSettled(now) || isSo ? null : { ...now, corrected: transition.to };
  }
  const next = nextStanding(transition, now, actor);
  return next && { ...next, corrected: now.corrected };
}

const isSettled = ({ status }: Standing): boolean => status === 'resolved' || status === 'dismissed';

function nextStanding(
  transition: Exclude<Transition, { do: 'undo' | 'correct' }>,
  now: Standing,
  actor: Actor,
): Standing | null {
  const { status, owner } = now;
  const settled = isSettled(now);
  switch (transition.do) {
    case 'claim':
      return settled || owner !== null ? null : back(actor);
    case 'release':
      return settled || owner === null ? null : back(null);
    case 'hand-over':
      return settled || owner?.id === transition.to.id ? null : back(transition.to);
    case 'snooze':
      return settled || now.until === transition.until
        ? null
        : { status: 'snoozed', owner, until: transition.until };
    case 'wake':
      return status === 'snoozed' ? back(owner) : null;
    case 'escalate':
      return settled || status === 'escalated' ? null : { status: 'escalated', owner, until: null };
    case 'resolve':
    case 'suppress':
      return settled ? null : { status: 'resolved', owner, until: null };
    case 'suppress-some':
      return settled ? null : now;
    case 'not-a-bounce':
      return settled ? null : { status: 'dismissed', owner, until: null };
    case 'reopen':
      return settled ? back(owner) : null;
  }
}
