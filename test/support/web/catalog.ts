/** The built-in catalog, for tests of the pages on it. */
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../../src/catalog/index.ts';

export const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../../catalog', import.meta.url)),
  own: null,
});
