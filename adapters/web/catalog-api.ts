/**
 * The API of the catalog page.
 *
 *     GET /api/catalog          → { entries, providers, reasons, categories }   every row, the reasons first
 *     GET /api/catalog?q=550    → the same, with the rows found, best first; what is no query finds all
 *     GET /api/catalog/:key     → one entry whole, see CatalogEntry              404: no such entry
 *
 * Filters are the page's: it has the rows. Nothing is compressed: the page is on the same machine, where 250 KB
 * are there sooner than they are packed.
 */
import { Hono } from 'hono';
import type { CatalogShelf } from './catalog-shelf.ts';
import type { Env } from './env.ts';

/** @returns the routes under /api/catalog */
export function createCatalogApi(shelf: CatalogShelf) {
  const api = new Hono<Env>();

  api.get('/', (c) => {
    const query = c.req.query('q')?.trim() ?? '';
    return c.json({ entries: query === '' ? shelf.rows() : shelf.find(query), ...shelf.names() });
  });

  api.get('/:key', (c) => {
    const found = shelf.open(c.req.param('key'));
    return found === null ? c.json({ error: 'There is no such entry.' }, 404) : c.json(found);
  });

  return api;
}
