import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../../adapters/slack/plain-text.ts';
import { encodeTyped } from '../../support/slack/encode.ts';

const decode = (text: string) => plainText(text, 'U0BOT');

describe('what Slack delivers, back into what was pasted', () => {
  test('undoes escapes and the links that Slack made', () => {
    expect(
      decode(
        '550-5.1.1 &lt;<mailto:sam@example.com|sam@example.com>&gt; unknown, see <https://support.google.com/mail/?p=NoSuchUser> at <http://mx.example.com|mx.example.com>',
      ),
    ).toBe(
      '550-5.1.1 <sam@example.com> unknown, see https://support.google.com/mail/?p=NoSuchUser at mx.example.com',
    );
  });

  test('keeps both halves of a link that a person made', () => {
    expect(decode('<https://example.com/a?b=1&amp;c=2|the log>')).toBe(
      'the log (https://example.com/a?b=1&c=2)',
    );
  });

  test('leaves out the mention of the bot, and makes plain words of the others', () => {
    expect(decode('<@U0BOT> ask <@U1|ann> or <@U2> in <#C1|mail>, <!here> <!subteam^S1|@ops>')).toBe(
      ' ask @ann or @U2 in #mail, @here @ops',
    );
  });

  test('undoes an escape only once', () => {
    expect(decode('&amp;lt;b&amp;gt; &amp;amp;')).toBe('&lt;b&gt; &amp;');
  });

  test('opens code fences, the lines inside as they are', () => {
    expect(decode('look:```550 5.1.1 &lt;a_b@example.com&gt;\n*no* such user```')).toBe(
      'look:\n550 5.1.1 <a_b@example.com>\n*no* such user\n',
    );
  });

  test('gives back every text that Slack encoded', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        '&amp;',
        '<!channel>',
        '<@U1>',
        '|',
        '\n',
        '*',
        '_',
        'sam@example.com',
        ' ',
      ),
      fc.constantFrom('mx.example.com', 'https://example.com/?a=1&b=2', '550 5.1.1 ', '<mailto:x@y.zz|q>'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('').replaceAll('```', '')),
        (pasted) => {
          expect(decode(encodeTyped(pasted))).toBe(pasted);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
