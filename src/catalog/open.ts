/** Opens the catalog: ours, and over it the team's own. */
import { assemble } from './assemble.ts';
import { createCheckedCache } from './cache.ts';
import type { CheckedFile } from './check.ts';
import type { Catalog } from './entry.ts';
import { type CatalogText, catalogTexts } from './files.ts';

/** Thrown where the built-in catalog is broken: the message names file, line, entry and field of each mistake. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  constructor(mistakes: readonly string[]) {
    super(`The catalog has ${mistakes.length} mistake(s):\n${mistakes.map((m) => `  ${m}`).join('\n')}`);
  }
}

/** Where the catalog lies: ours, and the team's own folder, if it has one. */
export type Catalogs = { readonly folder: string; readonly own: string | null };

export type OpenedCatalog = {
  readonly catalog: Catalog;
  /** What is wrong in the team's own folder; these entries were left out. */
  readonly mistakes: readonly string[];
};

/**
 * Reading and checking YAML takes most of the time of a start, so files that were checked once are kept in a
 * cache, by their content.
 * @throws CatalogError where the built-in catalog is broken; Error where a folder can't be read
 */
export async function openCatalog({ folder, own }: Catalogs): Promise<OpenedCatalog> {
  const ours = await checked(catalogTexts(folder, false));
  const alone = assemble(ours.files);
  const broken = [...ours.mistakes, ...alone.mistakes];
  if (broken.length > 0) throw new CatalogError(broken);
  if (own === null) return { catalog: alone.catalog, mistakes: [] };
  const theirs = await checked(catalogTexts(own, true));
  const { catalog, mistakes } = assemble([...ours.files, ...theirs.files]);
  return { catalog, mistakes: [...theirs.mistakes, ...mistakes] };
}

type Checked = { readonly files: readonly CheckedFile[]; readonly mistakes: readonly string[] };

async function checked(texts: readonly CatalogText[]): Promise<Checked> {
  const cache = createCheckedCache(texts);
  const known = cache.read();
  if (known !== null) return { files: known, mistakes: [] };
  const { checkFile } = await import('./check.ts');
  const results = texts.map(checkFile);
  const files = results.flatMap(({ file }) => file ?? []);
  const mistakes = results.flatMap((result) => result.mistakes);
  if (mistakes.length === 0) cache.write(files);
  return { files, mistakes };
}
