/** Our own files as the build checked them: a start that has the team's files too puts both together again. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { CheckedFile } from './check.ts';
import type { CatalogText } from './files.ts';
import { sha256 } from './hash.ts';
import { CHECKING } from './rules.ts';

const BUILT = fileURLToPath(new URL('../../dist/catalog', import.meta.url));
const FILE = 'checked.json.br';

/** Writes files that have no mistakes. @param texts what they were read from, which tells later whether they still hold */
export function writeChecked(
  texts: readonly CatalogText[],
  files: readonly CheckedFile[],
  folder: string,
): void {
  writeFileSync(join(folder, FILE), brotliCompressSync(`${hashOf(texts)}\n${JSON.stringify(files)}`));
}

/** @param folder where the build put them @throws Error where they can't be read */
export function readChecked(folder: string): readonly CheckedFile[] {
  const text = textIn(folder);
  return JSON.parse(text.slice(text.indexOf('\n'))) as readonly CheckedFile[];
}

/** @returns what the last build in this checkout made of these texts; null where it had others, or other code */
export function readCheckedOf(texts: readonly CatalogText[]): readonly CheckedFile[] | null {
  try {
    const text = textIn(BUILT);
    return text.startsWith(`${hashOf(texts)}\n`)
      ? (JSON.parse(text.slice(text.indexOf('\n'))) as readonly CheckedFile[])
      : null;
  } catch {
    return null;
  }
}

/** Packed to a sixth: few starts need it, and every installation has it. */
const textIn = (folder: string): string => brotliDecompressSync(readFileSync(join(folder, FILE))).toString();

function hashOf(texts: readonly CatalogText[]): string {
  const hash = sha256().update(String(CHECKING));
  for (const { name, text, own } of texts) {
    hash.update(JSON.stringify([name, text.length, own]));
    hash.update(text);
  }
  return hash.digest('hex');
}
