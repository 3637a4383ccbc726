import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Hono } from 'hono';
import type { Env } from './app.ts';

const FOLDER = new URL('./page/', import.meta.url);

/** The kinds of file that the page is made of; the folder may hold others, which are not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Serves the chat page at `/` and its files under `/page/`. They are read once, and only names found in the
 * folder then are answered, so no path can lead out of it.
 */
export const createPageFiles = (): Hono<Env> => {
  const app = new Hono<Env>();
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const bytes = readFileSync(new URL(name, FOLDER));
    app.get(name === 'index.html' ? '/' : `/page/${name}`, (c) =>
      // no-cache: after an update the next visit must not mix old files with new ones.
      c.body(bytes, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    );
  }
  return app;
};
