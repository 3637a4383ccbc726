/**
 * What shows of an entry at first sight: a title, a sentence, at most three steps. By hand where the file has a
 * `short`; else cut from the long words, which Details shows whole. `../shared/answer/answer.md`, sections 3 and 8.
 */
import type { RawShort, RawStep } from './schema.ts';
import { type Step, stepsOf } from './step.ts';
import type { When } from './words.ts';

/** Lines have marks, see "Lines" in catalog/README.md. */
export type Short = {
  /** By hand 55 characters at most; the long title, where there is no other, may be longer. */
  readonly title: string;
  /** The title where the mail came back, and waits in no queue any more; null: the same. */
  readonly returned: string | null;
  /** At most two sentences, of 20 words together. */
  readonly sentence: string;
  /** One that the reader can answer, for a verdict that isn't sure. */
  readonly question: string | null;
  /** Of at most 60 characters, and at most three for any one case. */
  readonly steps: readonly Step[];
};

const TITLE = 55;
const WORDS = 20;
const SENTENCES = 2;
const QUESTION_WORDS = 10;
const STEP = 60;
const STEPS = 3;

/** What a line is over its limit by, in words for whoever wrote it; null where it keeps it. Marks don't count. */
export const limits = {
  title: (line: string) => over('characters', withoutMarks(line).length, TITLE),
  sentence: (line: string) =>
    over('words', wordsIn(line), WORDS) ??
    over('sentences', sentencesIn(withoutMarks(line)).length, SENTENCES),
  question: (line: string) => over('words', wordsIn(line), QUESTION_WORDS),
  step: (line: string) => over('characters', withoutMarks(line).length, STEP),
  steps: (steps: readonly RawStep[]) => over('steps for one case', mostSteps(stepsOf(steps)), STEPS),
} as const;

const over = (unit: string, count: number, most: number): string | null =>
  count > most ? `${count} ${unit}, ${count - most} more than the ${most} that a card has room for` : null;

/** The long words that a short form is cut from. */
type Long = {
  readonly title?: string | undefined;
  readonly meaning?: string | undefined;
  readonly steps?: readonly RawStep[] | undefined;
  readonly short?: RawShort | undefined;
};

/**
 * @param raw what the file says of the entry
 * @param nearest the short form of its code or its reason, which lends what it says neither short nor long
 */
export function shortOf({ title, meaning, steps, short }: Long, nearest: Short | null): Short {
  const cut = steps === undefined ? [] : cutSteps(stepsOf(steps));
  return {
    title: short?.title ?? title ?? nearest?.title ?? '',
    returned: short?.returned ?? ((short?.title ?? title) === undefined ? (nearest?.returned ?? null) : null),
    sentence: short?.sentence ?? (meaning && cutSentence(meaning)) ?? nearest?.sentence ?? '',
    question: short?.question ?? nearest?.question ?? null,
    steps: short?.steps ? stepsOf(short.steps) : cut.length > 0 ? cut : (nearest?.steps ?? []),
  };
}

/** A sentence of fewer words ("This is no bounce.") is told with the one behind it. */
const FEW_WORDS = 8;

/** @returns the first sentence, or its first half where it is too long; null where neither makes sense alone */
function cutSentence(meaning: string): string | null {
  const [first = '', second = ''] = sentencesIn(meaning);
  const both = second !== '' && wordsIn(first) < FEW_WORDS ? [`${first} ${second}`] : [];
  return [...both, first, ...clausesOf(first)].find((part) => limits.sentence(part) === null) ?? null;
}

/** Of each step what fits, and of those as many as a card has room for. */
function cutSteps(steps: readonly Step[]): readonly Step[] {
  const cut = steps.flatMap(({ text, when }) => {
    const short = cutStep(text);
    return short === null ? [] : [{ text: short, when }];
  });
  return cut.filter((_, i) => mostSteps(cut.slice(0, i + 1)) <= STEPS);
}

