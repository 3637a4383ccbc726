/**
 * Whom words are about. "Does not exist" may be said of the recipient, or of who sends: "the sender's domain does not
 * exist", "your account is suspended", "too many unknown users in this session". The words nearest to them in the same
 * sentence that name one of the two decide, see catalog/wording/subjects.yml.
 */
import type { Clues, Matcher, Subject } from '../catalog/index.ts';
import { SUBJECTS } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { distanceOf, type Span } from './nearest.ts';

/** How far from the words their subject is looked for, in letters of the normal form. */
const REACH = 50;
/** What the words themselves name comes before what stands right beside them. */
const isWithin = ([start, end]: Span, [from, to]: Span): boolean => start >= from && end <= to;

/** What ends a sentence, and the code of the next line of an answer. */
const SENTENCE_END = /[.;!?](?:\s|$)|[()]|\n|\s[245]\d\d[ -]/;

/** By the numbers of `Clues`, which begin at 1. */
const BY_CLUE: readonly (Subject | undefined)[] = [undefined, ...SUBJECTS];
const bitOf = (subject: Subject): number => 1 << (SUBJECTS.indexOf(subject) + 1);
const SENDER = bitOf('sender');
const CALLBACK = bitOf('callback');

const CLAUSE_END = /[.:;!?]\s/;

/**
 * Codes that name who sends, by themselves: the sender's address (RFC 3463 §3.2: x.1.7, x.1.8), the login (RFC 4954 §6:
 * 535, x.7.8). Words that don't name the recipient are about them too.
 */
const OF_SENDER: ReadonlySet<string | null> = new Set([
  '535',
  '4.1.7',
  '5.1.7',
  '4.1.8',
  '5.1.8',
  '4.7.8',
  '5.7.8',
]);

/** @returns whether the codes say themselves that who sends is meant */
export const isCodeOfSender = ({ replyCode, enhancedCode }: Pick<Bounce, 'replyCode' | 'enhancedCode'>) =>
  OF_SENDER.has(enhancedCode) || OF_SENDER.has(replyCode);

type Mark = { readonly subject: Subject; readonly span: Span };

export type Subjects = {
  /**
   * To be asked first of a text.
   * @param found the numbers of what is found in the text that was searched last
   * @returns whether it names who sends at all
   */
  readonly isSenderNamed: (found: Int32Array, bounce: Bounce) => boolean;
  /** @returns whether the words of the pattern of this number are about who sends, wherever they stand */
  readonly isOfSender: (number: number) => boolean;
};

export function createSubjects(matcher: Matcher, { subjects }: Pick<Clues, 'subjects'>): Subjects {
  let marks: readonly Mark[] = [];
  let isCallback = false;

  function marksIn(found: Int32Array, { sender, recipient }: Bounce): readonly Mark[] {
    const all: Mark[] = [];
    for (const number of found) {
      const subject = BY_CLUE[subjects[number] as number];
      if (subject === undefined) continue;
      // "We can't take your mail: account disabled" has no "mail account".
      for (const span of matcher.spans(number))
        if (!CLAUSE_END.test(matcher.between(span[0] + 1, span[1] - 1))) all.push({ subject, span });
    }
    for (const { address, at } of matcher.addresses()) {
      const subject = isSame(address, recipient) ? 'recipient' : isSame(address, sender) ? 'sender' : null;
      if (subject !== null) all.push({ subject, span: [at, at + 1] });
    }
    // "Sending to" is no "sending": the longer words are meant.
    return all.filter(
      ({ span: [start, end], subject }) =>
        !all.some(
          (other) =>
            other.subject !== subject &&
            other.span[0] <= start &&
            other.span[1] >= end &&
            other.span[1] - other.span[0] > end - start,
        ),
    );
  }

  function subjectAt(words: Span): Subject | null {
    let best: Subject | null = null;
    let least = REACH;
    for (const { subject, span } of marks) {
      const distance = isWithin(span, words) ? -1 : distanceOf(span, words);
      if (distance > least || (distance === least && best !== null && subject !== 'recipient')) continue;
      if (distance > 0 && SENTENCE_END.test(textBetween(span, words))) continue;
      best = subject;
      least = distance;
    }
    return best;
  }

  const textBetween = (one: Span, other: Span): string =>
    one[1] <= other[0] ? matcher.between(one[1], other[0]) : matcher.between(other[1], one[0]);

  return {
    isSenderNamed(found, bounce) {
      let named = 0;
      for (let i = 0; i < found.length; i++) named |= 1 << (subjects[found[i] as number] as number);
      isCallback = (named & CALLBACK) !== 0 || isCodeOfSender(bounce);
      const isNamed =
        isCallback || (named & SENDER) !== 0 || (bounce.sender !== null && matcher.holds(bounce.sender));
      marks = isNamed ? marksIn(found, bounce) : [];
      return isNamed;
    },
    isOfSender(number) {
      const spans = matcher.spans(number);
      return (
        spans.length > 0 &&
        spans.every((span) => {
          const subject = subjectAt(span);
          return subject === 'sender' || subject === 'callback' || (isCallback && subject !== 'recipient');
        })
      );
    },
  };
}

const isSame = (written: string, known: string | null): boolean =>
  known !== null && written.toLowerCase() === known.toLowerCase();
