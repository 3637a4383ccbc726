/** Where the phrases stand that open a card or a letter of a mail program. */
import { OPENINGS } from './card-words.ts';

/** @returns a pattern: `…` in a phrase bridges what `gap` takes, and its blanks may be a line's end */
export const literal = (phrase: string, gap = '[^\\n]{1,200}?'): string =>
  phrase
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s{1,3}'))
    .join(gap);

/** Each by itself: together they would take a tenth of a second before the first of them is found. */
type Opening = {
  readonly phrase: RegExp;
  /** The phrase with the address that it speaks of: titles alone are also what people say. Null for short ones. */
  readonly ofOne: RegExp | null;
};

/** Shorter phrases are titles. */
const SENTENCE = 24;

const openingOf = (words: string): Opening => {
  const ofOne = words.includes('…')
    ? literal(words, '[^\\n@]{1,80}@[^\\n@]{1,120}?')
    : `${literal(words)}[^\\n@]{0,60}@[^\\s@]`;
  return {
    phrase: new RegExp(literal(words), 'iuy'),
    ofOne: words.length < SENTENCE ? null : new RegExp(ofOne, 'iuy'),
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

/** @returns what the first of them finds in the text; null: nothing */
function firstIn(text: string, patternOf: (opening: Opening) => RegExp | null): RegExpExecArray | null {
  if (text.length < 3) return null;
  let [first, second, third] = [0, text.charCodeAt(0), text.charCodeAt(1)];
  for (let at = 0; at + 2 < text.length; at++) {
    [first, second, third] = [second, third, text.charCodeAt(at + 2)];
    const front = mixed(first, second, third);
    if (HAS_FRONT[front] === 0) continue;
    for (const opening of BY_FRONT.get(front) ?? []) {
      const pattern = patternOf(opening);
      if (pattern === null) continue;
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (found !== null) return found;
    }
  }
  return null;
}

/** @returns where a card or a letter of these programs begins, and its opening phrase; null: nowhere */
export function openingIn(text: string): { readonly index: number; readonly words: string } | null {
  const found = firstIn(text, ({ phrase }) => phrase);
  return found === null ? null : { index: found.index, words: found[0] };
}

/** @returns whether an opening of a card tells of somebody to whom the mail didn't arrive */
export const opensForOne = (text: string): boolean => firstIn(text, ({ ofOne }) => ofOne) !== null;
