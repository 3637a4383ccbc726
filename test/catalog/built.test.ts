/** What the build writes of the catalog is the catalog: every entry, field by field, and the matcher's tables. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCatalog } from '../../build/catalog.ts';
import { createLookup, createRecogniser, openCatalog } from '../../src/catalog/index.ts';
import { readTables, readTablesOf } from '../../src/catalog/kept-tables.ts';
import { buildTables } from '../../src/catalog/tables.ts';

const FOLDER = fileURLToPath(new URL('../../catalog', import.meta.url));

let built: string;
let empty: string;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-built-'));
  built = join(folder, 'built');
  empty = join(folder, 'empty');
  mkdirSync(built);
  mkdirSync(empty);
  await buildCatalog(FOLDER, built);
});
afterAll(() => rmSync(join(built, '..'), { recursive: true }));

/** Fields by name, whether they are values or are read when they are asked for; patterns by what they look for. */
const plain = (thing: object): unknown =>
  JSON.parse(
    JSON.stringify(thing, (_, value: unknown) => {
      if (value instanceof Map) return [...value];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const accessors = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value)))
        .filter(([name, { get }]) => get !== undefined && name !== '__proto__')
        .map(([name]) => [name, (value as Record<string, unknown>)[name]]);
      const all = { ...Object.fromEntries(accessors), ...value } as Record<string, unknown>;
      return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    }),
  );

test('read back it is the same, entry by entry', async () => {
  const { catalog: ours } = await openCatalog({ folder: FOLDER, own: null });
  const { catalog: read } = await openCatalog({ folder: built, own: null });
  expect(read.entries.map(({ id }) => id)).toEqual(ours.entries.map(({ id }) => id));
  for (const [place, entry] of ours.entries.entries()) {
    expect(plain(read.entries[place] as object)).toEqual(plain(entry));
  }
  const rest = ({ entries: _, ...others }: typeof ours) => plain(others);
  expect(rest(read)).toEqual(rest(ours));
});

test('what it recognises is what would be worked out of the files, and not taken for other patterns', async () => {
  const { catalog: ours } = await openCatalog({ folder: FOLDER, own: null });
  const { catalog: read } = await openCatalog({ folder: built, own: null });
  const made = createRecogniser(ours, (patterns) => {
    expect(readTables(built)).toEqual(buildTables(patterns));
    expect(readTablesOf(built, patterns)).toEqual(readTables(built));
    expect(readTablesOf(built, patterns.slice(1))).toBeNull();
    expect(readTablesOf(empty, patterns)).toBeNull();
    return readTables(built);
  });
  const kept = createRecogniser(read);
  const patternsIn = ({ matcher }: typeof kept) =>
    Array.from({ length: matcher.patterns.length }, (_, number) =>
      plain(matcher.patterns.at(number) as object),
    );
  expect(kept.clues).toEqual(made.clues);
  expect(patternsIn(kept)).toEqual(patternsIn(made));
});

test.each([
  'mailbox full',
  'greylsting',
  'dmarc gmail',
  'user unknown',
  'ip on spamhaus',
  'zzzz qqqq',
  'spf',
])('the words "%s" find what they find in the files, at the first question and the next', async (query) => {
  const { catalog: ours } = await openCatalog({ folder: FOLDER, own: null });
  const { catalog: read } = await openCatalog({ folder: built, own: null });
  const idsOf = ({ find }: ReturnType<typeof createLookup>) => find(query).entries.map(({ id }) => id);
  const made = createLookup(ours);
  const kept = createLookup(read);
  expect(idsOf(kept)).toEqual(idsOf(made));
  expect(idsOf(kept)).toEqual(idsOf(made));
});

test('entries of a team go over it as over the files', async () => {
  writeFileSync(join(empty, 'ours.yml'), 'enhanced-codes: []\n');
  writeFileSync(
    join(empty, 'words.yml'),
    'reason: user-unknown\nwordings:\n  - id: our-own\n    text: nobody of that name in our house\n    example: "550 nobody of that name in our house"\n',
  );
  const fromFiles = await openCatalog({ folder: FOLDER, own: empty });
  const fromBuilt = await openCatalog({ folder: built, own: empty });
  expect(fromBuilt.mistakes).toEqual(fromFiles.mistakes);
  expect(plain(fromBuilt.catalog)).toEqual(plain(fromFiles.catalog));
  expect(fromBuilt.catalog.entries.some(({ id }) => id === 'our-own')).toBe(true);
});

test('a catalog with a mistake is not built', async () => {
  writeFileSync(join(empty, 'wrong.yml'), 'wordings: [');
  await expect(buildCatalog(empty, built)).rejects.toThrow();
});
