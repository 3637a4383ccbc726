/** The catalog page in a real Chromium, as its user handles it. */
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import type { Catalog, Entry } from '../../../src/catalog/index.ts';
import { startChromium } from '../../support/chromium.ts';
import { catalog as builtIn } from '../../support/web/catalog.ts';
import { openCatalogPage } from '../../support/web/catalog-page.ts';
import { textContrasts } from '../../support/web/contrast.ts';
import { createSampleDesk } from '../../support/web/sample-desk.ts';

const TRAP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** What somebody may have written into a catalog of their own. */
const trap: Entry = {
  ...(builtIn.entries.find(({ id }) => id === '550 5.7.26') as Entry),
  id: 'zzz-trap',
  kind: 'response',
  title: TRAP,
  meaning: TRAP,
  steps: [TRAP, '[click](https://example.com/"onmouseover="alert(1)) [run](javascript:alert(1))'],
  words: ['zzztrap'],
  example: TRAP,
  file: `${TRAP}.yml`,
};
const catalog: Catalog = { ...builtIn, entries: [...builtIn.entries, trap] };

const web = createWebAdapter(
  { host: '127.0.0.1', port: 0, catalog },
  { desk: createSampleDesk(), log: pino({ level: 'silent' }) },
);
let browser: Browser;

beforeAll(async () => {
  await web.start();
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await web.stop();
});

const open = async (...[path, options]: [path?: string, options?: Parameters<typeof openCatalogPage>[3]]) => {
  const shown = await openCatalogPage(browser, web.url(), path, options);
  return { ...shown, close: () => shown.page.context().close(), address: () => addressOf(shown.page.url()) };
};
const addressOf = (url: string): string => url.slice(web.url().length);

test('from the chat to the catalog, to an entry, back to the list as it was, and back to the chat', async () => {
  const { page, search, links, settled, address, close } = await open('/');
  await page.getByRole('link', { name: 'Catalog' }).click();
  await settled();
  expect(await page.title()).toBe('Catalog · Bounce Triage');

  await search('550 5.7.26');
  const [first] = await links(1);
  expect(first).toMatch(/^550 5\.7\.26 \S/);
  await page.getByRole('link', { name: first as string }).click();
  await page.getByRole('article').waitFor();
  expect(address()).toBe('/catalog/550%205.7.26');

  await page.getByRole('link', { name: 'Back to the list' }).click();
  await settled();
  expect(address()).toBe('/catalog?q=550+5.7.26');
  expect(await page.getByRole('searchbox').inputValue()).toBe('550 5.7.26');

  await page.getByRole('link', { name: 'Chat' }).click();
  await page.getByLabel('Message', { exact: true }).waitFor();
  await close();
});

test('it finds as one types, best first, and says how many', async () => {
  const { page, search, links, count, settled, close } = await open();
  const all = `${(catalog.entries.length + 35).toLocaleString('en')} entries`;
  expect(await count()).toBe(all);
  await page.keyboard.type('TS0');
  await page.keyboard.type('3');
  await settled();
  expect(await links()).toEqual([expect.stringContaining('TS03')]);
  expect(await count()).toBe(`1 of ${all}`);
  await search('gerylisting');
  expect((await links(1))[0]).toMatch(/Greylisted/);
  await search('');
  expect(await count()).toBe(all);
  await close();
});

test('an answer that comes late does not replace a newer one', async () => {
  const { page, links, settled, close } = await open();
  const held = Promise.withResolvers<void>();
  await page.route('**/api/catalog?q=dmarc', async (route) => {
    await held.promise;
    await route.continue().catch(() => undefined);
  });
  const asked = page.waitForRequest('**/api/catalog?q=dmarc');
  await page.getByRole('searchbox').fill('dmarc');
  await asked;
  await page.getByRole('searchbox').fill('TS03');
  await settled();
  held.resolve();
  await page.waitForLoadState('networkidle');
  expect(await links()).toEqual([expect.stringContaining('TS03')]);
  await close();
});

test('filters narrow it, stand in the address, and outlive a reload', async () => {
  const { page, search, choose, count, settled, address, close } = await open();
  await search('dmarc');
  await choose('Provider', 'Gmail / Google Workspace');
  await choose('Reason', 'Sender authentication failed');
  await choose('Kind', "Provider's response");
  expect(address()).toBe('/catalog?q=dmarc&provider=google&reason=auth-failure&kind=response');
  const found = await count();
  for (const row of await page.locator('.row').allInnerTexts()) expect(row).toContain('Gmail');

  await page.reload();
  await settled();
  expect(await count()).toBe(found);
  expect(await page.getByLabel('Provider').inputValue()).toBe('google');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await settled();
  expect(address()).toBe('/catalog?q=dmarc');
  expect(await page.getByRole('button', { name: 'Clear the filters' }).count()).toBe(0);
  await close();
});

test('back and forward go by what was looked for, not by letters', async () => {
  const { page, choose, links, settled, address, close } = await open();
  await page.keyboard.type('greylist');
  await page.keyboard.press('Enter');
  await settled();
  await choose('Kind', 'Reason');
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('mailbox');
  await settled();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('article').waitFor();

  const back = async (): Promise<string> => {
    await page.goBack();
    await settled();
    return address();
  };
  expect(await back()).toBe('/catalog?q=mailbox&kind=reason');
  expect(await back()).toBe('/catalog?q=greylist&kind=reason');
  await expect.poll(async () => (await links(1))[0]).toMatch(/^greylisted/);
  expect(await page.getByLabel('Kind').inputValue()).toBe('reason');
  expect(await back()).toBe('/catalog?q=greylist');
  expect(await page.getByRole('searchbox').inputValue()).toBe('greylist');
  expect(await back()).toBe('/catalog');
  await page.goForward();
  await settled();
  expect(await page.getByRole('searchbox').inputValue()).toBe('greylist');
  await close();
});

