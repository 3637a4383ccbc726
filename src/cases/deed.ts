/** What can be done with a case, and where it leads: rules alone, no store. */
import type { Actor } from '../audit/index.ts';
import type { Case } from './case.ts';

export type Deed =
  | { readonly do: 'claim' | 'release' | 'wake' | 'resolve' | 'reopen' }
  | { readonly do: 'hand-over'; readonly to: Actor }
  /** @param until milliseconds since 1970 */
  | { readonly do: 'snooze'; readonly until: number }
  | { readonly do: 'escalate'; readonly note: string | null }
  /** Every address of it goes on the suppression list, which settles the case. */
  | { readonly do: 'suppress' }
  /** Some of its addresses go on the list; the case stays as it is. */
  | { readonly do: 'suppress-some'; readonly addresses: readonly string[] }
  /** The passage that it was read from stays unanswered from then on. */
  | { readonly do: 'not-a-bounce' }
  /** Takes back what was done last. */
  | { readonly do: 'undo' };

/** How a case stands, as far as deeds change it. */
export type Standing = {
  readonly status: Case['status']['kind'];
  readonly owner: Actor | null;
  /** Milliseconds since 1970; null: not snoozed. */
  readonly until: number | null;
};

export const standingOf = ({ status, owner }: Case): Standing => ({
  status: status.kind,
  owner,
  until: status.kind === 'snoozed' ? status.until : null,
});

/** Somebody looks after it, or nobody does. */
const back = (owner: Actor | null): Standing => ({ status: owner ? 'claimed' : 'open', owner, until: null });

/**
 * @returns how the case stands afterwards; null where there is nothing left to do, because somebody did it before
 *   or because it stands otherwise by now
 */
export function after(deed: Exclude<Deed, { do: 'undo' }>, now: Standing, actor: Actor): Standing | null {
  const { status, owner } = now;
  const settled = status === 'resolved' || status === 'dismissed';
  switch (deed.do) {
    case 'claim':
      return settled || owner !== null ? null : back(actor);
    case 'release':
      return settled || owner === null ? null : back(null);
    case 'hand-over':
      return settled || owner?.id === deed.to.id ? null : back(deed.to);
    case 'snooze':
      return settled || now.until === deed.until ? null : { status: 'snoozed', owner, until: deed.until };
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
