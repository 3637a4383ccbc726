/** Whether words that somebody typed mean an entry, or only remind of it. */
import type { Catalog, Entry } from './entry.ts';
import { isLike } from './spelling.ts';

/** Letters from which on a word may be the front of the one that is meant, or have an ending of its own. */
const STEM = 4;
/** Letters that an ending has at most: "blacklist", "blacklisting". */
const ENDING = 3;
/** Letters from which on one of them may be wrong, and two: "danke" is no "dane". */
const TYPO = 6;
const TWO_TYPOS = 9;

/** What an entry is called: by these alone it can be meant; the words of its title only go with them. */
type Names = { readonly keys: ReadonlySet<string>; readonly title: ReadonlySet<string> };

/** @returns whether an entry is meant: each word, lower case, is one of its names, and not all stand in its title alone */
export function createMeant(catalog: Catalog): (entry: Entry, words: readonly string[]) => boolean {
  const known = new Map<Entry, Names>();
  return (entry, words) => {
    const names = known.get(entry) ?? namesOf(entry, catalog);
    known.set(entry, names);
    const isKey = words.map((word) => isNamed(word, names.keys, true));
    return isKey.includes(true) && words.every((word, i) => isKey[i] || isNamed(word, names.title, false));
  };
}

function namesOf(entry: Entry, catalog: Catalog): Names {
  const provider = catalog.providers.get(entry.provider ?? '');
  const list = catalog.blocklists.get(entry.blocklist ?? '');
  return {
    keys: new Set(
      [
        ...entry.words,
        entry.reason,
        entry.control ?? '',
        entry.provider ?? '',
        provider?.name ?? '',
        entry.blocklist ?? '',
        list?.name ?? '',
      ].flatMap(wordsIn),
    ),
    title: new Set(wordsIn(entry.title)),
  };
}

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const isNamed = (word: string, names: ReadonlySet<string>, mayBeMisspelt: boolean): boolean =>
  names.has(word) || [...names].some((name) => isForm(word, name) || (mayBeMisspelt && isTypo(word, name)));

const isForm = (word: string, name: string): boolean =>
  (word.length >= STEM && name.startsWith(word)) ||
  (name.length >= STEM && word.length <= name.length + ENDING && word.startsWith(name));

const isTypo = (word: string, name: string): boolean =>
  word.length >= TYPO && word[0] === name[0] && isLike(word, name, word.length >= TWO_TYPOS ? 2 : 1);
