/** What a verdict says in words: its title, what it means and what is not wrong, a question, what to do. */
import type { Catalog, ReasonId } from '../../catalog/index.ts';
import { causeOf, DEAD, type Diagnosis, OTHER_MAIL, WHOLE_ANSWER } from '../../diagnosis/index.ts';
import { forwarded } from '../forwarded.ts';
import { type Line, plain } from '../leaf.ts';
import { lineOf, shownText } from '../line.ts';
import { meaningStated, statedIn } from '../stated.ts';
import { turnedAway } from '../turned-away.ts';
import { isPerhapsDead, isPlatformsKind, waitsEitherWay } from '../unsure.ts';
import { isOfSeveral, lastsForAll, type Matter } from './matter.ts';
import { wordsFor } from './short.ts';

/** Characters that a title may have: two lines. */
const LONGEST_TITLE = 55;
/** Words of a question: more is asked in Details. */
const LONGEST_QUESTION = 10;
/** Words of what it means and what is not wrong together. */
const LONGEST_SENTENCE = 20;
const MOST_STEPS = 3;

/** @returns what happened, in the words a colleague would use, and no surer than it is */
export function titleFor(matter: Matter): string {
  const { diagnosis } = matter;
  const { title } = wordsFor(matter);
  const either = eitherTitle(diagnosis);
  if (either !== null) return clipped(either, LONGEST_TITLE);
  if (!isPerhapsDead(diagnosis)) return clipped(title, LONGEST_TITLE);
  const isTold =
    diagnosis.arrivedSince !== undefined ||
    diagnosis.evidence === 'provider' ||
    diagnosis.evidence === 'wording';
  return isTold && diagnosis.entry?.weak !== true
    ? clipped(`Perhaps: ${title}`, LONGEST_TITLE)
    : 'Refused, and it doesn’t say why';
}

function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))}…`;
}

/** What is fine where this went wrong: nobody is to look there. */
const FINE: Readonly<Partial<Record<ReasonId, string>>> = {
  'user-unknown': 'Your set-up is fine.',
  'host-unknown': 'Your set-up is fine.',
  suspend: 'Your set-up is fine.',
  'not-accept': 'Your set-up is fine.',
  'mailbox-full': 'Your set-up is fine.',
  'system-error': 'Your set-up is fine.',
  'system-full': 'Your set-up is fine.',
  'mailer-error': 'Your set-up is fine.',
  blocked: 'The recipient is fine.',
  'bad-reputation': 'The recipient is fine.',
  rejected: 'The recipient is fine.',
  'auth-failure': 'The recipient is fine.',
  'require-ptr': 'The recipient is fine.',
};

/** What a refusal that isn't sure may mean as well. */
const OR: Readonly<Partial<Record<ReasonId, string>>> = {
  blocked: 'a block on you',
  'bad-reputation': 'a block on you',
  'policy-violation': 'a block on you',
  rejected: 'a block on your sender address',
  'spam-detected': 'a spam filter',
  'rate-limited': 'a limit on you',
  'mailbox-full': 'a full mailbox',
  suspend: 'a mailbox that is switched off',
  filtered: 'a rule of the recipient’s',
  'user-unknown': 'a wrong name before the @',
  'host-unknown': 'a domain that is gone',
  'network-error': 'a fault that passes',
  'system-error': 'a fault that passes',
};

const OFF_FOR_NOW = 'one that is full or switched off for now';

/** @returns that a bounce since says surely what a person said it is not */
export function contradictionWords({ entry, reason }: Diagnosis, catalog: Catalog): Line {
  const { title } = (entry ?? catalog.reasons[reason]).short;
  return plain(`A bounce since leaves no doubt: “${clipped(title, LONGEST_TITLE)}”.`);
}

/** "User unknown or mailbox full": neither of the two has the title. */
const eitherTitle = ({ otherwise }: Matter['diagnosis']): string | null =>
  otherwise?.isNamed ? `Dead address, or ${OR[otherwise.reason] ?? 'something else'}?` : null;

/** @returns what it means, and behind it what is not wrong where there is room for it */
export function sentencesFor(matter: Matter): readonly Line[] {
  const { diagnosis, known, catalog, contradiction } = matter;
  if (contradiction !== null) {
    return [contradictionWords(contradiction, catalog)];
  }
  if (diagnosis.arrivedSince !== undefined) return [arrivedWords(diagnosis.arrivedSince)];
  const [first = '', second] = wordsFor(matter).sentence.split(/(?<=[.!?])\s+(?=[\p{Lu}“`{[])/u);
  const meaning = lineOf(first, known);
  if (diagnosis.otherwise?.isNamed) return [plain('The server names both, and doesn’t say which.')];
  if (isPerhapsDead(diagnosis)) {
    const reason = diagnosis.otherwise?.reason ?? 'undefined';
    // Two that are both dead: what matters is that it may not be.
    const other = (DEAD.has(reason) ? OFF_FOR_NOW : OR[reason]) ?? 'something else';
    return [plain(`It can mean a dead address, or ${other}.`)];
  }
  if (diagnosis.certainty === 'unsure' || lastsForAll(matter)) return [meaning];
  if (isGivenUp(diagnosis) && wordsIn(shownText(meaning)) + GAVE_UP_WORDS <= LONGEST_SENTENCE) {
    return [meaning, plain(GAVE_UP)];
  }
  if (second !== undefined) return [meaning, lineOf(second, known)];
  const text = shownText(meaning);
  const fine = diagnosis.bounce.speaker === 'ours' ? undefined : FINE[diagnosis.reason];
  if (fine === undefined || /\bfine\b/.test(text) || wordsIn(`${text} ${fine}`) > LONGEST_SENTENCE)
    return [meaning];
  return [meaning, plain(fine)];
}

