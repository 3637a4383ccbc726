/** The catalog page for those who use no mouse, hear it read out, see little contrast, or hold it in one hand. */
import { expect, test } from 'vitest';
import { textContrasts } from '../../support/web/contrast.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

test('it is worked by the keyboard alone', async () => {
  const { page, settled } = await web.openCatalog();
  const focused = page.locator(':focus');
  const rows = page.locator('.row');
  // The box has the focus from the start.
  await page.keyboard.type('mailbox full');
  await settled();
  await page.keyboard.press('ArrowDown');
  expect((await focused.innerText()).replaceAll(/\s+/g, ' ')).toBe(
    "mailbox-full The recipient's mailbox is full",
  );
  await page.keyboard.press('ArrowDown');
  expect(await rows.nth(1).locator('a:focus').count()).toBe(1);
  await page.keyboard.press('ArrowUp');
  expect(await rows.nth(0).locator('a:focus').count()).toBe(1);
  await page.keyboard.press('ArrowUp');
  expect(await focused.getAttribute('type')).toBe('search');

  // Quicker than the answer: the focus is on the first of what is found then.
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('TS03');
  await page.keyboard.press('ArrowDown');
  await settled();
  await expect.poll(() => focused.innerText()).toContain('TS03');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await settled();
  expect(await page.getByRole('searchbox').inputValue()).toBe('');

  const more = page.getByRole('button', { name: /^Show 100 more of / });
  await more.focus();
  await page.keyboard.press('Enter');
  expect(await page.locator('.row').count()).toBe(200);
  expect(await rows.nth(100).locator('a:focus').count()).toBe(1);
});

const STATES = [
  '/catalog',
  '/catalog?q=qqqzzz',
  '/catalog?q=dmarc&kind=reply-code',
  '/catalog/google-unauthenticated',
];

test.each([
  'light',
  'dark',
] as const)('every text has a contrast of 4.5 : 1 or more: %s', async (colorScheme) => {
  for (const path of STATES) {
    const { page } = await web.openCatalog(path, { colorScheme, reducedMotion: 'reduce' });
    await page.locator('.row, .nothing h3, .card').first().waitFor();
    const measured = await textContrasts(page);
    expect(measured.length).toBeGreaterThan(8);
    expect(measured.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  }
});

test('at 360 pixels nothing hangs over the side, and what is to be touched is large enough', async () => {
  for (const path of [...STATES, '/catalog?q=exchange+store', '/catalog/exchange-invalid-content', '/']) {
    const { page } = await web.openCatalog(path, { viewport: { width: 360, height: 740 } });
    await page.locator('.row, .nothing h3, .card, .welcome').first().waitFor();
    const over = await page.locator('body *').evaluateAll((all) =>
      all
        .filter((element) => element.closest('[hidden], .unseen, .drop, pre') === null)
        .filter((element) => element.getBoundingClientRect().right > 360.5)
        .map(({ className, tagName }) => `${tagName} ${className}`),
    );
    expect(over, path).toEqual([]);
    // WCAG 2.2, 2.5.8: at least 24 by 24 CSS pixels; links in a line of text are exempt.
    for (const control of await page.locator('button, select, input, .tries a, .row').all()) {
      if (!(await control.isVisible())) continue;
      const { width, height } = (await control.boundingBox()) ?? { width: 0, height: 0 };
      expect(Math.min(width, height), await control.innerText()).toBeGreaterThanOrEqual(24);
    }
  }
});

test('names, roles and order of headings are there to be read out', async () => {
  for (const path of STATES) {
    const { page } = await web.openCatalog(path);
    await page.locator('.row, .nothing h3, .card').first().waitFor();
    for (const control of await page.locator('button, a, select, input').all()) {
      if (!(await control.isVisible())) continue;
      expect(await control.ariaSnapshot()).toMatch(
        /(button|link|combobox|searchbox) "[^"]+"|searchbox|link '/,
      );
    }
    const levels = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((headings) =>
        headings.filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1])),
      );
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  }
  const { page } = await web.openCatalog();
  await page.getByRole('search').getByRole('searchbox', { name: 'Search the catalog' }).waitFor();
  for (const name of ['Provider', 'Reason', 'Kind']) await page.getByRole('combobox', { name }).waitFor();
  await page.getByRole('status').getByText('entries').waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
});
