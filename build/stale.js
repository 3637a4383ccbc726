// Whether dist/ is older than what it is made of: `bin/` asks at every start in a checkout, and waits some 7 ms for it.
// Plain JavaScript: to begin with TypeScript takes Node longer than that.
import { readdirSync, statSync } from 'node:fs';

/** What `dist/` is made of, and with. */
const FOLDERS = ['src', 'adapters', 'app', 'build', 'catalog', 'bench/texts'];
const FILES = ['package-lock.json'];

/** The file in `dist/` that says what it was made of; its time is when that was looked at. */
export const STAMP = 'made-of';

/**
 * @param {string} root folder of the checkout
 * @returns {readonly string[]} every file that the build reads, by its path in there, with slashes
 */
export function sourcesOf(root) {
  const folders = [...FOLDERS];
  const files = [...FILES];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (/\.(?:ts|ya?ml|jsonl)$/.test(path)) files.push(path);
    }
  }
  return files;
}

/**
 * @param {string} root folder of the checkout
 * @returns {string | null} a file that was written after `dist/` was made, or null
 */
export function newerThanBuild(root) {
  try {
    const built = statSync(`${root}/dist/${STAMP}`).mtimeMs;
    return sourcesOf(root).find((file) => statSync(`${root}/${file}`).mtimeMs > built) ?? null;
  } catch {
    // A file that goes away meanwhile: somebody's editor is at work.
    return null;
  }
}
