/** What is to be done with the problems of a message, in one line: "Suppress 25 · Fix 17 · Wait for 4". */
import type { Diagnosis } from '../diagnosis/index.ts';
import { isUndecided } from './unsure.ts';

/** In the order of an answer, each with its words. */
const WORDS = {
  suppress: 'Suppress',
  fix: 'Fix',
  wait: 'Wait for',
  decide: 'Decide on',
  ignore: 'Ignore',
  done: 'Done with',
} as const;
export type Deed = keyof typeof WORDS;

/** How things stand with a problem. */
export type Standing = {
  readonly diagnosis: Diagnosis;
  readonly isSettled: boolean;
  /** Its addresses were put off for so long that they count as dead: a person decides. */
  readonly lasts: boolean;
};

/** @returns what one does about it; what isn't sure is a person's to decide, whatever it may be */
export function deedOf({ diagnosis, isSettled, lasts }: Standing): Deed {
  if (isSettled) return 'done';
  if (isUndecided(diagnosis) || lasts) return 'decide';
  if (diagnosis.suppress) return 'suppress';
  if (diagnosis.category === 'soft') return 'wait';
  return diagnosis.category === 'info' ? 'ignore' : 'fix';
}

/** Problems that the same is to be done with, in words. */
export type Todo = { readonly deed: Deed; readonly words: string };

/** What is counted, of one problem or of several. */
type Counted = {
  readonly deed: Deed;
  readonly count: number;
  readonly diagnosis: Pick<Diagnosis, 'category'>;
};

/**
 * @param dead how many addresses are dead beyond doubt, and how many likely are: one button takes the first alone
 * @returns one for each deed, in the order of an answer; where not all of them are bounces of addresses that are surely
 *   dead, "Suppress 5 (4 addresses, 1 likely)"
 */
export function todoOf(
  problems: readonly Counted[],
  dead: { readonly sure: number; readonly likely: number },
): readonly Todo[] {
  const byDeed = Map.groupBy(problems, ({ deed }) => deed);
  return (Object.keys(WORDS) as Deed[]).flatMap((deed) => {
    const some = byDeed.get(deed) ?? [];
    if (some.length === 0) return [];
    const words = `${WORDS[deed]} ${number(countIn(some))}`;
    const apart = deed === 'suppress' ? notSurelyDead(some, dead) : [];
    return [{ deed, words: apart.length > 0 ? `${words} (${apart.join(', ')})` : words }];
  });
}

function notSurelyDead(
  problems: readonly Counted[],
  { sure, likely }: { readonly sure: number; readonly likely: number },
): readonly string[] {
  const bounced = countIn(problems.filter(({ diagnosis }) => diagnosis.category === 'hard'));
  const complained = countIn(problems) - bounced;
  const addresses = sure + likely;
  return [
    ...(addresses > 0 && addresses < bounced
      ? [`${number(addresses)} ${addresses === 1 ? 'address' : 'addresses'}`]
      : []),
    ...(likely > 0 ? [sure + complained > 0 ? `${number(likely)} likely` : 'likely'] : []),
    ...(complained > 0 ? [`${number(complained)} complained`] : []),
  ];
}

const countIn = (problems: readonly Counted[]): number => problems.reduce((sum, { count }) => sum + count, 0);

const number = (value: number): string => value.toLocaleString('en');
