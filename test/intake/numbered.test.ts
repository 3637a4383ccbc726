/** Numbers that look like codes: sentences with them, about which somebody asks, are no bounce. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLookup, openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';
import { isMereTalk } from '../../src/talk/index.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { explain } = createExplain(catalog);
const lookup = createLookup(catalog);

const codesIn = async (text: string) =>
  (await read(text, { asked: true })).bounces.map(({ replyCode, enhancedCode }) => [replyCode, enhancedCode]);

describe('a number that is something’s', () => {
  const number = fc
    .tuple(fc.constantFrom(4, 5), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 40 }))
    .map((parts) => parts.join('.'));
  const named = fc.constantFrom('version', 'runbook', 'section', 'Kapitel', 'release', 'room', '§', 'nginx');
  const words = fc.constantFrom(
    'has the list of unknown users',
    'is about full mailboxes',
    'says who may relay',
    'tells of spam',
  );

  test('makes no sentence a bounce', async () => {
    await fc.assert(
      fc.asyncProperty(named, number, words, async (name, of, rest) => {
        const text = `The wiki in ${name} ${of} ${rest}, please read it.`;
        const { diagnoses } = await explain(text, { asked: true });
        expect(diagnoses.length === 0 || isMereTalk({ lookup, catalog }, text, diagnoses)).toBe(true);
      }),
    );
  });

  test.each([
    'Mailbox full: 5.1.1 version of the app shipped, 550 dollars are due',
    'Deploy 550: the user is unknown since release 5.1.1',
    'Mailbox full, see runbook 4.5.2',
  ])('is no code: %s', async (text) => {
    expect((await codesIn(text)).filter((codes) => codes.some((code) => code !== null))).toEqual([]);
  });

  test.each<[string, string | null, string | null]>([
    ['upgraded nginx to 5.4.0, then: 550 5.1.1 User unknown', '550', '5.1.1'],
    ['Error 552 5.2.2 mailbox full (release 4.1.0)', '552', '5.2.2'],
    ['Remote server said: 554 rejected, ticket 550', '554', null],
  ])('stands beside one: %s', async (text, ...codes) => {
    expect(await codesIn(text)).toEqual([codes]);
  });
});
