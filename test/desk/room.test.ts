import { expect, test } from 'vitest';
import { createRoom } from '../../src/desk/room.ts';
import { createTurns } from '../../src/turns.ts';
import { openDesk } from '../support/desk.ts';

const MB = 1024 * 1024;
const files = (...sizes: number[]) =>
  sizes.map((size, i) => ({ name: `mail-${i}.log`, bytes: new Uint8Array(size * MB) }));

test('of one message the files are read that fit into 16 MB, the first one in any case', () => {
  const room = createRoom();
  const some = room.enter({ text: '', files: files(6, 6, 6, 1) });
  expect([some.files.length, some.left]).toEqual([
    2,
    'I read 2 of 4 files; paste the rest again: a message may have 16 MB.',
  ]);
  expect(room.enter({ text: '', files: files(20) })).toMatchObject({ files: [{}], left: null });
});

test('what waits has 64 MB together, and who leaves makes room', () => {
  const room = createRoom();
  const waiting = [1, 2, 3, 4].map(() => room.enter({ text: '', files: files(7, 8) }));
  expect(waiting.every(({ left }) => left === null)).toBe(true);
  expect(room.enter({ text: '', files: files(2, 4) })).toMatchObject({
    files: [{}],
    left: 'I read 1 of 2 files; paste the rest again: too much waits to be read just now.',
  });
  waiting[0]?.leave();
  expect(room.enter({ text: '', files: files(7, 7) }).left).toBe(null);
});

test('an answer tells of files that the platform’s adapter had no room for', async () => {
  const bot = await openDesk();
  const { deliveries } = await bot.desk.answer({
    id: 'C1:1',
    text: '550 5.1.1 <ann@example.com>: User unknown',
    files: [],
    unfetched: 3,
    heard: 'mentioned',
    bot: null,
    edit: null,
    place: { platform: 'slack', team: 'slack:T1', channel: 'C1' },
  });
  expect(JSON.stringify(deliveries)).toContain('I read 0 of 3 files; paste the rest again');
  await bot.close();
});

test('whoever brings much waits in a line of their own', () => {
  const turns = createTurns<string>();
  for (const one of ['a1', 'a2', 'a3']) turns.add('a', one);
  turns.add('b', 'b1');
  turns.add('c', 'c1');
  expect(Array.from({ length: 6 }, () => turns.next())).toEqual(['a1', 'b1', 'c1', 'a2', 'a3', null]);
});
