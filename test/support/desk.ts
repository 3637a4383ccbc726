/** A real desk and mailroom for tests: the built-in catalog and a database of its own. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openCatalog } from '../../src/catalog/index.ts';
import { createDesk, type Desk, type Watch } from '../../src/desk.ts';
import { createMailroom, type Mailroom } from '../../src/mailroom/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});

export type TestDesk = {
  readonly desk: Desk;
  readonly mailroom: Mailroom;
  readonly store: Store;
  close(): Promise<void>;
};

/**
 * @param options.url of the database; a second desk on the same file is the bot after a restart
 * @param options.now a clock; by default it stands still
 */
export async function openDesk(
  options: { readonly url?: string; readonly watch?: Watch; readonly now?: () => Date } = {},
): Promise<TestDesk> {
  const store = await openStore(options.url ?? ':memory:');
  const now = options.now ?? (() => new Date('2026-11-21T10:15:00Z'));
  const holder = randomUUID();
  const desk = createDesk({
    catalog,
    store,
    watch: options.watch ?? 'always',
    patience: { hours: 72, times: 5 },
    now,
    holder,
    privacyKey: null,
  });
  const mailroom = createMailroom({ store, desk, log: pino({ level: 'silent' }), now, holder });
  return {
    desk,
    mailroom,
    store,
    async close() {
      await mailroom.stop();
      await store.destroy();
    },
  };
}
