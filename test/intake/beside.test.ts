import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksOf } from '../../src/intake/marks.ts';
import { firstBehind, lastBefore } from '../../src/intake/roles/beside.ts';
import type { Rule } from '../../src/intake/roles/role.ts';
import { RULES } from '../../src/intake/roles/rules.ts';

const ADDRESS = 'ann@example.com';

/** Rules that say what a text has where their shape fits, for a look that is quicker. */
const hinted = RULES.filter(
  ({ last, first, words }) => last !== undefined || first !== undefined || words !== undefined,
);

describe('what a rule says of the places where its shape fits', () => {
  test('there are such rules', () => {
    expect(hinted.length).toBeGreaterThan(10);
  });

  test.each(hinted.map((rule) => [nameOf(rule), rule] as const))('is true: %s', (_, rule) => {
    let fitting = 0;
    fc.assert(
      fc.property(beside(rule.ahead ?? rule.near), beside(rule.after), (before, behind) => {
        const text = `${before}${ADDRESS}${behind}`;
        const [start, end] = [before.length, before.length + ADDRESS.length];
        if (!fits(rule, before, behind)) return;
        fitting += 1;
        expect(isOneOf(rule.last, lastBefore(text, start)), JSON.stringify(text)).toBe(true);
        expect(isOneOf(rule.first, firstBehind(text, end)), JSON.stringify(text)).toBe(true);
        if (rule.words !== undefined) expect(marksOf(text).words & rule.words, text).not.toBe(0);
      }),
      { numRuns: 300 },
    );
    expect(fitting).toBeGreaterThan(10);
  });
});

const nameOf = ({ role, near, ahead, after }: Rule): string =>
  `${role} by ${String(near ?? ahead ?? after).slice(0, 60)}`;

const fits = ({ near, ahead, after }: Rule, before: string, behind: string): boolean =>
  near?.test(before.slice(-40)) !== false &&
  ahead?.test(before.slice(-120)) !== false &&
  after?.test(behind.slice(0, 280)) !== false;

/** Only characters of ASCII are told of. */
const isOneOf = (characters: string | undefined, code: number): boolean =>
  characters === undefined || !(code < 128) || characters.includes(String.fromCharCode(code));

/** Texts in which a shape fits as a rule, in capitals now and then; without a shape, anything. */
function beside(shape: RegExp | undefined): fc.Arbitrary<string> {
  if (shape === undefined) return fc.string({ maxLength: 20 });
  return fc
    .tuple(fc.stringMatching(generated(shape)), fc.boolean())
    .map(([text, isLoud]) => (isLoud && shape.flags.includes('i') ? text.toUpperCase() : text));
}

/** The shape as far as texts can be made of it: without looks around, and with some letters for all. */
function generated({ source }: RegExp): RegExp {
  const plain = source
    .replace(/\(\?<?[=!](?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, '')
    .replaceAll('\\b', '')
    .replaceAll('[^@\\n.\\p{L}]', '[ ,0-9]')
    .replaceAll('[^.\\n@]', '[ ,]')
    .replaceAll('\\p{L}', 'a-zéя')
    .replace(/(?<!\[[^\]]*)a-zéя/g, '[a-zéя]')
    .replace(/\{(\d+),\d{2,}\}/g, '{$1,9}');
  return new RegExp(plain, 'u');
}
