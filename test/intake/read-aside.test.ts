import { expect, test } from 'vitest';
import { read, readAside } from '../../src/intake/index.ts';
import { deadAddresses } from '../support/mail-log.ts';

const log = deadAddresses(4000).join('\n');

test('a large log is read in a thread of its own, while others get their turn', async () => {
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  const reading = await readAside(log, { asked: false });
  clearInterval(clock);
  expect(reading.bounces).toHaveLength(4000);
  expect(reading).toEqual(await read(log, { asked: false }));
  expect(turns).toBeGreaterThan(5);
});

test('what takes too long is read at its front, and says so', async () => {
  const reading = await readAside(log, { asked: true }, { budget: 1 });
  expect(reading.left).toBe('Reading it all took too long: only the first 128 kB were read.');
  expect(reading.bounces.length).toBeGreaterThan(100);
  expect(reading.bounces.length).toBeLessThan(4000);
});
