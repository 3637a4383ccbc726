import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { read, readAside } from '../../src/intake/index.ts';
import { deadAddresses } from '../support/mail-log.ts';

test('where nobody else waits, no thread is begun for what is packed or of middle size', async () => {
  let threads = 0;
  const count = (): void => {
    threads += 1;
  };
  const log = deadAddresses(500).join('\n');
  const packed = gzipSync(log);
  process.on('worker', count);
  for (const input of [log, packed]) {
    const { bounces } = await readAside(input, { asked: true }, { isAlone: true });
    expect(bounces).toHaveLength(500);
    expect(bounces).toEqual((await read(input, { asked: true })).bounces);
  }
  expect(threads).toBe(0);
  for (const input of [log, packed]) await readAside(input, { asked: true });
  process.off('worker', count);
  expect(threads).toBeGreaterThan(0);
});
