import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksOf, SIGN, WORD } from '../../src/intake/marks.ts';

/** A mark that is missing must be sure: each phrase that some expression looks for has its mark, in any case. */
const PHRASES: readonly (readonly [phrase: string, word: keyof typeof WORD])[] = [
  ['host mx.example.com[192.0.2.20] said', 'host'],
  ['refused to talk to me', 'greeting'],
  ['but greeting failed', 'greeting'],
  ['after initial connection', 'greeting'],
  ['did not like our RCPT TO', 'like'],
  ['smtp.mailfrom=example.org', 'mailfrom'],
  ['Unauthenticated email from', 'authenticated'],
  ['in reply to end of DATA', 'reply'],
  ['after STARTTLS', 'starttls'],
  ['my name was rejected', 'hello'],
  ['selector sel1', 'signature'],
  ['header.from=example.org', 'signature'],
  ['this is an abuse report for an email', 'complaint'],
  ['Giving up on 192.0.2.20.', 'going'],
];

describe('marks', () => {
  test.each(PHRASES)('%s', (phrase, word) => {
    for (const text of [phrase, phrase.toUpperCase(), `550 5.1.1 ${phrase} x`])
      expect(marksOf(text).words & WORD[word]).not.toBe(0);
  });

  test('tells signs', () => {
    const has = (text: string, sign: keyof typeof SIGN): boolean => (marksOf(text).signs & SIGN[sign]) !== 0;
    expect([has('a 192.0.2.1 b', 'quad'), has('550 5.1.1 x', 'quad')]).toEqual([true, false]);
    expect([has('from 2001:db8::1', 'colons'), has('said: refused: 550', 'colons')]).toEqual([true, false]);
    expect([has('a\tb', 'space'), has('a  b', 'space'), has('a b', 'space')]).toEqual([true, true, false]);
    expect([has('t,2026', 'tightComma'), has('a, b', 'tightComma')]).toEqual([true, false]);
    expect([has('é', 'foreign'), has('e', 'foreign')]).toEqual([true, false]);
  });

  test('says of a part no more than of the whole', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'fromSENDER@<[.,: \t15é') }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const whole = marksOf(text);
          const part = marksOf(text.slice(a % (text.length + 1), b % (text.length + 1)));
          expect(part.words & ~whole.words).toBe(0);
          expect(part.signs & ~whole.signs).toBe(0);
        },
      ),
    );
  });

  test('takes a long text to have them all', () => {
    expect(marksOf('x'.repeat(100_000))).toEqual({ signs: -1, words: -1 });
  });
});
