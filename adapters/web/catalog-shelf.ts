/** The catalog as its page shows it: a list of rows, a search in them, and one entry whole. */
import { type Catalog, createLookup, type Entry, isIn, type LookupResult } from '../../src/catalog/index.ts';
import { CATEGORY_NAMES, entryJson, entryReply, type VerdictReply } from '../../src/replies/index.ts';
import { type VerdictHere, wholeHere } from './shown.ts';

type EntryJson = ReturnType<typeof entryJson>;
type Named = { readonly id: string; readonly name: string };

/**
 * What the list shows of an entry. Rows of all 1,100 entries are 250 KB, made once in 30 ms; whole entries would be
 * 950 KB, and the list would show nothing more.
 */
export type CatalogRow = Pick<
  EntryJson,
  'id' | 'kind' | 'provider' | 'reply' | 'enhanced' | 'tag' | 'reason' | 'title'
> & {
  /** Names the entry in addresses: its id, and for a reason "reason:" before it, as an entry may have the same id. */
  readonly key: string;
  readonly category: VerdictReply['category'];
};

/** An entry whole: as programs get it, and worded as the chat words a look-up. */
export type CatalogEntry = {
  readonly key: string;
  readonly entry: EntryJson;
  readonly reply: VerdictHere;
  readonly provider: (Named & { readonly help: string | null }) | null;
  readonly reason: Named;
  readonly blocklist: string | null;
};

export type CatalogShelf = {
  /** Names for what the rows hold as ids, and for the filters; only of what some row has. */
  readonly names: () => {
    readonly providers: readonly Named[];
    readonly reasons: readonly Named[];
    readonly categories: typeof CATEGORY_NAMES;
  };
  /** All rows: the reasons, which are an overview, then codes, then responses. */
  readonly rows: () => readonly CatalogRow[];
  /**
   * First what `/smtp` finds, in its order; then whatever else has the codes and holds all of the words.
   * @param query as typed, of any length: only its first 300 characters count
   */
  readonly find: (query: string) => readonly CatalogRow[];
  /** @returns null where there is no such entry */
  readonly open: (key: string) => CatalogEntry | null;
};

/** The look-up reads no more of a question than this. */
const LONGEST = 300;

/** A code that is still being typed: "5", "55", "5.7.", "550 5.7", "#5.1" */
const DIGITS = /^#?[\d.\s-]+$/;

/** @returns the shelf; nothing is prepared before it is asked for, so that the start of the bot stays quick */
export function createCatalogShelf(catalog: Catalog): CatalogShelf {
  const entries = [...Object.values(catalog.reasonEntries), ...catalog.entries];
  const lookup = createLookup(catalog);
  const rows = once(() => new Map(entries.map((entry) => [entry, rowOf(entry, catalog)])));
  const words = once(() => new Map(entries.map((entry) => [entry, wordsOf(entry, catalog)])));
  // The later ones win: a bare id means a reason only where no entry has it.
  const byKey = new Map([
    ...Object.values(catalog.reasonEntries).map((entry) => [entry.id, entry] as const),
    ...entries.map((entry) => [keyOf(entry), entry] as const),
  ]);

  const search = (query: string): readonly Entry[] => {
    const { entries: best, codes } = lookup.find(query);
    if (DIGITS.test(query) && codes.words.length > 0) return entries.filter(begins(query));
    // What the look-up takes for no words at all ("a", "the") may be the beginning of one here.
    const asked = codes.words.length > 0 ? codes.words : query.toLowerCase().split(/\s+/);
    const known = codes.reply !== null || codes.enhanced !== null;
    const meant = { ...codes, words: known ? codes.words : asked };
    return [...best, ...entries.filter((entry) => has(entry, meant, words().get(entry) ?? ''))];
  };

  return {
    names: once(() => ({
      providers: [...catalog.providers.values()]
        .filter(({ id }) => entries.some((entry) => entry.provider === id))
        .map(({ id, name }) => ({ id, name }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en')),
      reasons: Object.values(catalog.reasonEntries).map(({ id, title }) => ({ id, name: title })),
      categories: CATEGORY_NAMES,
    })),
    rows: () => [...rows().values()],
    find: (query) => {
      const found = new Set(search(query.slice(0, LONGEST).trim()));
      return [...found].flatMap((entry) => rows().get(entry) ?? []);
    },
    open: (key) => {
      const entry = byKey.get(key);
      return entry === undefined ? null : wholeOf(entry, catalog);
    },
  };
}

const keyOf = ({ kind, id }: Entry): string => (kind === 'reason' ? `reason:${id}` : id);

function rowOf(entry: Entry, catalog: Catalog): CatalogRow {
  const { id, kind, provider, reply, enhanced, tag, reason, title } = entryJson(entry, catalog);
  const { category } = entryReply(entry, catalog);
  return { key: keyOf(entry), id, kind, provider, reply, enhanced, tag, reason, title, category };
}

function wholeOf(entry: Entry, catalog: Catalog): CatalogEntry {
  const provider = catalog.providers.get(entry.provider ?? '');
  const { title } = catalog.reasons[entry.reason];
  return {
    key: keyOf(entry),
    entry: entryJson(entry, catalog),
    reply: wholeHere(entryReply(entry, catalog)),
    provider: provider ? { id: provider.id, name: provider.name, help: provider.help ?? null } : null,
    reason: { id: entry.reason, name: title },
    blocklist: catalog.blocklists.get(entry.blocklist ?? '')?.name ?? entry.blocklist,
  };
}

/** Everything of an entry that somebody may type, lower case, tags without their brackets. */
function wordsOf(entry: Entry, catalog: Catalog): string {
  return bare(
    [
      entry.id,
      entry.title,
      entry.meaning,
      entry.reason,
      entry.reason.replaceAll('-', ' '),
      entry.control ?? '',
      entry.blocklist ?? '',
      entry.provider ?? '',
      catalog.providers.get(entry.provider ?? '')?.name ?? '',
      ...entry.words,
      ...[...entry.tags, ...entry.texts].map(({ source }) => source),
    ].join('\n'),
  );
}

const bare = (text: string): string => text.toLowerCase().replace(/[[\](){}#]/g, '');

/** @param words of the entry, see `wordsOf` */
function has(entry: Entry, { reply, enhanced, words: asked }: LookupResult['codes'], words: string): boolean {
  return (
    (reply === null || entry.reply.includes(reply)) &&
    (enhanced === null || entry.enhanced.some((known) => isIn(known, enhanced))) &&
    asked.every((word) => words.includes(bare(word)))
  );
}

function begins(query: string): (entry: Entry) => boolean {
  const typed = query
    .replace('#', '')
    .trim()
    .replaceAll(/[\s-]+/g, ' ');
  return ({ reply, enhanced }) =>
    [...reply, ...enhanced, ...reply.flatMap((first) => enhanced.map((second) => `${first} ${second}`))].some(
      (code) => code.startsWith(typed),
    );
}

/** @returns a function that makes its value at the first call and keeps it */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
