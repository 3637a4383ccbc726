/** The catalog page in a browser, as a user handles it: by labels, roles and keys. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export type CatalogPage = {
  readonly page: Page;
  /** Types into the search box in place of what is there. Resolves when the list shows what is found. */
  search(query: string): Promise<void>;
  /** Chooses in a filter by its label. Resolves when the list shows what is left. */
  choose(filter: 'Provider' | 'Reason' | 'Kind', option: string): Promise<void>;
  /** Resolves when the list is at rest. */
  settled(): Promise<void>;
  /** @returns the accessible names of the first links in the list: code and title */
  links(most?: number): Promise<readonly string[]>;
  /** @returns what is said of the number found: "7 of 1,098 entries" */
  count(): Promise<string>;
  /** @returns the address without its host: "/catalog?q=550" */
  address(): string;
};

/**
 * Opens an address of the catalog in a profile of its own.
 *
 * @param path "/catalog", "/catalog?q=550"
 */
export const openCatalogPage = async (
  browser: Browser,
  url: string,
  path = '/catalog',
  options: BrowserContextOptions = {},
): Promise<CatalogPage> => {
  const page = await (await browser.newContext(options)).newPage();
  const settled = () => page.locator('#rows[aria-busy="false"]').waitFor({ state: 'attached' });
  await page.goto(url + path);
  if (/^\/catalog(\?|$)/.test(path)) await settled();
  return {
    page,
    async search(query) {
      await page.getByRole('searchbox', { name: 'Search the catalog' }).fill(query);
      await settled();
    },
    async choose(filter, option) {
      await page.getByLabel(filter, { exact: true }).selectOption({ label: option });
      await settled();
    },
    settled,
    links: async (most = 5) =>
      (await page.getByRole('list', { name: 'Entries' }).getByRole('link').allInnerTexts())
        .slice(0, most)
        .map((text) => text.replaceAll(/\s+/g, ' ')),
    count: () => page.locator('#count').innerText(),
    address: () => page.url().slice(url.length),
  };
};
