/**
 * How the words of lists begin. One pass over a text tells which of several expressions may find a word in it; the
 * others needn't be tried. Of words beyond ASCII nothing is told: a text with such letters may have any of them.
 */

/** Letters by which words are told apart; a word that ends sooner is told by its end. */
const LENGTH = 4;
const END = 0;
const LETTERS = 26;
/** By the code of a character of ASCII the number of its letter, small or capital; 0: no letter. */
const NUMBERS = new Uint8Array(128);
for (let letter = 1; letter <= LETTERS; letter++) NUMBERS[64 + letter] = NUMBERS[96 + letter] = letter;
const numberOf = (character: string): number => NUMBERS[character.charCodeAt(0)] ?? ABROAD;
/** Letters beyond ASCII. */
const ABROAD = -1;

/** The front of a word, and whether letters may follow that aren't known. */
type Front = { readonly letters: readonly number[]; readonly isOpen: boolean };

const isDone = ({ letters, isOpen }: Front): boolean =>
  isOpen || letters.length === LENGTH || letters.at(-1) === END;

/**
 * @param source of an expression: words with `|`, groups, classes and looks around; the words stand behind no letter
 * @param isWhole whether no letter stands behind them either
 * @returns how they begin in ASCII
 */
function frontsOf(source: string, isWhole: boolean): readonly Front[] {
  let at = 0;

  function alternatives(): readonly Front[] {
    const all: Front[] = [];
    do all.push(...sequence());
    while (source[at++] === '|');
    return all;
  }

  function sequence(): readonly Front[] {
    let all: readonly Front[] = [{ letters: [], isOpen: false }];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const next = atom();
      const known = quantified(next);
      all = all.flatMap((front) => (isDone(front) ? [front] : known.map((one) => joined(front, one))));
    }
    return all;
  }

  /** @returns what the next piece of the source may begin with */
  function atom(): readonly Front[] {
    const look = /\(\?<?[=!]/y;
    look.lastIndex = at;
    const opening = look.exec(source);
    if (opening !== null || source.startsWith('(?:', at)) {
      at += opening?.[0].length ?? 3;
      const inside = alternatives();
      return opening === null ? inside : [{ letters: [], isOpen: false }];
    }
    const character = source[at++] as string;
    if (character === '\\') {
      const wording = /[pP]\{[^}]*\}|./y;
      wording.lastIndex = at;
      const escaped = wording.exec(source)?.[0] ?? '';
      at += escaped.length;
      return [/^[a-z]/i.test(escaped) ? { letters: [], isOpen: true } : { letters: [END], isOpen: false }];
    }
    if (character === '.') return [{ letters: [], isOpen: true }];
    if (character !== '[') return [{ letters: [numberOf(character)], isOpen: false }];
    const end = source.indexOf(']', at);
    const members = source.slice(at, end);
    at = end + 1;
    return /[\\^-]/.test(members)
      ? [{ letters: [], isOpen: true }]
      : [...members].map((one) => ({ letters: [numberOf(one)], isOpen: false }));
  }

  function quantified(fronts: readonly Front[]): readonly Front[] {
    const quantifier = /[?*+]|\{(\d*),?\d*\}/y;
    quantifier.lastIndex = at;
    const found = quantifier.exec(source);
    if (found === null) return fronts;
    at += found[0].length;
    const mayMiss = found[0] === '?' || found[0] === '*' || Number(found[1] ?? 1) === 0;
    const mayRepeat = found[0] !== '?';
    const some = mayRepeat ? fronts.map(({ letters }) => ({ letters, isOpen: true })) : fronts;
    return mayMiss ? [...some, { letters: [], isOpen: false }] : some;
  }

  return alternatives()
    .filter(({ letters }) => !letters.includes(ABROAD))
    .map((front) =>
      isDone(front)
        ? front
        : { letters: isWhole ? [...front.letters, END] : front.letters, isOpen: !isWhole },
    );
}

const joined = ({ letters }: Front, next: Front): Front => {
  const all = [...letters, ...next.letters].slice(0, LENGTH);
  const end = all.indexOf(END);
  return end >= 0
    ? { letters: all.slice(0, end + 1), isOpen: false }
    : { letters: all, isOpen: next.isOpen && all.length < LENGTH };
};

/** Places of the table: a few kilobytes stay near the processor. */
const BITS = 12;
const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - BITS);

/** A list of words: the source of an expression that has them, and whether they end where it does. */
export type WordList = { readonly source: string; readonly isWhole: boolean };

/**
 * @param lists at most eight
 * @returns tells of a text in which of the lists it may have a word, a bit for each; a bit that is missing is sure
 */
export function createFronts(lists: readonly WordList[]): (text: string) => number {
  const table = new Uint8Array(1 << BITS);
  const add = (letters: readonly number[], bit: number): void => {
    let key = 0;
    for (let i = 0; i < LENGTH; i++) key = (key << 5) | (letters[i] ?? END);
    (table[placeOf(key)] as number) |= bit;
  };
  const addAll = ({ letters, isOpen }: Front, bit: number): void => {
    if (letters.length < LENGTH && isOpen) {
      for (let letter = END; letter <= LETTERS; letter++)
        addAll({ letters: [...letters, letter], isOpen: letter !== END }, bit);
    } else add(letters, bit);
  };
  for (const [i, { source, isWhole }] of lists.entries())
    for (const front of frontsOf(source, isWhole)) addAll(front, 1 << i);
  const all = (1 << lists.length) - 1;

  return (text) => {
    let found = 0;
    let key = 0;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) return all;
      const letter = NUMBERS[code] as number;
      if (letter !== END) {
        if (length < LENGTH) key = (key << 5) | letter;
        length++;
      } else if (length > 0) {
        found |= table[placeOf(length < LENGTH ? key << (5 * (LENGTH - length)) : key)] as number;
        key = 0;
        length = 0;
      }
    }
    if (length > 0) found |= table[placeOf(length < LENGTH ? key << (5 * (LENGTH - length)) : key)] as number;
    return found;
  };
}
