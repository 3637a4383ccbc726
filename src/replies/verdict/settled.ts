/** Done shrinks: what was done, by whom, and the way back. */
import type { Draft } from '../card.ts';
import { type Line, plain } from '../leaf.ts';
import type { Matter } from './matter.ts';
import { titleFor } from './says.ts';
import { stateFor } from './state.ts';
import { courseWords } from './trouble.ts';

/** Characters of an address that a title holds whole. */
const LONGEST_ADDRESS = 42;

/** @returns null for a case that is open */
export function settledCard(matter: Matter, actions: Draft['actions'], more: Draft['more']): Draft | null {
  const kind = matter.dossier?.case.status.kind;
  if (kind !== 'resolved' && kind !== 'dismissed') return null;
  const listed = matter.dossier?.suppressed ?? null;
  const isSuppressed = kind === 'resolved' && listed?.here === true;
  const trouble = courseWords(matter);
  const [state = []] = stateFor(matter);
  return {
    look: 'settled',
    title: isSuppressed ? suppressedTitle(matter) : kind === 'resolved' ? 'Resolved' : 'Not a bounce',
    // Of what is settled only what it was is told.
    badge: { kind: trouble?.title ?? titleFor(matter), whose: null, address: null },
    facts: [],
    sentences: isSuppressed ? [nextMailing(matter)] : (trouble?.sentences ?? []),
    question: null,
    usual: [],
    steps: [],
    check: null,
    hint: null,
    state: [
      isSuppressed
        ? [...state, ...plain(' · here ✓')]
        : kind === 'dismissed'
          ? [...state, ...plain(' · I keep silent on this text from now on')]
          : state,
    ],
    actions,
    more,
    choose: null,
  };
}

/** They are on the list here, and nowhere else. */
function nextMailing({ dossier, recipients }: Matter): Line {
  const it = Math.max(recipients.length, dossier?.suppressed?.count ?? 0) > 1 ? 'them' : 'it';
  return plain(
    `Your sender doesn’t know it: take ${it} off your list there, or the next mailing goes to ${it}.`,
  );
}

function suppressedTitle(matter: Matter): string {
  const [first, ...others] = matter.recipients;
  const count = matter.dossier?.suppressed?.count ?? 0;
  if (others.length === 0 && first !== undefined && first.length <= LONGEST_ADDRESS) {
    return `Suppressed: ${first}`;
  }
  return `Suppressed: ${count.toLocaleString('en')} ${count === 1 ? 'address' : 'addresses'}`;
}