test('an entry shows all that is known, and survives a reload', async () => {
  const { page, close } = await open('/catalog/google-unauthenticated');
  const entry = catalog.entries.find(({ id }) => id === 'google-unauthenticated') as Entry;
  for (const times of ['at first', 'after a reload']) {
    const card = page.getByRole('article', { name: entry.title });
    await card.waitFor();
    expect(await page.title(), times).toBe(`${entry.title} · Catalog · Bounce Triage`);
    const text = (await card.innerText()).replaceAll(/\s+/g, ' ');
    for (const said of [
      'Authentication failure',
      '550',
      'Gmail / Google Workspace',
      'Whose problem: Yours',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain(entry.example.replaceAll(/\s+/g, ' '));
    expect(text).toContain('providers/google.yml in the catalog folder');
    expect(await card.locator('ol.steps > li').count()).toBe(entry.steps.length);
    expect(await card.getByRole('link', { name: 'support.google.com' }).first().getAttribute('href')).toMatch(
      /^https:\/\/support\.google\.com\//,
    );
    await page.reload();
  }
  await page.getByRole('link', { name: 'Sender authentication failed' }).click();
  await page.locator('#rows[aria-busy="false"]').waitFor();
  expect(addressOf(page.url())).toBe('/catalog?reason=auth-failure');
  await close();
});

test('nothing found says so, and what to try', async () => {
  const { page, search, choose, count, settled, links, close } = await open();
  await search('qqqzzz');
  expect(await page.getByRole('heading', { name: 'Nothing for “qqqzzz”.' }).isVisible()).toBe(true);
  expect(await count()).toMatch(/^0 of /);
  await page.getByRole('link', { name: 'TS03' }).click();
  await settled();
  expect(await links()).toHaveLength(1);

  await choose('Provider', 'Proofpoint');
  await page.getByRole('link', { name: 'Without the filters: 1 found' }).click();
  await settled();
  expect(await links()).toHaveLength(1);

  await page.goto(`${web.url()}/catalog?provider=nobody`);
  await settled();
  expect(await page.getByLabel('Provider').locator('option:checked').innerText()).toBe('Unknown: nobody');
  await page.getByRole('link', { name: 'Show all entries' }).click();
  await settled();
  expect(await links()).toHaveLength(5);
  await close();
});

test.each([
  '/catalog/no-such-entry',
  '/catalog/%E0%A4',
  `/catalog/${encodeURIComponent(TRAP)}`,
])('an entry that is not there: %s', async (path) => {
  const { page, close } = await open(path);
  await page.getByRole('heading', { name: 'There is no such entry' }).waitFor();
  expect(await page.title()).toBe('No such entry · Catalog · Bounce Triage');
  expect(await page.locator('img[src="x"], .card script').count()).toBe(0);
  await page.getByRole('link', { name: 'Search for it' }).click();
  await page.locator('#rows[aria-busy="false"]').waitFor({ state: 'attached' });
  await close();
});

test('a hostile query stays text, in the page and in its address', async () => {
  const { page, search, settled, close } = await open();
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
  await close();
});

test('hostile words in a catalog stay text', async () => {
  const { page, links, close } = await open('/catalog?q=zzztrap');
  expect((await links())[0]).toContain('<img src=x');
  await page.getByRole('list', { name: 'Entries' }).getByRole('link').first().click();
  await page.getByRole('article').waitFor();
  const card = page.locator('.card');
  expect(await card.innerText()).toContain('</script>.yml');
  expect(await card.locator('img, script, [onerror], [onmouseover]').count()).toBe(0);
  expect(await card.locator('a:not([href^="https:"], [href^="/catalog"])').count()).toBe(0);
  expect(await page.title()).toContain('<img src=x');
  await close();
});

test('it is worked by the keyboard alone', async () => {
  const { page, settled, close } = await open();
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
  await close();
});

test('while the server is away the page says so, and goes on by itself', async () => {
  const { page, links, settled, close } = await open();
  await page.route('**/api/**', (route) => route.abort());
  await page.getByRole('searchbox').fill('TS03');
  await page.getByRole('alert').getByText('The bot is not answering.').waitFor();
  await page.unroute('**/api/**');
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  await settled();
  expect(await links()).toEqual([expect.stringContaining('TS03')]);
  await close();
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
    const { page, close } = await open(path, { colorScheme, reducedMotion: 'reduce' });
    await page.locator('.row, .nothing h3, .card').first().waitFor();
    const measured = await textContrasts(page);
    expect(measured.length).toBeGreaterThan(8);
    expect(measured.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    await close();
  }
});

test('at 360 pixels nothing hangs over the side, and what is to be touched is large enough', async () => {
  for (const path of [...STATES, '/catalog?q=exchange+store', '/catalog/exchange-invalid-content', '/']) {
    const { page, close } = await open(path, { viewport: { width: 360, height: 740 } });
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
    await close();
  }
});

test('names, roles and order of headings are there to be read out', async () => {
  for (const path of STATES) {
    const { page, close } = await open(path);
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
    await close();
  }
  const { page, close } = await open();
  await page.getByRole('search').getByRole('searchbox', { name: 'Search the catalog' }).waitFor();
  for (const name of ['Provider', 'Reason', 'Kind']) await page.getByRole('combobox', { name }).waitFor();
  await page.getByRole('status').getByText('entries').waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await close();
});
