/** Where the phrases stand that open a card or a letter of a mail program. */
import { isBlankAt, letterAt } from '../../phrases.ts';
import { OPENINGS } from './card-words.ts';

/** @returns a pattern: `…` in a phrase bridges up to 200 characters of a line, and its blanks may be a line's end */
export const literal = (phrase: string): string =>
  phrase
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s{1,3}'))
    .join('[^\\n]{1,200}?');

/** Compared letter by letter: as expressions they would take a tenth of a second to make, and five megabytes. */
type Opening = {
  readonly front: readonly number[];
  /** What stands behind the `…`; null: the phrase has none. */
  readonly back: readonly number[] | null;
  /** Shorter phrases are titles, which people say too. */
  readonly isSentence: boolean;
};

const SENTENCE = 24;

const lettersOf = (words: string): readonly number[] => Array.from(words, (_, at) => letterAt(words, at));

const openingOf = (words: string): Opening => {
  const [front = '', back] = words.split('…');
  return {
    front: lettersOf(front),
    back: back === undefined ? null : lettersOf(back),
    isSentence: words.length >= SENTENCE,
  };
};

/** By their first three characters, of which nearly every place of a text has none. */
const BY_FRONT = new Map<number, Opening[]>();
const HAS_FRONT = new Uint8Array(1 << 14);
const mixed = (first: number, second: number, third: number): number =>
  ((first * 31 + second) * 31 + third) & 0x3fff;
/** A character as texts have it: small or capital, a blank or a line break. */
const written = (character: string): readonly number[] =>
  (character === ' ' ? ' \n\t\r\u00a0' : `${character.toLowerCase()}${character.toUpperCase()}`)
    .split('')
    .map((one) => one.charCodeAt(0));
for (const words of OPENINGS) {
  const opening = openingOf(words);
  const [firsts = [], seconds = [], thirds = []] = words.slice(0, 3).split('').map(written);
  const fronts = firsts.flatMap((first) =>
    seconds.flatMap((second) => thirds.map((third) => mixed(first, second, third))),
  );
  for (const front of new Set(fronts)) {
    HAS_FRONT[front] = 1;
    BY_FRONT.set(front, [...(BY_FRONT.get(front) ?? []), opening]);
  }
}

const LINE_FEED = 10;
const BLANK = 32;
const AT = 64;
const NOWHERE = -1;

/** @returns where a phrase ends that begins at a place, each of its blanks being up to three; -1: another stands there */
function endAt(phrase: readonly number[], text: string, from: number): number {
  let at = from;
  for (const letter of phrase) {
    if (at >= text.length || letterAt(text, at) !== letter) return NOWHERE;
    at++;
    if (letter === BLANK) for (let more = 0; more < 2 && isBlankAt(text, at); more++) at++;
  }
  return at;
}

/** @returns where a phrase ends that stands one to `most` characters of the line further on, none of them an `@` if so asked */
function endBehind(
  phrase: readonly number[],
  text: string,
  {
    from,
    most,
    isWithoutAt,
  }: { readonly from: number; readonly most: number; readonly isWithoutAt: boolean },
): number {
  for (let at = from; at < from + most && at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || (isWithoutAt && code === AT)) return NOWHERE;
    const end = endAt(phrase, text, at + 1);
    if (end !== NOWHERE) return end;
  }
  return NOWHERE;
}

/** @returns where the opening ends that begins at a place; -1: it doesn't */
function endOf({ front, back }: Opening, text: string, at: number): number {
  const end = endAt(front, text, at);
  return end === NOWHERE || back === null
    ? end
    : endBehind(back, text, { from: end, most: 200, isWithoutAt: false });
}

/** The same for a sentence with the address that it speaks of. */
function endOfOne({ front, back, isSentence }: Opening, text: string, at: number): number {
  const end = isSentence ? endAt(front, text, at) : NOWHERE;
  if (end === NOWHERE) return NOWHERE;
  const sign = text.slice(end, end + 81).search(/[@\n]/) + end;
  if (sign < end || text.charCodeAt(sign) !== AT) return NOWHERE;
  if (back !== null)
    return sign === end ? NOWHERE : endBehind(back, text, { from: sign + 1, most: 120, isWithoutAt: true });
  return sign - end <= 60 && /[^\s@]/.test(text.charAt(sign + 1)) ? sign + 2 : NOWHERE;
}

type Ending = (opening: Opening, text: string, at: number) => number;

/** @returns where the first of them stands in the text; null: nowhere */
function firstIn(text: string, endIn: Ending): { readonly index: number; readonly end: number } | null {
  if (text.length < 3) return null;
  let [first, second, third] = [0, text.charCodeAt(0), text.charCodeAt(1)];
  for (let at = 0; at + 2 < text.length; at++) {
    [first, second, third] = [second, third, text.charCodeAt(at + 2)];
    const front = mixed(first, second, third);
    if (HAS_FRONT[front] === 0) continue;
    for (const opening of BY_FRONT.get(front) ?? []) {
      const end = endIn(opening, text, at);
      if (end !== NOWHERE) return { index: at, end };
    }
  }
  return null;
}

/** @returns where a card or a letter of these programs begins, and its opening phrase; null: nowhere */
export function openingIn(text: string): { readonly index: number; readonly words: string } | null {
  const found = firstIn(text, endOf);
  return found === null ? null : { index: found.index, words: text.slice(found.index, found.end) };
}

/** @returns whether an opening of a card tells of somebody to whom the mail didn't arrive */
export const opensForOne = (text: string): boolean => firstIn(text, endOfOne) !== null;
