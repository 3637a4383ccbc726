/**
 * The catalog as the build left it: checked, whole, and in parts that are read when they are asked for. A look-up of a
 * code reads what entries are known by, and the words of those that it shows; judging reads the patterns, and the words
 * of the entry that decided. So a start reads some 300 kB instead of 2 MB.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltEntry, type Judgement, type Known, type Sources, type Words } from './built-entry.ts';
import type { Catalog, Entry } from './entry.ts';
import { accepted, type Pattern } from './pattern.ts';
import type { Blocklist, Provider, Sender } from './schema.ts';

const FILES = {
  /** What entries are known by, and all that is no entry. */
  entries: 'entries.json',
  /** By entry: its texts, and what rules it out. */
  patterns: 'patterns.json',
  /** By entry a line: what it says to people. */
  words: 'words.jsonl',
} as const;

type Built = {
  readonly judgements: readonly Judgement[];
  /** The reasons as entries, then the entries. */
  readonly entries: readonly Known[];
  readonly reasons: Catalog['reasons'];
  readonly controls: Catalog['controls'];
  readonly providers: readonly Provider[];
  readonly blocklists: readonly Blocklist[];
  readonly senders: readonly Sender[];
  readonly parts: Catalog['parts'];
  readonly forNow: readonly string[];
};

/** @returns whether the folder is one that `writeBuilt` filled */
export const isBuilt = (folder: string): boolean => existsSync(join(folder, FILES.entries));

/** Writes a catalog that has no mistakes into a folder that is there. */
export function writeBuilt(catalog: Catalog, folder: string): void {
  const { reasons, controls, parts, reasonEntries } = catalog;
  const all = [...Object.values(reasonEntries), ...catalog.entries];
  const lines = all.map((entry) => Buffer.from(`${JSON.stringify(wordsOf(entry))}\n`));
  const judgements = new Map<string, number>();
  const entries = all.map((entry, place): Known => {
    const { category, suppress, retry } = entry;
    const key = JSON.stringify({ category, suppress, retry });
    if (!judgements.has(key)) judgements.set(key, judgements.size);
    const { id, kind, provider, reply, enhanced, needsProvider, needsCodes, weak, reason } = entry;
    const { control, blocklist, file, own } = entry;
    return {
      ...{ id, kind, provider, reply, enhanced, needsProvider, needsCodes, weak, reason },
      ...{ control, blocklist, file, own },
      tags: sourcesOf(entry.tags),
      judgement: judgements.get(key) as number,
      length: lines[place]?.length ?? 0,
    };
  });
  const built: Built = {
    judgements: [...judgements.keys()].map((key) => JSON.parse(key) as Judgement),
    entries,
    reasons,
    controls,
    providers: [...catalog.providers.values()].map(({ marksCompiled: _, ...provider }) => provider),
    blocklists: [...catalog.blocklists.values()].map(({ marksCompiled: _, ...blocklist }) => blocklist),
    senders: [...catalog.senders.values()],
    parts,
    forNow: sourcesOf(catalog.forNow),
  };
  const patterns = all.map(({ texts, not }): Sources => [sourcesOf(texts), sourcesOf(not)]);
  writeFileSync(join(folder, FILES.patterns), JSON.stringify(patterns));
  writeFileSync(join(folder, FILES.words), Buffer.concat(lines));
  writeFileSync(join(folder, FILES.entries), JSON.stringify(built));
}

/**
 * @param folder see `isBuilt`
 * @throws Error where a file can't be read; what is read later throws when it is asked for
 */
export function readBuilt(folder: string): Catalog {
  const built = JSON.parse(readFileSync(join(folder, FILES.entries), 'utf8')) as Built;
  const later = {
    patterns: once(
      () => JSON.parse(readFileSync(join(folder, FILES.patterns), 'utf8')) as readonly Sources[],
    ),
    words: once(() => readFileSync(join(folder, FILES.words))),
  };
  let from = 0;
  const all = built.entries.map((known, place) => {
    const entry = new BuiltEntry(known, built.judgements[known.judgement] as Judgement, later, place, from);
    from += known.length;
    return entry;
  });
  const reasonIds = Object.keys(built.reasons);
  return {
    entries: all.slice(reasonIds.length),
    reasons: built.reasons,
    reasonEntries: Object.fromEntries(
      reasonIds.map((id, i) => [id, all[i]]),
    ) as unknown as Catalog['reasonEntries'],
    controls: built.controls,
    providers: marked(built.providers),
    blocklists: marked(built.blocklists),
    senders: new Map(built.senders.map((sender) => [sender.id, sender])),
    parts: built.parts,
    forNow: built.forNow.map((source) => accepted(source)),
  };
}

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

const wordsOf = ({ title, meaning, whose, steps, words, sources, example }: Entry): Words => ({
  ...{ title, meaning, whose, steps, words, sources, example },
});
