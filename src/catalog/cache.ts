import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { CheckedFile } from './check.ts';
import type { CatalogText } from './files.ts';
import type { Pattern } from './pattern.ts';
import { buildTables, type Tables } from './tables.ts';

const FOLDER = new URL('../../node_modules/.cache/bounce-triage/', import.meta.url);
/**
 * What decides how a text is checked: a change here makes what was kept worthless. Read when the code itself is, so
 * that a program that runs while the code is edited keeps nothing under the new code's name.
 */
const CHECKING = textsOf(['schema.ts', 'check.ts', 'words.ts']);
/** The same for how patterns are compiled. */
const COMPILING = textsOf(['normal-form.ts', 'pattern.ts', 'keys.ts', 'tables.ts']);
/** More files than these, of catalogs that were edited since, are thrown away. */
const MOST_KEPT = 16;

/**
 * Keeps files that were checked and found right, for the next start.
 * @param texts the files in their order
 */
export function createCheckedCache(texts: readonly CatalogText[]) {
  const content = texts.flatMap(({ name, text, own }) => [JSON.stringify([name, text.length, own]), text]);
  const kept = keptFile('catalog', CHECKING, content);
  return {
    /** @returns the checked files, or null where they aren't kept */
    read: (): readonly CheckedFile[] | null => kept.read((bytes) => JSON.parse(bytes.toString())),
    write: (files: readonly CheckedFile[]): void => kept.write(Buffer.from(JSON.stringify(files))),
  };
}

/** @returns the matcher's tables of these patterns, kept from an earlier start or built */
export function keptTables(patterns: readonly Pattern[]): Tables {
  const content = patterns.map(({ source, kind }) => `${kind} ${source}\n`);
  const kept = keptFile('patterns', [...COMPILING, String(buildTables), process.version], content);
  const known = kept.read((bytes) => deserialize(bytes) as Tables);
  if (known !== null) return known;
  const tables = buildTables(patterns);
  kept.write(serialize(tables));
  return tables;
}

/**
 * A file that is found by the content of what it was made of and of the rules, so it can't be stale. Where it can't be
 * written, the next start does the work again.
 */
function keptFile(what: string, rules: readonly string[], content: readonly string[]) {
  const hash = createHash('sha256');
  for (const rule of rules) hash.update(rule);
  hash.update(content.join(''));
  const file = new URL(`${what}-${hash.digest('hex').slice(0, 32)}`, FOLDER);
  return {
    read<T>(decode: (bytes: Buffer) => T): T | null {
      try {
        return decode(readFileSync(file));
      } catch {
        return null;
      }
    },
    write(bytes: Uint8Array): void {
      try {
        mkdirSync(FOLDER, { recursive: true });
        if (readdirSync(FOLDER).length >= MOST_KEPT) rmSync(FOLDER, { recursive: true });
        mkdirSync(FOLDER, { recursive: true });
        const unfinished = fileURLToPath(new URL(`${randomUUID()}.tmp`, FOLDER));
        writeFileSync(unfinished, bytes);
        renameSync(unfinished, file);
      } catch {
        // A read-only installation: the next start takes its 200 ms.
      }
    },
  };
}

function textsOf(names: readonly string[]): readonly string[] {
  return names.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
}
