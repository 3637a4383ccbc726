/** One adapter on a real desk with a real database file, for one test of the contract. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDesk, type TestDesk } from '../desk.ts';
import type { Attached, Driver, Shown } from '../driver.ts';

const START = Date.parse('2026-11-21T10:15:00Z');
export const HOUR = 60 * 60 * 1000;
export const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

export type Core = Pick<TestDesk, 'desk' | 'queue'>;

export type Stage = {
  readonly user: Driver;
  /** The desk of now: another one after `restart`. */
  bot(): TestDesk;
  /** The process ends and a new one starts on the same database, @param away milliseconds later. */
  restart(away?: number): Promise<void>;
  /** From here on nothing that is owed arrives, as in a process that dies each time before it posts. */
  losePosts(): Promise<void>;
  /** @returns the one reply to it */
  pasteOne(text: string, files?: readonly Attached[]): Promise<Shown>;
  /** Somebody of the same team posts a text where this user does not see it, after the first case was opened. */
  pasteElsewhere(text: string): Promise<void>;
  /** @returns what *Details* shows of it; where that is folded into the message, the message */
  detailsOf(shown: Shown): Promise<Shown>;
  /** @returns the addresses on the suppression list */
  suppressed(): Promise<readonly string[]>;
  /** @returns how often the queue was told that something is due */
  nudges(): number;
  close(): Promise<void>;
};

/** One duty of an adapter; `run` throws where it isn't done. */
export type Duty = {
  readonly title: string;
  /** Whether the platform has what it is about; left out: every platform has. */
  readonly where?: (user: Driver) => boolean;
  run(stage: Stage): Promise<void>;
};

/** @param through what the adapter gets for the core, for instance one through which it neglects a duty */
export async function openStage(
  createDriver: () => Driver,
  through: (core: Core) => Core = (core) => core,
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  const url = join(folder, 'test.db');
  const user = createDriver();
  let nudges = 0;
  let bot = await openDesk({ url });
  const start = (): Promise<void> => {
    const { desk, queue } = bot;
    const nudge = (): void => {
      nudges++;
      queue.nudge();
    };
    return user.start(through({ desk, queue: { ...queue, nudge } }));
  };
  await start();
  return {
    user,
    bot: () => bot,
    nudges: () => nudges,
    async restart(away = 0) {
      await user.stop();
      await bot.close();
      bot = await openDesk({ url, now: () => new Date(START + away) });
      await start();
    },
    async losePosts() {
      const { desk, queue } = bot;
      const connect: typeof queue.connect = (connector) =>
        queue.connect({ ...connector, deliver: () => Promise.reject(new Error('the process died')) });
      await user.stop();
      await user.start({ desk, queue: { ...queue, connect, delivered: async () => {} } });
    },
    async pasteOne(text, files) {
      const replies = await user.paste(text, files);
      expect(replies).toHaveLength(1);
      return replies[0] as Shown;
    },
    async pasteElsewhere(text) {
      const { desk, queue, store } = bot;
      const { team } = await store.selectFrom('cases').select('team').executeTakeFirstOrThrow();
      const place = { platform: user.name, team, channel: 'elsewhere' };
      const message = {
        id: 'elsewhere:1',
        text,
        files: [],
        heard: 'watching',
        bot: null,
        edit: null,
      } as const;
      const { deliveries } = await desk.message({ ...message, place });
      for (const { id } of deliveries) await queue.delivered(id, null);
      await queue.idle();
    },
    detailsOf: async (shown) => (user.details === null ? shown : user.details(shown)),
    suppressed: async () =>
      (await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
        ({ address }) => address,
      ),
    async close() {
      await user.stop();
      await bot.close();
      rmSync(folder, { recursive: true });
    },
  };
}
