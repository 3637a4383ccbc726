import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksOf, PHRASE, SIGN, WORD } from '../../src/intake/marks.ts';
import { example } from '../../src/intake/roles/example.ts';

/** A mark that is missing must be sure: what some expression looks for has its mark, in any case. */
const WORDS_OF: readonly (readonly [text: string, word: keyof typeof WORD])[] = [
  ['host mx.example.com[192.0.2.20] said', 'host'],
  ['connect to mx.example.com[192.0.2.20]', 'connect'],
  ['... while talking to mx.example.com', 'talking'],
  ['did not like our RCPT TO', 'disliked'],
  ['smtp.mailfrom=example.org', 'mailfrom'],
  ['Unauthenticated email from', 'unauthenticated'],
  ['selector sel1', 'signature'],
  ['header.from=example.org', 'signature'],
  ['RFC5322.From domain', 'signature'],
  ['this is an abuse report for an email', 'complaint'],
  ['unsubscribe from the message', 'complaint'],
];

const PHRASES_OF: readonly (readonly [text: string, phrase: keyof typeof PHRASE])[] = [
  ['refused to talk to me', 'inConnect'],
  ['but greeting failed', 'inConnect'],
  ['after initial connection', 'inConnect'],
  ['(in reply to end of DATA command)', 'endOfData'],
  ['error from remote server for TEXT command', 'inData'],
  ['did not like our RCPT TO', 'inRcpt'],
  ['192.0.2.20 does not like recipient.', 'inRcpt'],
  ['after pipelined MAIL FROM', 'inMail'],
  ['after STARTTLS', 'inStarttls'],
  ['my name was rejected', 'inHello'],
  ['Giving up on 192.0.2.20.', 'goingOn'],
  ['envelope sender <news@example.org>', 'sender'],
  ['<news@example.org>: Sender address rejected', 'sender'],
  ['192.0.2.5 is not authorised to send mail for example.org', 'telling'],
  ['sshd[12]: invalid user', 'otherService'],
  ['Unable_to_run_qmail-remote', 'ownFault'],
  ['transport dovecot returned', 'ownFault'],
  ['GET /users 550 Unknown', 'otherwise'],
  ['Unknown user in room', 'otherwise'],
  ['<bounce_rule code=', 'rules'],
  ['DELETE FROM rules', 'rules'],
  ['then suppress', 'handled'],
  ['expects:', 'expected'],
  ['5.X.X', 'classes'],
  ['all 4xx answers', 'classes'],
];

describe('marks', () => {
  test.each(WORDS_OF)('%s', (piece, word) => {
    for (const text of [piece, piece.toUpperCase(), `550 5.1.1 ${piece} x`])
      expect(marksOf(text).words & WORD[word]).not.toBe(0);
  });

  test.each(PHRASES_OF)('%s', (piece, phrase) => {
    for (const text of [piece, piece.toUpperCase(), `550 5.1.1 ${piece} x`])
      expect(marksOf(text).phrases & PHRASE[phrase]).not.toBe(0);
  });

  test('tells each word that announces an example', () => {
    for (const text of example.before.before) {
      const { signs, phrases } = marksOf(`Write to ${text} ann@example.com`);
      expect((phrases & PHRASE.example) !== 0 || (signs & SIGN.foreign) !== 0, text).toBe(true);
    }
  });

  test('finds a piece wherever a text is taken apart to be read', () => {
    for (const front of [16_379, 16_380, 16_383, 16_384, 16_385]) {
      const text = `${'x'.repeat(front)}host mx.example.com`;
      expect(marksOf(text).words & WORD.host).not.toBe(0);
    }
  });

  test('tells signs', () => {
    const has = (text: string, sign: keyof typeof SIGN): boolean => (marksOf(text).signs & SIGN[sign]) !== 0;
    expect([has('a 192.0.2.1 b', 'quad'), has('550 5.1.1 x', 'quad')]).toEqual([true, false]);
    expect([has('from 2001:db8::1', 'colons'), has('said: refused: 550', 'colons')]).toEqual([true, false]);
    expect([has('a\tb', 'space'), has('a  b', 'space'), has('a b', 'space')]).toEqual([true, true, false]);
    expect([has('t,2026', 'tightComma'), has('a, b', 'tightComma')]).toEqual([true, false]);
    expect([has('é', 'foreign'), has('e', 'foreign')]).toEqual([true, false]);
    expect([has('é', 'script'), has('ж', 'script'), has('件', 'script')]).toEqual([false, true, true]);
    expect([has('a\u00a0b', 'space'), has('é', 'space')]).toEqual([true, false]);
    expect([has('a<BR />', 'tag'), has('</td>', 'tag'), has('<ann@example.com>', 'tag')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([has('at 10:15', 'clock'), has('said: 550', 'clock')]).toEqual([true, false]);
    expect([has('> 550 no', 'quoted'), has('a\n >b', 'quoted'), has('to <a@b.c>: no', 'quoted')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([has('["550 no"]', 'opening'), has('[ {', 'opening'), has('mx[192.0.2.1]', 'opening')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([
      has('a => b', 'arrow'),
      has('a -> b', 'arrow'),
      has('a <= b', 'arrow'),
      has('<a>', 'arrow'),
    ]).toEqual([true, true, true, false]);
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
          expect(part.phrases & ~whole.phrases).toBe(0);
          expect(part.signs & ~whole.signs).toBe(0);
        },
      ),
    );
  });

  test('takes a long text to have them all', () => {
    expect(marksOf('x'.repeat(100_000))).toEqual({ signs: -1, words: -1, phrases: -1 });
  });
});
