/** The figures of notes: a table to read, and bars whose numbers can be read out. */
import { expect, test } from 'vitest';
import { textContrasts } from '../../support/web/contrast.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

const MIXED = [
  ...[1, 2, 3].map((n) => `550 5.1.1 <user${n}@example.com>: User unknown`),
  '452 4.2.2 <full@example.com>: Mailbox full',
].join('\n');

test('the week is drawn in bars: each day is a row with its number, and the longest bar is the busiest day', async () => {
  const { page, send } = await web.openChat({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  await send(MIXED);
  const table = (await send('/bounces stats')).getByRole('table', { name: 'Bounces in the last 7 days' });
  const rows = await table.getByRole('row').allInnerTexts();
  expect(rows.map((row) => row.replaceAll(/\s+/g, ' ').trim())).toEqual([
    ...[15, 16, 17, 18, 19, 20].map((day) => `Nov ${day} 0`),
    'Nov 21 4',
  ]);
  expect(await table.getByRole('rowheader').first().innerText()).toBe('Nov 15');
  const widths = await table
    .locator('rect')
    .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
  expect(widths.slice(0, -1)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(widths.at(-1)).toBeGreaterThan(100);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  expect((await textContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
});
