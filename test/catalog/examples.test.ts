import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';

/** Every entry's example, given to the bot as somebody would paste it, is read and lands on that very entry. */
const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { diagnose } = createJudge(catalog);
const wanted = process.env.CATALOG_FILES ?? '';

describe.each(
  [...new Set(catalog.entries.map((entry) => entry.file))].filter((file) => file.includes(wanted)),
)('catalog/%s', (file) => {
  test.each(catalog.entries.filter((entry) => entry.file === file))('$id: $example', async (entry) => {
    const { bounces } = await read(entry.example, { asked: true });
    const diagnoses = bounces.map(diagnose);
    expect(diagnoses.map(({ entry, reason }) => ({ entry: entry?.id, reason }))).toEqual([
      { entry: entry.id, reason: entry.reason },
    ]);
  });
});
