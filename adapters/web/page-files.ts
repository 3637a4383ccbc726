import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { type Context, Hono } from 'hono';
import type { Env } from './env.ts';

const FOLDER = new URL('./page/', import.meta.url);

/** The kinds of file that the pages are made of; the folder may hold others, which are not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** @returns a file of the page @throws where there is none of this name */
export const pageFile = (name: string): Uint8Array<ArrayBuffer> => readFileSync(new URL(name, FOLDER));

/** @param hasEntry whether the catalog has an entry of this key: one that it hasn't is a 404, on the same page */
type PageContext = { readonly hasEntry: (key: string) => boolean };

/**
 * Serves the chat at `/`, the catalog at `/catalog` and below, and their files under `/page/`. They are read
 * once, and only names found in the folder then are answered, so no path can lead out of it.
 */
export function createPageFiles({ hasEntry }: PageContext): Hono<Env> {
  const app = new Hono<Env>();
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const bytes = pageFile(name);
    // no-cache: after an update the next visit must not mix old files with new ones.
    const serve = (c: Context<Env>, status: 200 | 404 = 200) =>
      c.body(bytes, status, { 'Content-Type': type, 'Cache-Control': 'no-cache' });

    if (name === 'index.html') app.get('/', (c) => serve(c));
    else if (name === 'catalog.html') {
      app.get('/catalog', (c) => serve(c));
      app.get('/catalog/', (c) => serve(c));
      app.get('/catalog/:key', (c) => serve(c, hasEntry(c.req.param('key')) ? 200 : 404));
    } else if (!name.endsWith('.html')) app.get(`/page/${name}`, (c) => serve(c));
  }
  return app;
}
