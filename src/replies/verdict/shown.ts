/** Everything about a bounce → its card and its details. */
import { isAllListed } from '../../cases/index.ts';
import { badgeOf } from '../badge.ts';
import type { Details, Draft, Look } from '../card.ts';
import { hiddenAddress } from '../hidden-address.ts';
import { isUndecided } from '../unsure.ts';
import { checkFor, isUnclear } from './check.ts';
import { detailsFor } from './details.ts';
import { asksOfOtherMail, asksOfThisYear } from './doubt.ts';
import { hintFor } from './hint.ts';
import { manyAtOnce } from './incident.ts';
import { lastsForAll, type Matter, saidOf } from './matter.ts';
import { behind } from './more.ts';
import { rowFor } from './row.ts';
import { questionFor, sentencesFor, stepsFor, titleFor } from './says.ts';
import { settledCard } from './settled.ts';
import { stateFor } from './state.ts';
import { courseWords } from './trouble.ts';
import { whichOf } from './which.ts';

/** @returns what shows of it, and what that leaves out: which is worked out for those who ask, and few do */
export function shownOf(matter: Matter): { readonly card: Draft; readonly details: () => Details } {
  const row = rowFor(matter);
  const { more, rest } = behind(matter, row);
  const card = settledCard(matter, row, more) ?? openCard(matter, row, more);
  return { card, details: () => detailsFor(matter, card.title, rest) };
}

function openCard(matter: Matter, actions: Draft['actions'], more: Draft['more']): Draft {
  const incident = manyAtOnce(matter);
  const title = titleFor(matter);
  const check = checkFor(matter);
  // What was found in DNS takes the place of what may be the matter; where nothing could be, there is still that.
  const isFound = check !== null && matter.progress !== null && !isUnclear(matter.progress.check);
  const question = isAnswered(matter, actions) ? questionFor(matter) : null;
  const card: Draft = {
    look: lookOf(matter),
    title,
    badge: badgeFor(matter),
    facts: whichOf(matter, title),
    sentences: check === null ? sentencesFor(matter) : [],
    question,
    usual: [],
    steps: isFound ? [] : stepsFor(matter, question),
    check,
    hint: isFound ? null : hintFor(matter),
    state: stateFor(matter),
    actions,
    more,
    choose: null,
  };
  return { ...card, ...(courseWords(matter) ?? incident) };
}

/** What no button answers is for Details; where there are no buttons at all, whoever reads it answers for themselves. */
const isAnswered = (matter: Matter, actions: Draft['actions']): boolean =>
  matter.dossier === null ||
  actions.some(
    ({ action }) =>
      action === 'say-other' ||
      (action === 'suppress' && (asksOfOtherMail(matter) || asksOfThisYear(matter))),
  );

/** What is on the list already is nothing to put there. */
function badgeFor(matter: Matter): Draft['badge'] {
  const badge = badgeOf(matter.diagnosis, lastsForAll(matter), saidOf(matter));
  if (matter.addresses === 0 && hiddenAddress(matter.diagnosis) !== null)
    return { ...badge, address: 'address hidden' };
  const isListed = matter.dossier !== null && isAllListed(matter.dossier);
  return isListed && badge.address === 'suppress it' ? { ...badge, address: 'suppressed' } : badge;
}

const lookOf = ({ diagnosis }: Matter): Look => (isUndecided(diagnosis) ? 'unsure' : diagnosis.category);
