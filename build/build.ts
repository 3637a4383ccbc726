/**
 * `npm run build`: makes `dist/`, which `bin/` runs and the package ships. A second build of the same files does
 * nothing, and says nothing. It is made beside the old one and put in its place at the end, so nobody runs half of each.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogError } from '../src/catalog/index.ts';
import { bundle } from './bundle.ts';
import { buildCatalog } from './catalog.ts';
import { buildGuesser } from './guess/build.ts';
import { sourcesHash } from './sources.ts';
import { STAMP } from './stale.js';
import { writeTypes } from './types.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

/** @returns whether anything had to be built */
export async function build(): Promise<boolean> {
  // What is edited while it builds is newer than that.
  const begin = new Date();
  const hash = sourcesHash(ROOT);
  if (stampOf(DIST) === hash) {
    utimesSync(join(DIST, STAMP), begin, begin);
    return false;
  }
  const fresh = join(ROOT, `dist-${process.pid}`);
  const old = `${fresh}-old`;
  try {
    mkdirSync(join(fresh, 'catalog'), { recursive: true });
    // Where one fails, the other is waited for: what it wrote later would stay.
    const done = await Promise.allSettled([
      bundle(ROOT, fresh),
      buildCatalog(join(ROOT, 'catalog'), join(fresh, 'catalog')).then((catalog) =>
        buildGuesser(catalog, ROOT, { earlier: DIST, to: fresh }),
      ),
    ]);
    for (const one of done) if (one.status === 'rejected') throw one.reason;
    writeTypes(ROOT, fresh);
    writeFileSync(join(fresh, STAMP), hash);
    utimesSync(join(fresh, STAMP), begin, begin);
    if (existsSync(DIST)) renameSync(DIST, old);
    renameSync(fresh, DIST);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
  return true;
}

function stampOf(folder: string): string | null {
  const file = join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

if (import.meta.main) {
  const begin = performance.now();
  try {
    if (await build()) {
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      process.stderr.write(`dist/ is built (${seconds} s).\n`);
    }
  } catch (error) {
    // The message names file, line and field; where our code stood says nothing to who edits a catalog.
    if (!(error instanceof CatalogError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
