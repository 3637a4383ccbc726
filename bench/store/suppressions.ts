/**
 * One million addresses on a suppression list: taking them in, looking one up, writing them out. SQLite as it is
 * used by default, PostgreSQL with fewer rows, as its figures are about the look-up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/index.ts';
import { exportList, importList, openList, WRITE_FORMATS } from '../../src/suppression-files/index.ts';
import { findSuppression, openFingerprint } from '../../src/suppressions/index.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { type Print, percentile } from './figures.ts';

const TEAM = 'slack:T1';
const LOOKUPS = 2000;
const signature = { by: { id: 'cli:bench', name: 'bench', team: TEAM }, at: new Date(), place: null };

/** In no order, as a platform writes them down. */
const addressOf = (i: number): string => `person.${(i * 7919) % 1_000_003}@domain${i % 997}.example.com`;

async function* listOf(count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('email,reason,detail,created_at\n');
  for (let i = 0; i < count; i += 1000) {
    const lines = Array.from(
      { length: Math.min(1000, count - i) },
      (_, k) =>
        `${addressOf(i + k)},hard-bounce,"550 5.1.1 The email account does not exist, sorry","2026-01-02 03:04:05"\n`,
    );
    yield Buffer.from(lines.join(''));
  }
}

export async function benchSuppressions(print: Print): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  try {
    await measure('SQLite', join(folder, 'bench.db'), 1_000_000, print);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const postgres = await startPostgres({ durable: true });
  try {
    await measure('PostgreSQL', await postgres.newDatabase(), 200_000, print);
  } finally {
    await postgres.stop();
  }
}

async function measure(engine: string, url: string, count: number, print: Print): Promise<void> {
  const store = await openStore(url);
  const fingerprint = await openFingerprint(store, null, signature.at);
  const what = `${engine}, ${count.toLocaleString('en')} addresses`;
  try {
    let most = 0;
    const importAll = async (): Promise<number> => {
      const list = await openList(listOf(count), { format: null, reason: null });
      const start = performance.now();
      await importList(store, fingerprint, TEAM, list, 'bench.csv', signature, {
        check: false,
        onWrong: ({ where, why }) => {
          throw new Error(`${where}: ${why}`);
        },
        onPiece: () => {
          most = Math.max(most, process.memoryUsage.rss());
        },
      });
      return performance.now() - start;
    };
    const first = await importAll();
    print(`${what}: import`, `${(first / 1000).toFixed(1)} s, ${(most / 2 ** 20).toFixed(0)} MiB at most`);
    print(`${what}: the same import again`, `${((await importAll()) / 1000).toFixed(1)} s`);
    await measureLookups(what, (address) => findSuppression(store, fingerprint, TEAM, address), count, print);
    await measureExport();
  } finally {
    await store.destroy();
  }

  async function measureExport(): Promise<void> {
    const [format] = WRITE_FORMATS;
    if (!format) return;
    const start = performance.now();
    let size = 0;
    for await (const piece of exportList(store, TEAM, format, () => {})) size += piece.length;
    const seconds = (performance.now() - start) / 1000;
    print(`${what}: export as CSV`, `${seconds.toFixed(1)} s, ${(size / 2 ** 20).toFixed(0)} MiB`);
  }
}

/** Half of them on the list, half not, in no order. */
async function measureLookups(
  what: string,
  find: (address: string) => Promise<unknown>,
  count: number,
  print: Print,
): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < LOOKUPS + 200; i++) {
    const address = i % 2 === 0 ? addressOf((i * 104_729) % count) : `nobody${i}@example.org`;
    const start = performance.now();
    await find(address);
    if (i >= 200) times.push(performance.now() - start);
  }
  print(
    `${what}: look-up`,
    `p50 ${percentile(times, 50).toFixed(3)} ms, p99 ${percentile(times, 99).toFixed(3)} ms`,
  );
}
