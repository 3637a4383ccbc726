import { afterEach, expect, test, vi } from 'vitest';
import { stopOnSignal } from '../../app/stopping.ts';

const NOTHING = { messages: 0, presses: 0, deliveries: 0, unsaved: 0, unanswered: 0 };

/** Has a bot told to end: what it waits for, and what giving back takes. @returns what it did, in order */
async function stopped(stop: Promise<void>, giveBack: Promise<void>, after: number): Promise<unknown[]> {
  vi.useFakeTimers();
  const did: unknown[] = [];
  const signals = new Map<unknown, () => void>();
  vi.spyOn(process, 'on').mockImplementation((signal, listener) => {
    signals.set(signal, listener as () => void);
    return process;
  });
  vi.spyOn(process, 'exit').mockImplementation((status) => {
    did.push(`exit ${status}`);
    return undefined as never;
  });
  stopOnSignal({
    stop: () => stop,
    async giveBack() {
      did.push('gives back');
      await giveBack;
    },
    left: () => ({ ...NOTHING, messages: 3 }),
    log: { warn: (left: unknown) => did.push(left), error: () => did.push('failed') },
    isShard: false,
  });
  signals.get('SIGTERM')?.();
  await vi.advanceTimersByTimeAsync(after);
  return did;
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const never = new Promise<void>(() => undefined);

test('what is done in time ends with nothing left', async () => {
  expect(await stopped(Promise.resolve(), Promise.resolve(), 7000)).toEqual(['exit 0']);
});

test('after nine seconds at most it says what is left, gives it back and ends', async () => {
  expect(await stopped(never, Promise.resolve(), 7500)).toEqual([]);
  const [left, ...rest] = await stopped(never, Promise.resolve(), 9000);
  expect(left).toEqual({ ...NOTHING, messages: 3 });
  expect(rest[0]).toBe('gives back');
  expect(rest).toContain('exit 0');
});

test('a store that does not answer keeps it from ending no longer than half a second', async () => {
  expect((await stopped(never, never, 9000)).at(-1)).toBe('exit 0');
});
