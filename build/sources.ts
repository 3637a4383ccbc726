import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesOf } from './stale.js';

/** @returns what changes with any of the files that the build reads */
export function sourcesHash(root: string): string {
  const hash = createHash('sha256');
  for (const name of sourcesOf(root).toSorted()) {
    hash.update(`${name}\n`);
    hash.update(
      createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest(),
    );
  }
  return hash.digest('hex');
}
