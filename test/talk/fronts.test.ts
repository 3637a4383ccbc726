import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFronts } from '../../src/talk/fronts.ts';

/** Bits of the words that stand alone, and of those that go on. */
const [WHOLE, OPEN] = [1, 2];
const SOURCES = {
  whole: "us|me|i['’]m|mein\\p{L}{0,2}|(?:last|next) week|(?<!sent )again$|vol{1,2} mit|zajęte",
  open: 'e-?mails|ro?oms?|(?:ab|cd)e',
};
const listsIn = createFronts([
  { source: SOURCES.whole, isWhole: true },
  { source: SOURCES.open, isWhole: false },
]);

describe('fronts of words', () => {
  test.each([
    ['tell us', WHOLE],
    ['ME', WHOLE],
    ["I'm away", WHOLE],
    ['meinem', WHOLE],
    ['next week', WHOLE],
    ['sent again', WHOLE],
    ['volmit, vol mit', WHOLE],
    ['550mails, e-mails', OPEN],
    ['romx', OPEN],
    ['cdef', OPEN],
    ['our room', OPEN],
    ['550 5.1.1 unknown user', 0],
    ['use menu imp bus', 0],
    ['(memory) zajac', 0],
    ['', 0],
  ])('%s', (text, lists) => {
    expect(listsIn(text)).toBe(lists);
  });

  test('takes a text with letters beyond ASCII to have them all', () => {
    expect(listsIn('für')).toBe(WHOLE | OPEN);
  });

  test('misses no text that holds one of the words', () => {
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${SOURCES.whole})(?![\\p{L}\\p{N}])`, 'iu');
    const open = new RegExp(`(?<!\\p{L})(?:${SOURCES.open})`, 'iu');
    const piece = fc.constantFrom(
      ...['us', 'ME', 'i', "'m", 'mein', 'em', 'last', 'next', ' ', 'week', 'again', 'vol', 'l', 'mit', 'ę'],
      ...['e', '-', 'mails', 'r', 'o', 'oms', 'ab', 'cd', '5', '.', '@', '_', '\n'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        if (whole.test(text)) expect(listsIn(text) & WHOLE).toBe(WHOLE);
        if (open.test(text)) expect(listsIn(text) & OPEN).toBe(OPEN);
      }),
      { numRuns: 2000 },
    );
  });
});
