import { assemble } from '../src/catalog/assemble.ts';
import { writeBuilt } from '../src/catalog/built.ts';
import { writeChecked } from '../src/catalog/checked.ts';
import { catalogTexts } from '../src/catalog/files.ts';
import type { Catalog } from '../src/catalog/index.ts';
import { CatalogError, checked } from '../src/catalog/open.ts';

/**
 * Checks our catalog and writes it as starts read it.
 * @returns the catalog
 * @throws CatalogError naming each mistake, so that no wrong catalog is shipped
 */
export async function buildCatalog(from: string, to: string): Promise<Catalog> {
  const texts = catalogTexts(from, false);
  const { files, mistakes } = await checked(texts);
  const assembled = assemble(files);
  const wrong = [...mistakes, ...assembled.mistakes];
  if (wrong.length > 0) throw new CatalogError(wrong);
  writeChecked(texts, files, to);
  writeBuilt(assembled.catalog, to);
  return assembled.catalog;
}
