/** What each pattern of a catalog speaks for, as plain numbers: worked out once, and kept for the next start. */
import type { Catalog, Entry } from './entry.ts';
import type { Pattern } from './pattern.ts';
import { type Lists, listsOf } from './tables.ts';
import { tells, type WordCounts } from './telling.ts';
import { DOUBTS, SUBJECTS } from './words.ts';

/** Entries, providers and blocklists have the numbers of their places in the catalog. */
export type Clues = {
  /** By pattern: what it does, a bit of `CLUE` each. */
  readonly kinds: Uint8Array;
  /** By entry: its tags, its texts, and the patterns that rule it out. */
  readonly tags: Lists;
  readonly texts: Lists;
  readonly not: Lists;
  /** By pattern: the entries that it speaks for, once for each time that it stands in them. */
  readonly claims: Lists;
  /** By pattern: how much it tells, see `telling.ts`. */
  readonly tells: Uint8Array;
  /** By pattern: 1 where it is a tag. */
  readonly isTag: Uint8Array;
  /** By pattern: 1 + the first provider, and blocklist, that it is a mark of; 0: of none. */
  readonly providers: Int32Array;
  readonly blocklists: Int32Array;
  /** By pattern: the doubts that it raises, each a bit by its place among `DOUBTS`. */
  readonly doubts: Uint8Array;
  /** By pattern: 1 + the place in `SUBJECTS` of what it names; 0: of nothing. */
  readonly subjects: Uint8Array;
  /** Entries that have neither tag nor text. */
  readonly codeOnly: Int32Array;
};

/** What a pattern may do: speak for entries, a provider or a blocklist, raise doubts, name a subject, rule entries out. */
export const CLUE = { claims: 1, provider: 2, blocklist: 4, doubt: 8, subject: 16, not: 32 } as const;

/** @returns all that a text is searched for */
export function* patternsOf({
  entries,
  providers,
  blocklists,
  doubts,
  subjects,
}: Catalog): Iterable<Pattern> {
  for (const { tags, texts, not } of entries) {
    yield* tags;
    yield* texts;
    yield* not;
  }
  for (const { marksCompiled } of providers.values()) yield* marksCompiled;
  for (const { marksCompiled } of blocklists.values()) yield* marksCompiled;
  for (const doubt of DOUBTS) yield* doubts[doubt];
  for (const subject of SUBJECTS) yield* subjects[subject];
}

/**
 * @param numberOf the matcher's numbers of the catalog's patterns
 * @param patterns each of them once, in the order of these numbers
 * @param counts of words, for how much patterns tell
 */
export function cluesOf(
  { entries, providers, blocklists, doubts, subjects }: Catalog,
  numberOf: (pattern: Pattern) => number,
  patterns: readonly Pattern[],
  counts: WordCounts,
): Clues {
  const numbers = (kind: 'tags' | 'texts' | 'not') => entries.map((entry) => entry[kind].map(numberOf));
  const tags = numbers('tags');
  const texts = numbers('texts');
  const claims: number[][] = patterns.map(() => []);
  entries.forEach((_, place) => {
    for (const number of [...(tags[place] ?? []), ...(texts[place] ?? [])]) claims[number]?.push(place);
  });
  const marked = (things: Iterable<{ readonly marksCompiled: readonly Pattern[] }>): Int32Array => {
    const marks = new Int32Array(patterns.length);
    [...things].forEach(({ marksCompiled }, place) => {
      for (const mark of marksCompiled.map(numberOf)) marks[mark] ||= place + 1;
    });
    return marks;
  };
  const subjectOf = new Uint8Array(patterns.length);
  SUBJECTS.forEach((subject, place) => {
    for (const number of subjects[subject].map(numberOf)) subjectOf[number] = place + 1;
  });
  const raised = new Uint8Array(patterns.length);
  DOUBTS.forEach((doubt, bit) => {
    for (const number of doubts[doubt].map(numberOf))
      raised[number] = (raised[number] as number) | (1 << bit);
  });
  const not = numbers('not');
  const providersOf = marked(providers.values());
  const listsNamed = marked(blocklists.values());
  const kinds = Uint8Array.from(
    patterns,
    (_, number) =>
      (claims[number]?.length === 0 ? 0 : CLUE.claims) |
      (providersOf[number] === 0 ? 0 : CLUE.provider) |
      (listsNamed[number] === 0 ? 0 : CLUE.blocklist) |
      (raised[number] === 0 ? 0 : CLUE.doubt) |
      (subjectOf[number] === 0 ? 0 : CLUE.subject),
  );
  for (const number of not.flat()) kinds[number] = (kinds[number] as number) | CLUE.not;
  return {
    kinds,
    tags: listsOf(tags),
    texts: listsOf(texts),
    not: listsOf(not),
    claims: listsOf(claims),
    tells: Uint8Array.from(patterns, ({ source }) => tells(source, counts)),
    isTag: Uint8Array.from(patterns, ({ kind }) => (kind === 'tag' ? 1 : 0)),
    providers: providersOf,
    blocklists: listsNamed,
    doubts: raised,
    subjects: subjectOf,
    codeOnly: Int32Array.from(entries.flatMap((entry, place) => (isCodeOnly(entry) ? [place] : []))),
  };
}

const isCodeOnly = ({ tags, texts }: Entry): boolean => tags.length === 0 && texts.length === 0;

/** @returns list n */
export const listOf = ({ starts, items }: Lists, n: number): Int32Array =>
  items.subarray(starts[n], starts[n + 1]);
