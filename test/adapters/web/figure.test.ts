/** The figures of notes: a table to read, and bars whose numbers can be read out. */
import { expect, test } from 'vitest';
import { attempt } from '../../support/postfix-log.ts';
import { textContrasts } from '../../support/web/contrast.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

// From three days with bounces on, the picture says more than its table.
const THREE_DAYS = [19, 20, 21, 21, 21, 21]
  .map((day, n) =>
    attempt({
      day,
      time: `09:00:0${n}`,
      id: `4FpQx0abcz${n}`,
      to: `user${n}@example.com`,
      words: '550 5.1.1 User unknown',
    }),
  )
  .join('\n');

test('the week is drawn in bars: each day is a row with its number, and the longest bar is the busiest day', async () => {
  const { page, send } = await web.openChat({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  await send(THREE_DAYS);
  const table = (await send('/bounces stats')).getByRole('table', { name: 'Bounces in the last 7 days' });
  const rows = await table.getByRole('row').allInnerTexts();
  expect(rows.map((row) => row.replaceAll(/\s+/g, ' ').trim())).toEqual([
    ...[15, 16, 17, 18].map((day) => `Nov ${day} 0`),
    'Nov 19 1',
    'Nov 20 1',
    'Nov 21 4',
  ]);
  expect(await table.getByRole('rowheader').first().innerText()).toBe('Nov 15');
  const widths = await table
    .locator('rect')
    .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
  expect(widths.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(widths[5]).toBeGreaterThan(0);
  expect(widths[6]).toBeCloseTo(4 * (widths[5] ?? 0), 0);
  expect(widths[6]).toBeGreaterThan(100);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  expect((await textContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
});
