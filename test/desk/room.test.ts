import { describe, expect, test } from 'vitest';
import { createRoom } from '../../src/desk/room.ts';
import type { Message } from '../../src/queue/index.ts';
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

describe('files that nobody had room for', () => {
  const handed = (id: string, text: string, heard: Message['heard']): Message => ({
    id,
    text,
    files: [],
    unfetched: 3,
    heard,
    bot: null,
    edit: null,
    place: { platform: 'slack', team: 'slack:T1', channel: 'C1' },
  });

  test('are told below the answer to what was read', async () => {
    const bot = await openDesk();
    const words = '550 5.1.1 <ann@example.com>: User unknown';
    const { deliveries } = await bot.desk.answer(handed('C1:1', words, 'mentioned'));
    expect(JSON.stringify(deliveries)).toContain('I read 0 of 3 files; paste the rest again');
    await bot.close();
  });

  test.each([
    ['asked', 'logs'],
    ['asked', ''],
    ['mentioned', 'what is wrong with these?'],
    ['watching', ''],
  ] as const)('are the whole answer where nothing else tells of a bounce: %s, "%s"', async (heard, text) => {
    const bot = await openDesk();
    const { deliveries } = await bot.desk.answer(handed('C1:1', text, heard));
    const said = JSON.stringify(deliveries);
    expect(said).toContain('I could not read that');
    expect(said).toContain('I read 0 of 3 files; paste the rest again');
    expect(said).not.toContain('no bounce');
    const again = await bot.desk.answer(handed('C1:1', text, 'asked'));
    expect(again.aside).toMatchObject([{ title: 'I could not read that' }]);
    await bot.close();
  });
});

test('whoever brings much waits in a line of their own', () => {
  const turns = createTurns<string>();
  for (const one of ['a1', 'a2', 'a3']) turns.add('a', one);
  turns.add('b', 'b1');
  turns.add('c', 'c1');
  expect(Array.from({ length: 6 }, () => turns.next())).toEqual(['a1', 'b1', 'c1', 'a2', 'a3', null]);
});
