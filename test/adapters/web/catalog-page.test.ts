/** The catalog page in a real Chromium, as its user handles it. */
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/catalog/index.ts';
import { catalog } from '../../support/web/catalog.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest();

test('from the chat to the catalog, to an entry, back to the list as it was, and back to the chat', async () => {
  const { page, search, links, settled, address } = await web.openCatalog('/');
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
});

test('it finds as one types, best first, and says how many', async () => {
  const { page, search, links, count, settled } = await web.openCatalog();
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
});

test('an answer that comes late does not replace a newer one', async () => {
  const { page, links, settled } = await web.openCatalog();
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
});

test('filters narrow it, stand in the address, and outlive a reload', async () => {
  const { page, search, choose, count, settled, address } = await web.openCatalog();
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
});

test('back and forward go by what was looked for, not by letters', async () => {
  const { page, choose, links, settled, address } = await web.openCatalog();
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
});

test('an entry shows all that is known, and survives a reload', async () => {
  const { page, address } = await web.openCatalog('/catalog/google-unauthenticated');
  const entry = catalog.entries.find(({ id }) => id === 'google-unauthenticated') as Entry;
  for (const times of ['at first', 'after a reload']) {
    const card = page.getByRole('article', { name: 'Gmail: neither SPF nor DKIM passed' });
    await card.waitFor();
    expect(await page.title(), times).toBe('Gmail: neither SPF nor DKIM passed · Catalog · Bounce Triage');
    const text = (await card.innerText()).replaceAll(/\s+/g, ' ');
    for (const said of ['Authentication · ours to fix', '550', 'Gmail / Google Workspace']) {
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
  expect(address()).toBe('/catalog?reason=auth-failure');
});

test('nothing found says so, and what to try', async () => {
  const { page, search, choose, count, settled, links } = await web.openCatalog();
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
});

test('while the server is away the page says so, and goes on by itself', async () => {
  const { page, links, settled } = await web.openCatalog();
  await page.route('**/api/**', (route) => route.abort());
  await page.getByRole('searchbox').fill('TS03');
  await page.getByRole('alert').getByText('The bot is not answering.').waitFor();
  await page.unroute('**/api/**');
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  await settled();
  expect(await links()).toEqual([expect.stringContaining('TS03')]);
});
