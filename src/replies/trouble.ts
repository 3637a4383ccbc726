/** A provider's own trouble: whom it hits since when, and that there is nothing to do but wait. */
import type { Course } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Fact, plain } from './leaf.ts';
import { lengthOf, timesOf } from './span.ts';

/**
 * @param day writes a moment
 * @returns what a ticket tells of it besides its counts: whom it hits, since when, how long it lasted before
 */
export function courseFacts(
  course: Course,
  catalog: Catalog,
  day: (at: number) => string,
): readonly { readonly label: string; readonly value: string }[] {
  const { since, last, over } = course;
  const lasted = beforeWords(course);
  return [
    { label: over ? 'Failed for' : 'Fails for', value: whomOf(course) },
    ...(over
      ? [{ label: 'Failed', value: `${day(since)} to ${day(last)}` }]
      : [{ label: 'Failing since', value: day(since) }]),
    ...(lasted === null ? [] : [{ label: 'How long it takes', value: lasted }]),
    { label: ACTS, value: nameOf(course, catalog) },
  ];
}

/** What the fact is called that names whom to ask. */
const ACTS = 'Who acts';

/** @returns for a thread: that a provider's trouble began, how long it may take, and that the thread hears when it is over */
export function troubleLine(course: Course, catalog: Catalog, now: number): string {
  const { since } = course;
  const lasted = beforeWords(course);
  return [
    `${nameOf(course, catalog)} is failing for ${whomOf(course)} since ${timesOf({ from: since, to: since }, now)}.`,
    ...(lasted === null ? [] : [lasted]),
    'Nothing to do but wait: I say here when it is over.',
  ].join(' ');
}

const whomOf = ({ domains }: Course): string =>
  domains === 1
    ? "one of your recipients' domains"
    : `${domains.toLocaleString('en')} of your recipients' domains`;

/** @returns what the provider is called, in short */
export const nameOf = ({ whose }: Course, { providers }: Catalog): string =>
  providers.get(whose)?.name.replace(/ \([^)]*\)$/, '') ?? whose;

/** @returns how long such a thing lasted before, as a fact; none where nobody knows */
export function beforeFact(course: Course): readonly Fact[] {
  const words = beforeWords(course);
  return words === null ? [] : [{ label: 'How long it takes', value: plain(words) }];
}

/** "It lasted 10 minutes to 3 hours, 4 times before." */
function beforeWords({ before }: Course): string | null {
  const [shortest, longest] = [before[0], before.at(-1)].map((length) =>
    length === undefined ? null : lengthOf({ from: 0, to: length }),
  );
  if (!shortest || !longest) return null;
  const span = shortest === longest ? longest : `${shortest} to ${longest}`;
  return `It lasted ${span}, ${before.length === 1 ? 'once before' : `${before.length} times before`}.`;
}
