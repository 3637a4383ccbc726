/** What the build writes of the catalog is the catalog: every entry, field by field, and the matcher's tables. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCatalog } from '../../build/catalog.ts';
import { createMatcher, openCatalog } from '../../src/catalog/index.ts';
import { readTables } from '../../src/catalog/kept-tables.ts';
import { buildTables } from '../../src/catalog/tables.ts';
import { patternsOf } from '../../src/diagnosis/evidence.ts';

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

test('the tables are those that would be made, and not taken for other patterns', async () => {
  const { catalog } = await openCatalog({ folder: built, own: null });
  createMatcher(patternsOf(catalog), (patterns) => {
    const made = buildTables(patterns);
    expect(readTables(join(built, 'tables.bin'), patterns)).toEqual(made);
    expect(readTables(join(built, 'tables.bin'), patterns.slice(1))).toBeNull();
    expect(readTables(join(empty, 'tables.bin'), patterns)).toBeNull();
    return made;
  });
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
