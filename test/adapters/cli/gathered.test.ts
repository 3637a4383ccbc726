import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Gathered } from '../../../adapters/cli/gathered.ts';

function slow() {
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write(piece, _encoding, done) {
      written.push(String(piece));
      waiting.push(done);
    },
  });
  return { stream, written, goOn: () => waiting.shift()?.() };
}

test('lines of one turn are written together when it is over', async () => {
  const { stream, written } = slow();
  const lines = new Gathered(stream);
  await lines.add('one');
  await lines.add('zwölf');
  expect(written).toEqual([]);
  await setImmediate();
  expect(written).toEqual(['one\nzwölf\n']);
});

test('a slow reader is waited for: nothing more is gathered meanwhile', async () => {
  const { stream, written, goOn } = slow();
  const lines = new Gathered(stream);
  await lines.add('one');
  await setImmediate();
  let isAdded = false;
  const added = lines.add('two').then(() => {
    isAdded = true;
  });
  await setImmediate();
  expect({ isAdded, written }).toEqual({ isAdded: false, written: ['one\n'] });
  goOn();
  await added;
  const flushed = lines.flush();
  await setImmediate();
  goOn();
  await flushed;
  expect(written).toEqual(['one\n', 'two\n']);
});

test('what is long is written at once', async () => {
  const { stream, written, goOn } = slow();
  const long = 'x'.repeat(70_000);
  const added = new Gathered(stream).add(long);
  await Promise.resolve();
  expect(written).toEqual([`${long}\n`]);
  goOn();
  await added;
});
