/**
 * One event's whole way: written down, judged, made a case, answered, the answer noted as delivered. How many go
 * through in a second, and how long one takes in a store of ten thousand cases, and in one of a million.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { openCatalog } from '../../src/catalog/index.ts';
import { createDesk } from '../../src/desk.ts';
import { NO_PLAN } from '../../src/escalation/index.ts';
import { createQueue, type Message } from '../../src/queue/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { type Print, percentile } from './figures.ts';

const EVENTS = 1000;
const SINGLE = 400;
const FEW = 10_000;
const MANY = 1_000_000;
/** Rows in one statement: 17 values a row. */
const AT_ONCE = 500;

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});

/** @param most cases of the large store: a million, unless the run is to be quick */
export async function benchMailroom(print: Print, most: number = MANY): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  await benchEngine('SQLite', async (name) => join(folder, `${name}.db`), print, most);
  rmSync(folder, { recursive: true });
  const postgres = await startPostgres({ durable: true });
  await benchEngine('PostgreSQL', () => postgres.newDatabase(), print, most);
  await postgres.stop();
}

/** One event here and one there, by turns: whatever else the machine does slows both down alike. */
async function benchEngine(
  engine: string,
  newDatabase: (name: string) => Promise<string>,
  print: Print,
  most: number,
): Promise<void> {
  const [few, many] = [await open(await newDatabase('few')), await open(await newDatabase('many'))];
  await few.bot.run(100);
  const start = performance.now();
  await few.bot.run(EVENTS);
  const seconds = (performance.now() - start) / 1000;
  print(`${engine}: events a second through inbox, case and outbox`, (EVENTS / seconds).toFixed(0));
  await fill(few.store, 0, FEW);
  await fill(many.store, 0, most);
  for (const { url } of [few, many]) await rest(url);
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < SINGLE; i++) {
    times[0].push(await few.bot.one());
    times[1].push(await many.bot.one());
  }
  const number = (value: number): string => value.toLocaleString('en');
  print(`${engine}: one event among ${number(FEW)} cases, p50 / p99`, figures(times[0]));
  print(`${engine}: one event among ${number(most)} cases, p50 / p99`, figures(times[1]));
  const longer = median(times[1]) / median(times[0]);
  print(`${engine}: how much longer among the many, p50`, `${longer.toFixed(2)} times`);
  for (const { bot } of [few, many]) await bot.close();
}

async function open(url: string) {
  const store = await openStore(url);
  return { url, store, bot: openBot(store) };
}

/**
 * What a bulk load leaves for later (dead rows, statistics, pages to write) is done before anything is timed: in a
 * store that grew by itself PostgreSQL has done it along the way. SQLite leaves nothing.
 */
async function rest(url: string): Promise<void> {
  if (!url.startsWith('postgres')) return;
  const client = new pg.Client(url);
  await client.connect();
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  await client.end();
}

function openBot(store: Store) {
  const holder = randomUUID();
  const now = () => new Date();
  const patience = { hours: 72, times: 5 };
  const escalation = { checks: null, autoCheck: false, plan: NO_PLAN, hook: null };
  const parts = { catalog, store, patience, escalation, now, holder, privacyKey: null };
  const desk = createDesk({ ...parts, watch: 'always' });
  const queue = createQueue({ store, handler: desk, log: pino({ level: 'silent' }), now, holder });
  queue.connect({
    name: 'slack',
    open: async (payload) => payload as Message,
    deliver: async ({ id }) => `C1:${id}`,
  });
  const take = () => {
    const id = `C1:${randomUUID()}`;
    const text = `550 5.1.1 <reader.${randomUUID().slice(0, 8)}@example.com>: Recipient address rejected: User unknown`;
    const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' } as const;
    const message = { id, text, heard: 'watching', bot: null, edit: null, place } as const;
    return queue.take({ ...message, hasFiles: false, payload: { ...message, files: [] } });
  };
  return {
    async run(events: number): Promise<void> {
      for (let i = 0; i < events; i++) await take();
      await queue.idle();
    },
    /** @returns milliseconds */
    async one(): Promise<number> {
      const start = performance.now();
      await take();
      await queue.idle();
      return performance.now() - start;
    },
    async close(): Promise<void> {
      await queue.stop();
      await store.destroy();
    },
  };
}

/** Settled and open cases of other addresses, each with all that belongs to it. */
async function fill(store: Store, from: number, to: number): Promise<void> {
  const at = '2026-11-01T10:15:00.000Z';
  const team = 'slack:T1';
  const by = JSON.stringify({ id: 'U1', name: 'Ann', team });
  for (let i = from; i < to; i += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, to - i) }, (_, k) => i + k);
    await store.transaction().execute(async (tx) => {
      await tx
        .insertInto('cases')
        .values(
          ids.map((n) => ({
            id: `c-${n}`,
            team,
            key: `address|old${n}@example.net`,
            side: 'recipient' as const,
            reason: 'user-unknown',
            category: 'hard',
            provider: null,
            bounce: '{}',
            status: n % 20 === 0 ? ('open' as const) : ('resolved' as const),
            status_by: by,
            status_at: at,
            owner: null,
            snoozed_until: null,
            count: 1,
            first_at: at,
            last_at: at,
            opened_at: at,
            heard_at: at,
            version: 0,
          })),
        )
        .execute();
      await tx
        .insertInto('case_recipients')
        .values(ids.map((n) => ({ team, case_id: `c-${n}`, address: `old${n}@example.net`, place: 0 })))
        .execute();
      await tx
        .insertInto('case_messages')
        .values(ids.map((n) => ({ team, message_id: `C1:old${n}`, part: 0, case_id: `c-${n}` })))
        .execute();
      await tx
        .insertInto('attempts')
        .values(
          ids.map((n) => ({
            team,
            id: `a-${n}`,
            mailing: `m-${n}`,
            named: 1,
            case_id: `c-${n}`,
            message_id: `C1:old${n}`,
            address: `old${n}@example.net`,
            reason: 'user-unknown',
            category: 'hard',
            permanence: 'permanent' as const,
            outcome: 'failed' as const,
            at,
            counts: 1,
          })),
        )
        .execute();
      await tx
        .insertInto('inbox')
        .values(
          ids.map((n) => ({
            team,
            id: `C1:old${n}`,
            platform: 'slack',
            channel: 'C1',
            payload: null,
            heard_at: at,
            attempts: 1,
            lease_by: null,
            lease_until: null,
            done_at: at,
          })),
        )
        .execute();
      await tx
        .insertInto('posts')
        .values(
          ids.map((n) => ({
            team,
            platform: 'slack',
            channel: 'C1',
            ref: `C1:p${n}`,
            message_id: `C1:old${n}`,
            case_id: `c-${n}`,
            posted_at: at,
            deleted_at: null,
          })),
        )
        .execute();
    });
  }
}

const median = (times: readonly number[]): number => percentile(times, 50);
const figures = (times: readonly number[]): string =>
  `${median(times).toFixed(1)} / ${percentile(times, 99).toFixed(1)} ms`;
