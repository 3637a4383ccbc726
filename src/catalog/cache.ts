import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CheckedFile } from './check.ts';
import type { CatalogText } from './files.ts';

const FOLDER = new URL('../../node_modules/.cache/bounce-triage/', import.meta.url);
/** What decides how a text is checked: a change here makes what was kept worthless. */
const RULES = ['schema.ts', 'check.ts', 'words.ts'].map((name) => new URL(name, import.meta.url));
/** More sets than these, of catalogs that were edited since, are thrown away. */
const MOST_KEPT = 8;

/**
 * Keeps files that were checked and found right, for the next start. It is found by the content of the files and
 * of the rules, so it can't be stale; where it can't be written, the next start checks again.
 * @param texts the files in their order
 */
export function createCheckedCache(texts: readonly CatalogText[]) {
  const hash = createHash('sha256');
  for (const rule of RULES) hash.update(readFileSync(rule));
  for (const { name, text, own } of texts) hash.update(JSON.stringify([name, text.length, own])).update(text);
  const kept = new URL(`catalog-${hash.digest('hex').slice(0, 32)}.json`, FOLDER);
  return {
    /** @returns the checked files, or null where they aren't kept */
    read(): readonly CheckedFile[] | null {
      try {
        return JSON.parse(readFileSync(kept, 'utf8')) as readonly CheckedFile[];
      } catch {
        return null;
      }
    },
    write(files: readonly CheckedFile[]): void {
      try {
        mkdirSync(FOLDER, { recursive: true });
        if (readdirSync(FOLDER).length >= MOST_KEPT) rmSync(FOLDER, { recursive: true });
        mkdirSync(FOLDER, { recursive: true });
        const unfinished = fileURLToPath(new URL(`${randomUUID()}.tmp`, FOLDER));
        writeFileSync(unfinished, JSON.stringify(files));
        renameSync(unfinished, kept);
      } catch {
        // A read-only installation: the next start takes its 200 ms.
      }
    },
  };
}
