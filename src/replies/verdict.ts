/** A diagnosis and what the team did with it → the reply. */
import type { Dossier, Patience } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Details } from './card.ts';
import { escalationOf } from './escalation.ts';
import type { VerdictReply } from './reply.ts';
import { titleOf } from './unsure.ts';
import { type Around, matterOf, NOTHING_AROUND } from './verdict/matter.ts';
import { meaningFor, whoseFor } from './verdict/says.ts';
import { shownOf } from './verdict/shown.ts';
import { courseWords } from './verdict/trouble.ts';

/**
 * @param dossier the case that it is, or null for a bounce that nobody handles (a lookup)
 * @param patience when an address that is put off counts as dead; null: where nobody has set it, the catalog's words
 * @param around what is known of the case besides its bounces
 * @returns the reply, its buttons fit for where the case stands
 */
export function verdictReply(
  diagnosis: Diagnosis,
  catalog: Catalog,
  dossier: Dossier | null,
  patience: Patience | null = dossier?.patience ?? null,
  around: Around = NOTHING_AROUND,
): VerdictReply {
  const matter = matterOf(diagnosis, catalog, dossier, patience, around);
  const trouble = courseWords(matter);
  const { card, details } = shownOf(matter);
  let known: Details | null = null;
  return {
    kind: 'verdict',
    caseId: dossier?.case.id ?? null,
    category: diagnosis.category,
    card,
    get details() {
      known ??= details();
      return known;
    },
    // A provider's trouble is told as a whole, and not by its newest bounce.
    title: trouble?.title ?? titleOf(matter.diagnosis, catalog),
    meaning: trouble?.sentences.flat() ?? meaningFor(matter),
    whose: whoseFor(matter),
    // Nobody but the provider can do anything about its trouble.
    escalation:
      around.course === null
        ? escalationOf(matter.diagnosis, catalog, matter.known, matter.foreign, matter.diagnosis)
        : null,
    related: [],
  };
}
