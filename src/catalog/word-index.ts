/** The words of the catalog, for questions in words. */
import MiniSearch, { type AsPlainObject } from 'minisearch';
import type { Catalog, Entry } from './entry.ts';
import { preparedOf } from './prepared.ts';
import { isLike } from './spelling.ts';

type Index = MiniSearch<{ id: number } & Record<string, string | number>>;

const FIELDS = ['title', 'words', 'provider', 'reason', 'control', 'tag', 'text', 'meaning'];
/** Letters from which on a word may be the front of another one, and may be misspelt, in a quarter of its letters. */
const PREFIX_FROM = 3;
const FUZZY_FROM = 4;
const FUZZY = 0.25;

/** @returns the entries by the numbers that the index has for them */
const answersOf = (catalog: Catalog): readonly Entry[] => [
  ...Object.values(catalog.reasonEntries),
  ...catalog.entries,
];

const optionsFor = (answers: readonly Entry[]): ConstructorParameters<typeof MiniSearch>[0] => ({
  fields: FIELDS,
  searchOptions: {
    boost: { words: 4, title: 4, provider: 20, reason: 3, control: 8, tag: 3, text: 1.5 },
    prefix: (term) => term.length >= PREFIX_FROM,
    fuzzy: (term) => (term.length >= FUZZY_FROM ? FUZZY : false),
    // A word as it was typed is meant; one that begins with it, or is like it, only perhaps.
    weights: { prefix: 0.3, fuzzy: 0.1 },
    boostDocument: (id) => boostOf(answers[id as number]),
  },
});

/** A reason answers for all its entries; of the others the common ones come first where the words fit as well. */
const boostOf = (entry: Entry | undefined): number =>
  entry?.kind === 'reason' ? 4 : 1 + (entry?.common ?? 0) * COMMONER;
/** How much more each step of `common` weighs: the commonest half as much again as one that nobody has ranked. */
const COMMONER = 0.1;

/** @returns a search for the entries that some words mean, best first */
export function searchWords(catalog: Catalog): (query: string) => readonly Entry[] {
  const answers = answersOf(catalog);
  const indexFor = keptIndex(catalog, answers) ?? once(() => buildIndex(catalog, answers));
  return (query) => {
    const index = indexFor(query);
    const asked = query.split(' ').length;
    const all = index.search(query, { combineWith: 'AND' });
    const found =
      all.length > 0
        ? all
        : index
            .search(query, { combineWith: 'OR' })
            .filter(({ score, queryTerms }) => score > LEAST && queryTerms.length * 2 >= asked);
    return found.flatMap((hit) => answers[hit.id as number] ?? []);
  };
}

/** Below this score a hit on some of the words is chance, not meaning. Found by trying nonsense on the catalog. */
const LEAST = 12;

function buildIndex(catalog: Catalog, answers: readonly Entry[]): Index {
  const index: Index = new MiniSearch(optionsFor(answers));
  index.addAll(
    answers.map((entry, id) => ({
      id,
      title: entry.title,
      words: entry.words.join(' '),
      provider: `${entry.provider ?? ''} ${catalog.providers.get(entry.provider ?? '')?.name ?? ''}`,
      reason: entry.reason.replaceAll('-', ' '),
      control: entry.control ?? '',
      tag: entry.tags.map((tag) => tag.source).join(' '),
      text: entry.texts.map((text) => text.source).join(' '),
      meaning: entry.meaning,
    })),
  );
  return index;
}

/** @returns the index as `Prepared.wordIndex` has it: what is no word in the first line, then a line for each word */
export function writtenIndex(catalog: Catalog): string {
  const { index, ...rest } = buildIndex(catalog, answersOf(catalog)).toJSON();
  return [rest, ...index].map((line) => JSON.stringify(line)).join('\n');
}

/**
 * Putting the index together takes most of the time of a question. So of the build's the first question reads only the
 * words that it could mean: a command asks one. A bot goes on asking: the second question has them all read.
 */
function keptIndex(catalog: Catalog, answers: readonly Entry[]): ((query: string) => Index) | null {
  const known = preparedOf(catalog);
  if (known === undefined) return null;
  const lines = once(() => known.wordIndex().split('\n'));
  const read = (isWanted: (word: string) => boolean): Index => {
    const [first = '', ...words] = lines();
    const index = words.filter((line) => isWanted(line.slice(2, line.indexOf('"', 2))));
    return MiniSearch.loadJS(
      { ...JSON.parse(first), index: index.map((line) => JSON.parse(line)) } as AsPlainObject,
      optionsFor(answers) as Parameters<typeof MiniSearch.loadJS>[1],
    ) as unknown as Index;
  };
  const whole = once(() => read(() => true));
  let isFirst = true;
  return (query) => {
    if (!isFirst) return whole();
    isFirst = false;
    const asked = MiniSearch.getDefault('tokenize')(query).map((word: string) => word.toLowerCase());
    return read((word) => asked.some((one: string) => couldMean(one, word)));
  };
}

/** @returns whether a search for one word may find the other: it is equal to it, begins with it, or is like it */
function couldMean(asked: string, word: string): boolean {
  if (word.startsWith(asked)) return true;
  return asked.length >= FUZZY_FROM && isLike(asked, word, Math.round(asked.length * FUZZY));
}

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
