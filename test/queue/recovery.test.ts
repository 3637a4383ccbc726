/** When a success makes everything due that waits for its platform. */
import { expect, test } from 'vitest';
import { createRecovery } from '../../src/queue/recovery.ts';

const SECOND = 1000;

test('at once after an outage; ever more rarely where something fails whatever happens; as before when it was calm', async () => {
  let now = Date.UTC(2026, 10, 21);
  const released: number[] = [];
  const recovery = createRecovery(
    async () => void released.push(now),
    () => now,
  );
  await recovery.succeeded('slack');
  expect(released).toEqual([]);
  const began = now;
  // One thing that is refused each time it is due, among thousands that go out.
  let releases = -1;
  for (let second = 0; second < 2 * 60 * 60; second += 1) {
    if (releases !== released.length) recovery.failed('slack');
    releases = released.length;
    await recovery.succeeded('slack');
    now += SECOND;
  }
  expect(released[0]).toBe(began);
  expect(released.length).toBeLessThan(20);
  now += 60 * 60 * SECOND;
  recovery.failed('slack');
  await recovery.succeeded('slack');
  expect(released.at(-1)).toBe(now);
});

test('of its own platform, and with each new connection', async () => {
  const released: string[] = [];
  const recovery = createRecovery(
    async (platform) => void released.push(platform),
    () => 0,
  );
  recovery.failed('slack');
  await recovery.succeeded('discord');
  await recovery.connected('discord');
  expect(released).toEqual(['discord']);
});
