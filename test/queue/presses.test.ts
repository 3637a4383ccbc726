/** A press is saved before it is acknowledged, and carried out once, whoever lives to do it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Action } from '../../src/desk.ts';
import type { Dealing, NewPress } from '../../src/queue/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { ann, connectPaper, type Paper, place } from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

onBothStores((newAddress) => {
  let url: string;
  let today: Date;
  const running: TestDesk[] = [];
  let bot: TestDesk;
  let paper: Paper;
  let told: string[];
  let caseId: string;

  /** Another process of the bot on the same store. */
  const start = async (): Promise<{ bot: TestDesk; paper: Paper }> => {
    const started = await openDesk({ url, now: () => today });
    running.push(started);
    const connected = connectPaper(started);
    started.queue.connect({
      ...connected.connector,
      presses: {
        carryOut: async (payload, key) => void (await started.desk.action(payload as Action, key)),
        tell: async (_, _key, words) => void told.push(words),
      },
    });
    return { bot: started, paper: connected };
  };

  beforeEach(async () => {
    url = await newAddress();
    today = new Date('2026-11-21T10:15:00Z');
    told = [];
    ({ bot, paper } = await start());
    caseId = (await paper.paste(USER_UNKNOWN)).caseId ?? '';
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close();
  });

  const later = (seconds: number): void => {
    today = new Date(today.getTime() + seconds * 1000);
  };
  const suppress = (): Action => ({
    ...{ action: 'suppress', target: caseId, choice: null, person: null, actor: ann, place },
    ref: paper.posts[0]?.ref ?? null,
  });
  const press = (id: string): NewPress => ({ ...place, id, payload: suppress() });
  const key = (id: string) => ({ team: place.team, id });

  /** What happens to a press, in its order; `dies` ends with the process. */
  const dealing = (id: string, happened: string[], over: Partial<Dealing> = {}): Dealing => ({
    acknowledge: async () => {
      happened.push('acknowledged');
      return true;
    },
    refuse: async (words) => void happened.push(words),
    work: async () => {
      const { notice } = await bot.desk.action(suppress(), key(id));
      happened.push(notice ?? 'done');
      return true;
    },
    ...over,
  });
  const dies: Pick<Dealing, 'work'> = { work: () => new Promise(() => undefined) };
  const audited = async (): Promise<number> =>
    (await bot.store.selectFrom('audit').select('id').where('action', '=', 'suppress').execute()).length;

  test('is acknowledged when it is saved, and carried out; delivered again it is only acknowledged', async () => {
    const happened: string[] = [];
    const saved = vi.fn();
    await bot.queue.press(
      press('p1'),
      dealing('p1', happened, {
        acknowledge: async () => {
          saved(await bot.store.selectFrom('presses').select('id').execute());
          happened.push('acknowledged');
          return true;
        },
      }),
    );
    expect(saved).toHaveBeenCalledWith([{ id: 'p1' }]);
    expect(happened).toEqual(['acknowledged', 'done']);
    await bot.queue.press(press('p1'), dealing('p1', happened));
    expect(happened).toEqual(['acknowledged', 'done', 'acknowledged']);
    later(60);
    await bot.queue.idle();
    expect([await audited(), told]).toEqual([1, []]);
    const rows = await bot.store.selectFrom('presses').select(['payload', 'words']).execute();
    expect(rows).toEqual([{ payload: null, words: null }]);
  });

  test('of a process that died before it did anything is carried out by the next one, and its presser told', async () => {
    void bot.queue.press(press('p1'), dealing('p1', [], dies));
    await vi.waitFor(async () =>
      expect(await bot.store.selectFrom('presses').select('id').execute()).toHaveLength(1),
    );
    const next = await start();
    await next.bot.queue.idle();
    expect(await audited()).toBe(0);
    later(26);
    await next.bot.queue.idle();
    expect(await audited()).toBe(1);
    expect(told).toEqual([expect.stringContaining('It is done.')]);
    expect(
      await bot.store.selectFrom('outbox').select('id').where('kind', '=', 'line').execute(),
    ).toHaveLength(1);
    later(60);
    await next.bot.queue.idle();
    expect([await audited(), told.length]).toEqual([1, 1]);
  });

  test('of a process that died after it was done and before anybody was told is not done again', async () => {
    const work = async (): Promise<boolean> => {
      await bot.desk.action(suppress(), key('p1'));
      return new Promise(() => undefined);
    };
    void bot.queue.press(press('p1'), dealing('p1', [], { work }));
    await vi.waitFor(async () => expect(await audited()).toBe(1));
    await bot.desk.action({ ...suppress(), action: 'undo' });
    const next = await start();
    later(26);
    await next.bot.queue.idle();
    expect(told).toEqual([expect.stringContaining('It is done.')]);
    expect(await bot.store.selectFrom('suppressions').select('address').execute()).toEqual([]);
  });

  test('carried out by two processes at once is done once', async () => {
    const other = await start();
    void bot.queue.press(press('p1'), dealing('p1', [], dies));
    await vi.waitFor(async () =>
      expect(await bot.store.selectFrom('presses').select('id').execute()).toHaveLength(1),
    );
    const outcomes = await Promise.all(
      [bot, other.bot, bot, other.bot].map(({ desk }) => desk.action(suppress(), key('p1'))),
    );
    expect(outcomes.filter(({ notice }) => notice === null)).toHaveLength(1);
    expect(outcomes.filter(({ notice }) => notice === 'That is carried out already.')).toHaveLength(3);
    expect(await audited()).toBe(1);
  });

  test('that could not be carried out for a fault of ours is dropped, as its presser was told', async () => {
    await bot.queue.press(press('p1'), dealing('p1', [], { work: async () => false }));
    later(60);
    await bot.queue.idle();
    expect([await audited(), told]).toEqual([0, []]);
  });

  test('that the platform has given up is not carried out', async () => {
    const happened: string[] = [];
    await bot.queue.press(press('p1'), dealing('p1', happened, { acknowledge: async () => false }));
    later(60);
    await bot.queue.idle();
    expect([happened, await audited()]).toEqual([[], 0]);
  });
});

test('a store that hangs: whoever pressed is told within two seconds, and it is not carried out later', async () => {
  const bot = await openDesk();
  connectPaper(bot);
  const held = Promise.withResolvers<void>();
  const holding = bot.store.transaction().execute(() => held.promise);
  const refused = Promise.withResolvers<string>();
  const worked = vi.fn();
  const done = bot.queue.press(
    { ...place, id: 'p1', payload: {} },
    {
      acknowledge: async () => true,
      refuse: async (words) => refused.resolve(words),
      work: async () => {
        worked();
        return true;
      },
    },
  );
  expect(await refused.promise).toMatch(/^Not saved, nothing changed: .* Please press again\.$/);
  held.resolve();
  await Promise.all([holding, done]);
  expect(worked).not.toHaveBeenCalled();
  await vi.waitFor(async () => {
    const rows = await bot.store.selectFrom('presses').select(['payload']).execute();
    expect(rows).toEqual([{ payload: null }]);
  });
  await bot.close();
});
