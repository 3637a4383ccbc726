/** How sure a verdict is, in words; and what is said in place of "this address is dead" where that is not sure. */
import type { Correction } from '../cases/index.ts';
import type { Catalog, ReasonId } from '../catalog/index.ts';
import { causeOf, type Diagnosis } from '../diagnosis/index.ts';
import { forwarded } from './forwarded.ts';
import { type Fact, plain } from './leaf.ts';
import { statedIn, titleStated } from './stated.ts';
import { turnedAway } from './turned-away.ts';

/** How sure a verdict is, in a word or two. */
export const CERTAIN = { sure: 'Sure', likely: 'Likely', unsure: 'Not sure' } as const;
const RESTS_ON: Readonly<Record<NonNullable<Diagnosis['evidence']>, string>> = {
  provider: "the provider's own response",
  wording: "the server's wording",
  'enhanced-code': 'the enhanced status code',
  'reply-code': 'the reply code alone',
  'words-alike': 'words like those of known bounces',
};

/** What a reader says for a platform that passes on a kind and nobody's words: "Amazon SES: Transient, General: …". */
const OF_PLATFORM =
  /^(?:[A-Z][\w .]{1,30}: )?(?:[\w, -]{1,60}: )?(?:hard|soft|undetermined) bounce without a reason$/i;

/** @returns whether a sending platform told a kind of bounce, and no server's words with it */
export const isPlatformsKind = ({ diagnosticCode }: Diagnosis['bounce']): boolean =>
  OF_PLATFORM.test(diagnosticCode ?? '');

/** @returns whether it may be a dead address, and nobody should act as if it were */
export const isPerhapsDead = ({ category, certainty }: Pick<Diagnosis, 'category' | 'certainty'>): boolean =>
  category === 'hard' && certainty === 'unsure';

/** What passes by itself, most of the time, and asks nothing of anybody but to wait. */
const PASSES: ReadonlySet<ReasonId> = new Set([
  'on-hold',
  'greylisted',
  'mailbox-full',
  'network-error',
  'system-error',
  'system-full',
  'mailer-error',
]);

type Judged = Pick<Diagnosis, 'reason' | 'category' | 'certainty' | 'permanence' | 'otherwise'>;

/** @returns whether it was put off, and whatever else it may be is waited for as well: nothing hangs on which it is */
export const waitsEitherWay = ({
  reason,
  category,
  permanence,
  otherwise,
}: Omit<Judged, 'certainty'>): boolean =>
  category === 'soft' &&
  permanence === 'temporary' &&
  PASSES.has(reason) &&
  (otherwise === null || PASSES.has(otherwise.reason));

/** @returns whether the words leave it open what it is: a person is to decide what to do */
export const isUndecided = (judged: Judged): boolean =>
  judged.certainty === 'unsure' && judged.category !== 'info' && !waitsEitherWay(judged);

const PERHAPS = 'Perhaps: ';

/** @returns what happened, in a few words, and no surer than it is */
export function titleOf(diagnosis: Diagnosis, catalog: Catalog): string {
  const away = turnedAway(diagnosis) ?? forwarded(diagnosis);
  if (away !== null) return away.title;
  const title = titleStated(diagnosis.entry?.title ?? causeOf(diagnosis, catalog).title, statedIn(diagnosis));
  if (diagnosis.otherwise?.isNamed) {
    return `${title}, or: ${catalog.reasons[diagnosis.otherwise.reason].title}`;
  }
  return isPerhapsDead(diagnosis) ? `${PERHAPS}${title}` : title;
}

/** @returns a title behind a few words of its own: "Known already, not sure: This address does not exist" */
export const titleBehind = (front: string, title: string): string =>
  title.startsWith(PERHAPS) ? `${front}, not sure: ${title.slice(PERHAPS.length)}` : `${front}: ${title}`;

/**
 * @param said what a person said that it is
 * @returns "Sure: the provider's own response", "As Ann said"
 */
export function howSure(
  { certainty, evidence, entry, arrivedSince, bounce }: Diagnosis,
  said: Correction | null,
): string {
  if (said !== null) return `As ${said.by.name} said`;
  if (arrivedSince !== undefined) return `${CERTAIN[certainty]}: mail to it arrived since`;
  const isHint = certainty === 'unsure' && entry?.weak === true;
  const rests = isPlatformsKind(bounce) ? "your sending platform's own kind" : null;
  const ground = isHint ? 'no more than a hint' : (rests ?? (evidence && RESTS_ON[evidence]));
  return `${CERTAIN[certainty]}${ground === null ? '' : `: ${ground}`}`;
}

/** @returns what else happened, how sure the verdict is and why, what it could be as well, and the question that would tell */
export function certaintyFacts(
  diagnosis: Diagnosis,
  catalog: Catalog,
  said: Correction | null,
): readonly Fact[] {
  if (said !== null) return saidFacts(said, catalog);
  const { also, otherwise } = diagnosis;
  const others = also.map((reason) => catalog.reasons[reason].title);
  return [
    ...(others.length > 0 ? [{ label: 'Also', value: plain(others.join('; ')) }] : []),
    { label: 'How sure', value: plain(howSure(diagnosis, null)) },
    ...(otherwise === null
      ? []
      : [
          { label: 'It may also be', value: plain(catalog.reasons[otherwise.reason].title) },
          { label: 'What would tell', value: plain(otherwise.ask) },
        ]),
  ];
}

/** Who said it when, and what the words were read as before. */
function saidFacts({ by, at, read }: Correction, catalog: Catalog): readonly Fact[] {
  return [
    {
      label: 'How sure',
      value: [...plain('As '), { kind: 'actor', actor: by }, ...plain(' said, '), { kind: 'time', at }],
    },
    {
      label: 'Read as',
      value: plain(`${catalog.reasons[read.reason].title} (${CERTAIN[read.certainty].toLowerCase()})`),
    },
  ];
}
