import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blockText,
  codeBlock,
  escapeText,
  inlineCode,
  maskedLink,
} from '../../../adapters/discord/escape.ts';
import { readMarkdown } from '../../support/discord/markdown.ts';

/** Text made of the pieces that Discord's Markdown reacts to. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '@everyone',
        '@here',
        '<@123>',
        '<@!123>',
        '<@&9>',
        '<#42>',
        '</smtp:7>',
        '<:x:12>',
        '<t:0:f>',
        '[a](https://evil.example)',
      ),
      fc.constantFrom(
        'https://evil.example/x',
        'discord.gg/abc',
        'discordapp.com/invite/abc',
        '```',
        '``',
        '`',
        '\\',
        '**',
        '__',
        '~~',
        '||',
      ),
      fc.constantFrom(
        '# ',
        '-# ',
        '> ',
        '>>> ',
        '- ',
        '* ',
        '1. ',
        '\n',
        '\r\n',
        '\u2028',
        '\u202e',
        '\u0000',
        '550 5.1.1',
        'a@example.com',
      ),
      fc.string({ maxLength: 8, unit: 'grapheme' }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

/** What a reader may expect to see: the text on one line, without what is invisible anyway. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const words = (text: string) => text.replace(INVISIBLE, '').replace(/\s+/g, '');

describe('a stranger’s text', () => {
  test('shows as it was written', () => {
    expect(
      readMarkdown(escapeText('550 5.7.1 <sam@example.com>: *spam* score_9, see https://x.example')).text,
    ).toBe('550 5.7.1 <sam@example.com>: *spam* score_9, see https://x.example');
    expect(escapeText('421 4.7.28 rate-limited (try later)')).toBe('421 4.7.28 rate-limited (try later)');
    expect(inlineCode('user@here.example')).toBe('`user@here.example`');
  });

  test('starts nothing: no mention, link, heading, list or emphasis, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const read = readMarkdown(escapeText(text));
        expect(read).toMatchObject({ mentions: [], links: [], marks: [] });
        expect(words(read.text)).toBe(words(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('does not get out of a code block or of inline code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const block = blockText(text);
        for (const source of [block === '' ? '' : codeBlock(block), inlineCode(text)]) {
          const marked = readMarkdown(`${source}END`);
          expect(marked).toMatchObject({ mentions: [], links: [], marks: [] });
          expect(marked.text.endsWith('END')).toBe(true);
        }
        expect(block).not.toMatch(/@everyone\b(?![\w.-])/);
      }),
      { numRuns: 2000 },
    );
  });

  test('is a link only to the web, and its label ends nothing', () => {
    expect(maskedLink('RFC 3463 [3.2](x)', 'https://example.org/a_(b)')).toBe(
      '[RFC 3463 \\[3.2\\](x)](https://example.org/a_%28b%29)',
    );
    expect(maskedLink('here', 'javascript:alert(1)')).toBe('here');
    expect(maskedLink('here', 'nonsense')).toBe('here');
  });
});
