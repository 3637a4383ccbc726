/** A real desk and queue for tests: the built-in catalog and a database of its own. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Patience } from '../../src/cases/index.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { createDesk, type Desk, type Escalating, type Watch } from '../../src/desk.ts';
import { createChecks, createResolver, type Server } from '../../src/dns/index.ts';
import { NO_PLAN } from '../../src/escalation/index.ts';
import { createQueue, type Queue } from '../../src/queue/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});

/** Port 9 discards what it gets; on a test's machine nobody listens there. */
const NOBODY: Server = { address: '127.0.0.1', port: 9 };

export type TestDesk = {
  readonly desk: Desk;
  readonly queue: Queue;
  readonly store: Store;
  close(): Promise<void>;
};

/**
 * @param options.url of the database; a second desk on the same file is the bot after a restart
 * @param options.now a clock; by default it stands still
 * @param options.dns a server to ask; without one every check says that DNS can't be reached
 */
export async function openDesk(
  options: {
    readonly url?: string;
    readonly watch?: Watch;
    readonly now?: () => Date;
    readonly dns?: Server;
    readonly escalation?: Partial<Escalating>;
    readonly patience?: Patience;
  } = {},
): Promise<TestDesk> {
  const store = await openStore(options.url ?? ':memory:');
  const now = options.now ?? (() => new Date('2026-11-21T10:15:00Z'));
  const holder = randomUUID();
  const resolver = createResolver({ servers: [options.dns ?? NOBODY], timeoutMs: 1000 });
  const checks = createChecks({ resolver, catalog, lists: [], now });
  const desk = createDesk({
    catalog,
    store,
    watch: options.watch ?? 'always',
    patience: options.patience ?? { hours: 72, times: 5 },
    escalation: { checks, autoCheck: false, plan: NO_PLAN, hook: null, ...options.escalation },
    now,
    holder,
    privacyKey: null,
  });
  const queue = createQueue({ store, handler: desk, log: pino({ level: 'silent' }), now, holder });
  return {
    desk,
    queue,
    store,
    async close() {
      await queue.stop();
      await store.destroy();
    },
  };
}