/** A step begins with its verb: what begins otherwise makes sense only with the rest of its line. */
const VERBS = new Set(
  `add allow ask bundle call change check choose clean close compare correct create cut delete do don't don’t double
  drop empty encode enter escalate fill find fix forward give go halve have hold join keep leave let lift log look mail
  make mend move nothing open pack paste pause publish put raise reach read refuse remove replace resend reset restart
  retry rule run save say scan see send set share split spread start stay stop suppress switch take tell test try turn
  unblock update upload use verify wait warm watch write`.split(/\s+/),
);
/** So much at least is said by a line that stands alone. */
const FEWEST_WORDS = 3;

const beginsWithVerb = (text: string): boolean =>
  VERBS.has(text.split(/[\s,;:.]/, 1)[0]?.toLowerCase() ?? '');

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function cutStep(text: string): string | null {
  const [first = '', second = ''] = sentencesIn(text.replace(/^(?:Then|Meanwhile) /, ''));
  const [, label, rest] = /^([^:?{`]{1,40}): (.+)$/.exec(first) ?? [];
  const asked = first.endsWith('?')
    ? { question: first, act: second }
    : label !== undefined && rest !== undefined && !beginsWithVerb(label)
      ? { question: `${label}?`, act: rest }
      : null;
  const front = asked === null ? '' : `${asked.question} `;
  const act = capital(asked === null ? first : asked.act);
  if (!beginsWithVerb(act)) return null;
  const fits = [act, ...clausesOf(act)]
    .filter((part) => wordsIn(part) >= FEWEST_WORDS)
    .map((part) => `${front}${part}`);
  return fits.find((part) => limits.step(part) === null) ?? null;
}

/** @returns beginnings of the sentence that end where one may pause, the longest first, each with a full stop */
function clausesOf(sentence: string): readonly string[] {
  const ends = [...sentence.matchAll(PAUSE)].map(({ index }) => index);
  return ends
    .reverse()
    .map((end) => sentence.slice(0, end))
    .filter(isWhole)
    .map((clause) => `${clause}.`);
}

/** Never before ", or": what names several causes would be cut to a claim of the others. */
const PAUSE = /[;:] |, (?=(?:and|as|but|not|since|so|then|which|who) )| \((?=\w)| (?:so that|because) /g;

/** Neither a mark nor a quotation is cut in two. */
const isWhole = (clause: string): boolean =>
  clause.replace(/\{\w+\|[^}]*\}|\[[^\]]*\]\([^)]*\)|`[^`]*`|“[^”]*”|\([^()]*\)/g, '').search(/[{}[\]`“(]/) <
  0;

const sentencesIn = (line: string): readonly string[] => line.split(/(?<=[.!?])\s+(?=[\p{Lu}“`{[])/u);

const wordsIn = (line: string): number => withoutMarks(line).split(/\s+/).filter(Boolean).length;

/** @returns the line as it shows where nothing is known of the bounce */
export const withoutMarks = (line: string): string =>
  line
    .replace(/\{\w+\|([^}]*)\}/g, '$1')
    .replace(/\[([^\]]+)\]\(https?:\/\/[^)\s]+\)/g, '$1')
    .replaceAll('`', '');

/** Pairs of which one holds, and no more than one. */
const EITHER: readonly (readonly [When, When])[] = [
  ['permanent', 'temporary'],
  ['suppress', 'keep'],
  ['queued', 'returned'],
  ['given-up', 'trying'],
  ['ip-known', 'ip-unknown'],
  ['domain-known', 'domain-unknown'],
  ['recipient-known', 'recipient-unknown'],
  ['typo-known', 'typo-unknown'],
  ['size-known', 'size-unknown'],
  ['link-known', 'link-unknown'],
];

/** @returns how many of the steps one case can need at once */
function mostSteps(steps: readonly Step[]): number {
  const cases = EITHER.reduce<readonly (readonly When[])[]>(
    (all, pair) => all.flatMap((one) => pair.map((when) => [...one, when])),
    [[]],
  );
  const counts = cases.map(
    (one) => steps.filter(({ when }) => when.every((needed) => one.includes(needed))).length,
  );
  return Math.max(...counts);
}
