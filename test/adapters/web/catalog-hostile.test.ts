/** The catalog page against hostile queries, addresses and catalogs: whatever they hold stays text. */
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/catalog/index.ts';
import { catalog as builtIn } from '../../support/web/catalog.ts';
import { webTest } from '../../support/web/web-test.ts';

const TRAP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

const steps = [TRAP, '[click](https://example.com/"onmouseover="alert(1)) [run](javascript:alert(1))'].map(
  (text) => ({ text, when: [] }),
);

/** What somebody may have written into a catalog of their own. */
const trap: Entry = {
  ...(builtIn.entries.find(({ id }) => id === '550 5.7.26') as Entry),
  id: 'zzz-trap',
  kind: 'response',
  title: TRAP,
  meaning: TRAP,
  steps,
  short: { title: TRAP, returned: TRAP, sentence: TRAP, question: TRAP, steps },
  words: ['zzztrap'],
  example: TRAP,
  file: `${TRAP}.yml`,
};
const web = webTest({ catalog: { ...builtIn, entries: [...builtIn.entries, trap] } });

test.each([
  '/catalog/no-such-entry',
  '/catalog/%E0%A4',
  `/catalog/${encodeURIComponent(TRAP)}`,
])('an entry that is not there: %s', async (path) => {
  const { page } = await web.openCatalog(path);
  await page.getByRole('heading', { name: 'There is no such entry' }).waitFor();
  expect(await page.title()).toBe('No such entry · Catalog · Bounce Triage');
  expect(await page.locator('img[src="x"], .card script').count()).toBe(0);
  await page.getByRole('link', { name: 'Search for it' }).click();
  await page.locator('#rows[aria-busy="false"]').waitFor({ state: 'attached' });
});

test('a hostile query stays text, in the page and in its address', async () => {
  const { page, search, settled } = await web.openCatalog();
  const hostile = [
    TRAP,
    'x'.repeat(10_000),
    '\u0000\u0007\u001b[31mzzzq',
    '\u202e\u2066zzzq\u202e',
    '\ud83dzzzq',
  ];
  for (const query of hostile) {
    // An input takes no line breaks and keeps the rest; it doesn't cut what a program puts in.
    await search(query);
    await page.reload();
    await settled();
    expect(await page.title()).toBe('Catalog · Bounce Triage');
    expect(await page.locator('img[src="x"], main script, [onerror]').count()).toBe(0);
    expect(page.url().length).toBeLessThan(2_000);
  }
  await search('x'.repeat(10_000));
  const heading = page.getByRole('heading', { name: 'Nothing for' });
  expect(await heading.innerText()).toBe(`Nothing for “${'x'.repeat(80)}…”.`);
  await search('\u202ezzzq');
  await heading.locator('.typed').waitFor();
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.nothing .typed')).unicodeBidi`)).toBe(
    'isolate',
  );
});

test('hostile words in a catalog stay text', async () => {
  const { page, links } = await web.openCatalog('/catalog?q=zzztrap');
  expect((await links())[0]).toContain('<img src=x');
  await page.getByRole('list', { name: 'Entries' }).getByRole('link').first().click();
  await page.getByRole('article').waitFor();
  const card = page.locator('.card');
  expect(await card.innerText()).toContain('</script>.yml');
  expect(await card.locator('img, script, [onerror], [onmouseover]').count()).toBe(0);
  expect(await card.locator('a:not([href^="https:"], [href^="/catalog"])').count()).toBe(0);
  expect(await page.title()).toContain('<img src=x');
});
