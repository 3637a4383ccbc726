/**
 * The judged texts of bench/texts: each of them gets the verdict that people found right. Those that are missed today
 * stand in missed-texts.md, each with what is wrong, so that a change which mends or breaks one shows it there:
 * `npx vitest run test/diagnosis/texts.test.ts -u` writes the file again.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readOwnTexts } from '../../bench/diagnosis/cases.ts';
import { missesOf } from '../../bench/diagnosis/questions.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { catalog } = await openCatalog({ folder: here('../../catalog'), own: null });
const { diagnose } = createJudge(catalog);
const corpora = await readOwnTexts(here('../../bench/texts'));

test('the judged texts get the right verdicts, but for those that are known to be missed', async () => {
  const texts = corpora.flatMap(({ cases }) => cases);
  expect(texts.length).toBeGreaterThanOrEqual(2650);
  const missed = corpora.flatMap(({ title, cases }) => {
    const rows = cases.flatMap(({ text, expected, bounce }) => {
      const misses = missesOf(expected, bounce && diagnose(bounce));
      return misses.length === 0 ? [] : [`- ${JSON.stringify(text)}\n  ${misses.join('; ')}\n`];
    });
    return rows.length === 0 ? [] : [`## ${title}\n\n${rows.join('')}`];
  });
  await expect(missed.join('\n')).toMatchFileSnapshot('missed-texts.md');
});
