import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `dist/` is made of, and with. */
const FOLDERS = ['src', 'adapters', 'app', 'build', 'catalog'];
const FILES = ['package-lock.json'];

/** @returns what changes with any of the files that the build reads */
export function sourcesHash(root: string): string {
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|ya?ml)$/.test(name))
      .map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const name of [...names.sort(), ...FILES]) {
    hash.update(`${name}\n`);
    hash.update(
      createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest(),
    );
  }
  return hash.digest('hex');
}