const arrivedWords = (at: number): Line => [
  ...plain('Mail to it arrived since, '),
  { kind: 'time', at },
  ...plain('.'),
];

const GAVE_UP = 'Your server gave up after days of tries.';
const GAVE_UP_WORDS = GAVE_UP.split(' ').length;

/** @returns whether the mail came back for a 4xx: what was tried for days is tried no more */
export const isGivenUp = ({ permanence, reason, bounce }: Matter['diagnosis']): boolean =>
  permanence === 'temporary' &&
  bounce.action === 'failed' &&
  reason !== 'expired' &&
  // A platform's kind tells nothing of tries.
  !isPlatformsKind(bounce);

/** @returns what would tell, where the verdict isn't sure and the reader can say it; else null */
export function questionFor(matter: Matter): Line | null {
  const { diagnosis, known } = matter;
  if (diagnosis.certainty !== 'unsure' || diagnosis.arrivedSince !== undefined || waitsEitherWay(diagnosis))
    return null;
  if (isAboutSeveral(matter)) return null;
  const asked = [diagnosis.otherwise?.ask ?? null, wordsFor(matter).question];
  const question = asked.find((one) => one !== null && wordsIn(one) <= LONGEST_QUESTION);
  if (question === undefined || question === null) return null;
  return lineOf(question.replaceAll('this domain', '{recipientDomain|this domain}'), known);
}

/** What one address or domain would tell, several don't answer with one word. */
const isAboutSeveral = (matter: Matter): boolean =>
  isPerhapsDead(matter.diagnosis) &&
  isOfSeveral(matter) &&
  (matter.diagnosis.otherwise?.ask !== OTHER_MAIL || matter.known.recipientDomain === null);

const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

const KEEP_IT = 'Keep {recipient|the address} until you know that it is dead.';
const KEEP_THEM = 'Keep the addresses until you know that they are dead.';
const OF_SEVERAL = [
  plain('Look in your log which of these domains take other mail.'),
  plain('Where they do, the address is most likely dead.'),
];

/**
 * @param question that the card asks
 * @returns what to do next, short, in order; nothing where a question comes first
 */
export function stepsFor(matter: Matter, question: Line | null): readonly Line[] {
  const { diagnosis, known, foreign } = matter;
  if (isPerhapsDead(diagnosis)) {
    if (question !== null) return [];
    if (diagnosis.otherwise?.ask === OTHER_MAIL && isAboutSeveral(matter)) return OF_SEVERAL;
    return [
      ...(diagnosis.otherwise?.ask === WHOLE_ANSWER
        ? [plain('Paste the whole line, where it said more.')]
        : []),
      lineOf(isOfSeveral(matter) ? KEEP_THEM : KEEP_IT, known),
    ];
  }
  if (foreign !== null) return foreign.brief.slice(0, MOST_STEPS);
  // The question may ask for the whole answer already.
  const isAsked = diagnosis.otherwise?.ask === WHOLE_ANSWER && questionFor(matter) !== null;
  return wordsFor(matter)
    .steps.filter((step) => !(isAsked && step.startsWith('Paste the whole')))
    .slice(0, MOST_STEPS)
    .map((step) => lineOf(step, known));
}

const wordsOf = (
  diagnosis: Diagnosis,
  catalog: Catalog,
): { readonly meaning: string; readonly whose: string } =>
  turnedAway(diagnosis) ?? forwarded(diagnosis) ?? diagnosis.entry ?? causeOf(diagnosis, catalog);

/** @returns what it means, in full, and no surer than it is */
export function meaningFor({ diagnosis, catalog, known }: Matter): Line {
  const { meaning } = wordsOf(diagnosis, catalog);
  if (!isPerhapsDead(diagnosis)) return lineOf(meaningStated(meaning, statedIn(diagnosis)), known);
  const front =
    diagnosis.arrivedSince === undefined
      ? 'This answer doesn’t say it for certain. Most often it means: '
      : 'Mail to it arrived since, so this is perhaps over: ';
  return [...plain(front), ...lineOf(meaning, known)];
}

/** @returns whose problem it is, in full */
export function whoseFor({ diagnosis, catalog, known, foreign }: Matter): Line {
  if (isPerhapsDead(diagnosis)) {
    return plain('Not certain: often the address is dead, and sometimes it is something else.');
  }
  const isHard = catalog.reasons[diagnosis.reason].category.permanent === 'hard';
  if (diagnosis.category === 'soft' && isHard && diagnosis.reason !== 'suppressed') {
    return plain('The recipient’s side, as far as this tells: it doesn’t say it for good.');
  }
  return foreign?.whose ?? lineOf(wordsOf(diagnosis, catalog).whose, known);
}

/** @returns all that is to be done, long, in order */
export function longStepsFor(matter: Matter): readonly Line[] {
  const { diagnosis, known, foreign } = matter;
  if (isPerhapsDead(diagnosis)) {
    return [
      ...(diagnosis.otherwise ? [plain(diagnosis.otherwise.ask)] : []),
      lineOf('Keep {recipient|the address} for now. Suppress it once you know that it is dead.', known),
    ];
  }
  return foreign?.steps ?? wordsFor(matter).long.map((step) => lineOf(step, known));
}
