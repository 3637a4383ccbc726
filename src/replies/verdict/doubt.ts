/** What is asked before anybody is suppressed. */
import type { Dossier } from '../../cases/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { DEAD, type Diagnosis, OTHER_MAIL, THIS_YEAR } from '../../diagnosis/index.ts';
import type { Confirm } from '../button.ts';
import { isOfSeveral, type Matter, matterOf, NOTHING_AROUND } from './matter.ts';

/** Characters of a name. */
const LONGEST_NAME = 60;
const UNDO = 'You can undo this.';

/** @returns what to ask; null where it is plain: one address, surely dead */
export function doubtFor(matter: Matter): Confirm | null {
  const why = whyHesitate(matter);
  return why === null
    ? null
    : { title: `Suppress ${whom(matter)}?`, text: `${why} ${UNDO}`, yes: 'Suppress', no: 'Keep it' };
}

const whom = (matter: Matter): string => {
  const [first, ...others] = matter.recipients;
  return others.length > 0
    ? `${(others.length + 1).toLocaleString('en')} addresses`
    : (first ?? 'this address');
};

/** @returns whether a yes to the question that would tell says that the address is dead */
export const asksOfOtherMail = (matter: Matter): boolean =>
  matter.diagnosis.otherwise?.ask === OTHER_MAIL &&
  (!isOfSeveral(matter) || matter.known.recipientDomain !== null);

/** @returns whether a no to the question that would tell says that the address is dead, and a yes nothing else */
export const asksOfThisYear = (matter: Matter): boolean => {
  const { otherwise } = matter.diagnosis;
  return otherwise?.ask === THIS_YEAR && DEAD.has(otherwise.reason) && !isOfSeveral(matter);
};

/** @returns why suppressing the addresses of a case may be wrong; null where nothing speaks against it */
export const hesitation = (diagnosis: Diagnosis, catalog: Catalog, dossier: Dossier): string | null =>
  whyHesitate(matterOf(diagnosis, catalog, dossier, dossier.patience, NOTHING_AROUND));

/** In a sentence or two. */
function whyHesitate(matter: Matter): string | null {
  const { dossier, diagnosis } = matter;
  const { suppress, category, certainty, reason } = diagnosis;
  const all = matter.recipients.length;
  const lasting = dossier?.lasting ?? [];
  const many = all > 1;
  const [it, is] = many ? ['they', 'are'] : ['it', 'is'];
  if (certainty === 'unsure') {
    const unsure = `I’m not sure that ${it} ${is} dead: the server gave no clear reason.`;
    if (asksOfThisYear(matter)) return `${unsure} If nothing got through to it this year, it most likely is.`;
    if (!asksOfOtherMail(matter)) return unsure;
    const domain = matter.known.recipientDomain ?? 'that domain';
    return `${unsure} If other mail to ${domain} gets through, ${it} most likely ${is}.`;
  }
  if (!suppress && lasting.length === 0) {
    const full = reason === 'mailbox-full' ? 'The mailbox is only full' : 'This passes, most of the time';
    return `${full}: mail may get through again.`;
  }
  if (!suppress && lasting.length < all) {
    return `Only ${lasting.length} of these ${all} addresses have been failing for long: the others may pass.`;
  }
  if (!suppress) {
    const times = lasting[0]?.times ?? 0;
    return many
      ? 'They were put off for so long that they count as dead, but mail may get through again.'
      : `${times} mailings in a row were put off, so it counts as dead, but mail may get through again.`;
  }
  if (dossier?.case.corrected) {
    return `${dossier.case.corrected.by.name.slice(0, LONGEST_NAME)} said that ${it} ${is} dead. The server’s words alone don’t say it for certain.`;
  }
  if (certainty === 'likely' && category === 'hard') {
    return `The server’s words most likely mean that ${it} ${is} dead. They don’t say it for certain.`;
  }
  return many ? 'The servers said of each that it is dead.' : null;
}
