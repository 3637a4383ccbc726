/** Opens the catalog: ours, and over it the team's own. */
import { assemble } from './assemble.ts';
import { isBuilt, readBuilt } from './built.ts';
import type { CheckedFile } from './check.ts';
import { readChecked, readCheckedOf } from './checked.ts';
import type { Catalog } from './entry.ts';
import { type CatalogText, catalogTexts } from './files.ts';

/** Thrown where the built-in catalog is broken: the message names file, line, entry and field of each mistake. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  constructor(mistakes: readonly string[]) {
    super(
      `The catalog has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}:\n${mistakes.map((m) => `  ${m}`).join('\n')}`,
    );
  }
}

/** Where the catalog lies: ours, as its files or as the build left it, and the team's own folder, if it has one. */
export type Catalogs = {
  readonly folder: string;
  readonly own: string | null;
  /** Is told each mistake in the team's own folder, one line each. */
  readonly onMistake?: (mistake: string) => void;
};

export type OpenedCatalog = {
  readonly catalog: Catalog;
  /** What is wrong in the team's own folder; these entries were left out. */
  readonly mistakes: readonly string[];
};

/**
 * Reading and checking YAML takes most of the time of a start, so the build does it for our own files. The team's own
 * are checked each time.
 * @throws CatalogError where the built-in catalog is broken; CatalogFolderError where a folder can't be read
 */
export async function openCatalog({ folder, own, onMistake }: Catalogs): Promise<OpenedCatalog> {
  if (own === null && isBuilt(folder)) return { catalog: readBuilt(folder), mistakes: [] };
  const ours = isBuilt(folder) ? { files: readChecked(folder), mistakes: [] } : await checkedOurs(folder);
  if (ours.mistakes.length > 0) throw new CatalogError(ours.mistakes);
  const alone = assemble(ours.files);
  if (alone.mistakes.length > 0) throw new CatalogError(alone.mistakes);
  if (own === null) return { catalog: alone.catalog, mistakes: [] };
  const theirs = await checked(catalogTexts(own, true));
  const assembled = assemble([...ours.files, ...theirs.files]);
  const mistakes = [...theirs.mistakes, ...assembled.mistakes];
  for (const mistake of mistakes) onMistake?.(mistake);
  return { catalog: assembled.catalog, mistakes };
}

type Checked = { readonly files: readonly CheckedFile[]; readonly mistakes: readonly string[] };

/** @returns what the build made of these very files, or else what a check says of them now */
async function checkedOurs(folder: string): Promise<Checked> {
  const texts = catalogTexts(folder, false);
  const known = readCheckedOf(texts);
  return known === null ? checked(texts) : { files: known, mistakes: [] };
}

/** @returns the files without the entries that are wrong, and each mistake */
export async function checked(texts: readonly CatalogText[]): Promise<Checked> {
  const { checkFile } = await import('./check.ts');
  const results = texts.map(checkFile);
  return {
    files: results.flatMap(({ file }) => file ?? []),
    mistakes: results.flatMap((result) => result.mistakes),
  };
}
