/** A real desk for tests: the built-in catalog and a database of its own. */
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../src/catalog/index.ts';
import { createDesk, type Desk, type Watch } from '../../src/desk.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});

export type TestDesk = { readonly desk: Desk; readonly store: Store; close(): Promise<void> };

/**
 * @param options.url of the database; a second desk on the same file is the bot after a restart
 * @param options.now a clock; by default it stands still
 */
export async function openDesk(
  options: { readonly url?: string; readonly watch?: Watch; readonly now?: () => Date } = {},
): Promise<TestDesk> {
  const store = await openStore(options.url ?? ':memory:');
  const now = options.now ?? (() => new Date('2026-11-21T10:15:00Z'));
  const desk = createDesk({ catalog, store, watch: options.watch ?? 'always', now });
  return { desk, store, close: () => store.destroy() };
}
