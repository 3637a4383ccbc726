/**
 * `npm run build`: makes `dist/`, which `bin/` runs and the package ships. A second build of the same files does
 * nothing, and says nothing. It is made beside the old one and put in its place at the end, so nobody runs half of each.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { buildCatalog } from './catalog.ts';
import { sourcesHash } from './sources.ts';
import { writeTypes } from './types.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
/** What `dist/` was made of. */
const STAMP = 'made-of';

/** @returns whether anything had to be built */
export async function build(): Promise<boolean> {
  const hash = sourcesHash(ROOT);
  if (stampOf(DIST) === hash) return false;
  const fresh = join(ROOT, `dist-${process.pid}`);
  const old = `${fresh}-old`;
  try {
    mkdirSync(join(fresh, 'catalog'), { recursive: true });
    await Promise.all([bundle(ROOT, fresh), buildCatalog(join(ROOT, 'catalog'), join(fresh, 'catalog'))]);
    writeTypes(ROOT, fresh);
    writeFileSync(join(fresh, STAMP), hash);
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
  if (await build()) {
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    process.stderr.write(`dist/ is built (${seconds} s).\n`);
  }
}
