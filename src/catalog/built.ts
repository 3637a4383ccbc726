/**
 * The catalog as the build left it: checked, whole, and in parts that are read when they are asked for. A look-up of a
 * code reads what entries are known by, and the words of those that it shows; judging reads the patterns, and the words
 * of the entry that decided. So a start reads some 300 kB instead of 2 MB.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import {
  BuiltEntry,
  GENERAL,
  type Judgement,
  type Known,
  NEEDS_CODES,
  NEEDS_GIVEN_UP,
  NEEDS_PROVIDER,
  NEEDS_SENDER,
  WEAK,
  type Words,
  wordsOf,
} from './built-entry.ts';
import { type Clues, listOf } from './clues.ts';
import type { Catalog, Entry } from './entry.ts';
import { readNumbers, writeNumbers } from './kept-numbers.ts';
import { readTables, writeTables } from './kept-tables.ts';
import { accepted, type Pattern } from './pattern.ts';
import { type Prepared, prepare } from './prepared.ts';
import { createRecogniser } from './recogniser.ts';
import type { Blocklist, Provider, Sender } from './schema.ts';
import { buildTables, type Lists } from './tables.ts';
import { writeCounts } from './telling.ts';
import { writtenIndex } from './word-index.ts';
import { bySubject, type Doubt, doubtsOf, type Subject } from './words.ts';

const FILES = {
  /** What entries are known by, and all that is no entry. */
  entries: 'entries.json',
  /** By pattern a line: "#" and its source for a tag, " " and its source for a text. */
  patterns: 'patterns.txt.z',
  /** Of what is recognised in texts, see `Clues`. */
  clues: 'clues.bin',
  /** See `word-index.ts`. */
  wordIndex: 'word-index.z',
  /** By entry a line: what it says to people. */
  words: 'words.jsonl',
} as const;

type Built = {
  readonly judgements: readonly Judgement[];
  readonly files: readonly string[];
  /** The reasons as entries, then the entries. */
  readonly entries: readonly Known[];
  readonly reasons: Catalog['reasons'];
  readonly kinds: Catalog['kinds'];
  readonly controls: Catalog['controls'];
  readonly providers: readonly Provider[];
  readonly blocklists: readonly Blocklist[];
  readonly senders: readonly Sender[];
  readonly parts: Catalog['parts'];
  readonly doubts: Readonly<Record<Doubt, readonly string[]>>;
  readonly subjects: Readonly<Record<Subject, readonly string[]>>;
};

/** @returns whether the folder is one that `writeBuilt` filled */
export const isBuilt = (folder: string): boolean => existsSync(join(folder, FILES.entries));

/** Writes a catalog that has no mistakes into a folder that is there. */
export function writeBuilt(catalog: Catalog, folder: string): void {
  const { reasons, kinds, controls, parts, reasonEntries } = catalog;
  const all = [...Object.values(reasonEntries), ...catalog.entries];
  const lines = all.map((entry) => {
    const parent = reasonEntries[entry.reason];
    return Buffer.from(`${JSON.stringify(entry === parent ? wordsOf(entry) : ownWords(entry, parent))}\n`);
  });
  const judgements = numbered();
  const files = numbered();
  const entries = all.map((entry, place): Known => {
    const { id, kind, provider, reply, enhanced, reason, control, blocklist } = entry;
    const { category, suppress, retry, file } = entry;
    return [
      ...([id, kind, provider, reply, enhanced, sourcesOf(entry.tags), reason, control, blocklist] as const),
      (entry.needsProvider ? NEEDS_PROVIDER : 0) |
        (entry.needsCodes ? NEEDS_CODES : 0) |
        (entry.needsGivenUp ? NEEDS_GIVEN_UP : 0) |
        (entry.needsSender ? NEEDS_SENDER : 0) |
        (entry.general ? GENERAL : 0) |
        (entry.weak ? WEAK : 0),
      judgements.numberOf(JSON.stringify({ category, suppress, retry })),
      files.numberOf(file),
      lines[place]?.length ?? 0,
      entry.common,
    ];
  });
  const built: Built = {
    judgements: judgements.all().map((key) => JSON.parse(key) as Judgement),
    files: files.all(),
    entries,
    reasons,
    kinds,
    controls,
    providers: [...catalog.providers.values()].map(({ marksCompiled: _, ...provider }) => provider),
    blocklists: [...catalog.blocklists.values()].map(({ marksCompiled: _, ...blocklist }) => blocklist),
    senders: [...catalog.senders.values()],
    parts,
    doubts: doubtsOf((doubt) => sourcesOf(catalog.doubts[doubt])),
    subjects: bySubject((subject) => sourcesOf(catalog.subjects[subject])),
  };
  const tablesOf = (patterns: readonly Pattern[]) => {
    const tables = buildTables(patterns);
    writeTables(tables, patterns, folder);
    writeFileSync(join(folder, FILES.patterns), packed(patterns.map(lineOf).join('\n')));
    return tables;
  };
  const { matcher, clues } = createRecogniser(catalog, tablesOf, (entries) => writeCounts(entries, folder));
  writeNumbers(join(folder, FILES.clues), { patterns: matcher.patterns.length }, clues);
  writeFileSync(join(folder, FILES.wordIndex), packed(writtenIndex(catalog)));
  writeFileSync(join(folder, FILES.words), Buffer.concat(lines));
  writeFileSync(join(folder, FILES.entries), JSON.stringify(built));
}

/**
 * @param folder see `isBuilt`
 * @throws Error where a file can't be read; what is read later throws when it is asked for
 */
export function readBuilt(folder: string): Catalog {
  const built = JSON.parse(readFileSync(join(folder, FILES.entries), 'utf8')) as Built;
  const recognition = once((): ReturnType<Prepared['recognition']> => {
    const { plain, named } = readNumbers<{ patterns: number }>(join(folder, FILES.clues));
    const lines = once(() => unpacked(join(folder, FILES.patterns)).split('\n'));
    const known: (Pattern | undefined)[] = new Array(plain.patterns);
    const at = (number: number): Pattern => {
      known[number] ??= patternOf(lines()[number] as string);
      return known[number];
    };
    return {
      tables: readTables(folder),
      clues: named as unknown as Clues,
      patterns: { length: plain.patterns, at },
    };
  });
  const later = {
    patterns: (place: number) => {
      const { clues, patterns } = recognition();
      const those = (lists: Lists) =>
        Array.from(listOf(lists, place), (number) => patterns.at(number) as Pattern);
      return { texts: those(clues.texts), not: those(clues.not) };
    },
    words: once(() => readFileSync(join(folder, FILES.words))),
  };
  const parents = new Map<string, Entry>();
  let from = 0;
  const reasonIds = Object.keys(built.reasons);
  const all = built.entries.map((known, i): Entry => {
    const place = i - reasonIds.length;
    const [, kind, , , , , reason, , , , judgement, file, length] = known;
    const shared = { judgement: built.judgements[judgement] as Judgement, file: built.files[file] as string };
    const parent = parents.get(reason) ?? null;
    const entry = new BuiltEntry(known, shared, later, place, from, kind === 'reason' ? null : parent);
    if (kind === 'reason') parents.set(reason, entry);
    from += length;
    return entry;
  });
  const catalog: Catalog = {
    entries: all.slice(reasonIds.length),
    reasons: built.reasons,
    kinds: built.kinds,
    reasonEntries: Object.fromEntries(
      reasonIds.map((id, i) => [id, all[i]]),
    ) as unknown as Catalog['reasonEntries'],
    controls: built.controls,
    providers: marked(built.providers),
    blocklists: marked(built.blocklists),
    senders: new Map(built.senders.map((sender) => [sender.id, sender])),
    parts: built.parts,
    doubts: doubtsOf((doubt) => built.doubts[doubt].map((source) => accepted(source))),
    subjects: bySubject((subject) => built.subjects[subject].map((source) => accepted(source))),
  };
  prepare(catalog, { recognition, wordIndex: () => unpacked(join(folder, FILES.wordIndex)) });
  return catalog;
}

const packed = (text: string): Buffer => deflateSync(text, { level: 9 });
const unpacked = (file: string): string => inflateSync(readFileSync(file)).toString();

function lineOf({ source, kind }: Pattern): string {
  if (source.includes('\n')) throw new Error(`the pattern "${source}" has more than one line`);
  return `${kind === 'tag' ? '#' : ' '}${source}`;
}

const patternOf = (line: string): Pattern => accepted(line.slice(1), line.startsWith('#') ? 'tag' : 'text');

const marked = <T extends { readonly id: string; readonly marks: readonly string[] }>(things: readonly T[]) =>
  new Map(
    things.map((thing) => [thing.id, { ...thing, marksCompiled: thing.marks.map((mark) => accepted(mark)) }]),
  );

function once<T>(read: () => T): () => T {
  let known: T | null = null;
  return () => {
    known ??= read();
    return known;
  };
}

const sourcesOf = (patterns: readonly Pattern[]): readonly string[] => patterns.map(({ source }) => source);

/** @returns what the entry says otherwise than its reason */
const ownWords = (entry: Entry, parent: Entry): Partial<Words> => {
  const lent = wordsOf(parent);
  return Object.fromEntries(
    Object.entries(wordsOf(entry)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(lent[name as keyof Words]),
    ),
  );
};

/** Gives equal texts one number. */
function numbered() {
  const numbers = new Map<string, number>();
  return {
    numberOf(text: string): number {
      const known = numbers.get(text) ?? numbers.size;
      numbers.set(text, known);
      return known;
    },
    all: (): readonly string[] => [...numbers.keys()],
  };
}
