/** What shows of an entry at first sight fits a card and makes sense alone, by hand or cut from the long words. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFile } from '../../src/catalog/check.ts';
import { type Entry, openCatalog, stepsIn, type When } from '../../src/catalog/index.ts';
import { limits, shortOf, withoutMarks } from '../../src/catalog/short.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const entries: readonly Entry[] = [...Object.values(catalog.reasonEntries), ...catalog.entries];

/** The cases that there are: what is known of the bounce, and what becomes of the mail and its address. */
const CASES: readonly ReadonlySet<When>[] = (['known', 'unknown'] as const).flatMap((known) =>
  (
    [
      ['permanent', 'returned', 'suppress'],
      ['permanent', 'returned', 'keep'],
      ['temporary', 'queued', 'keep'],
      ['temporary', 'returned', 'suppress'],
    ] as const
  ).map(
    (judged) =>
      new Set<When>([...judged, `ip-${known}`, `domain-${known}`, `recipient-${known}`, `typo-${known}`]),
  ),
);

/** @returns for each entry what is wrong with it, and nothing for the rest */
const faults = (of: (entry: Entry) => readonly (string | null)[]): readonly string[] =>
  entries.flatMap((entry) =>
    of(entry).flatMap((fault) => (fault === null ? [] : [`${entry.file}: ${entry.id}: ${fault}`])),
  );

test('title, sentence, question and steps keep to what a card has room for', () => {
  expect(
    faults(({ short }) => [
      limits.title(short.title),
      limits.sentence(short.sentence),
      short.question && limits.question(short.question),
      ...short.steps.map(({ text }) => limits.step(text)),
    ]),
  ).toEqual([]);
});

test('in every case there is something to do, and never more than three things', () => {
  expect(
    faults(({ short, category }) =>
      CASES.map((holds) => {
        const { length } = stepsIn(short.steps, holds);
        const isBounce = category.permanent !== 'info';
        return length > 3 || (length === 0 && isBounce)
          ? `${length} steps if ${[...holds].join(', ')}`
          : null;
      }),
    ),
  ).toEqual([]);
});

test('lines are whole sentences, without pleading and shouting', () => {
  const wrong = /[^.?)”]$|!|\b(?:please|simply|note that|our|we|us)\b/i;
  expect(
    faults(({ short }) =>
      [short.sentence, ...short.steps.map(({ text }) => text)].map((line) =>
        wrong.test(withoutMarks(line)) ? line : null,
      ),
    ),
  ).toEqual([]);
});

test('no step is one for a 4xx and for a 5xx, and no placeholder could be taken for real', () => {
  const unreal = /\b(?:192\.0\.2|198\.51\.100|203\.0\.113|2001:db8)|\bexample\.(?:com|org|net)|\.example\b/i;
  const hasWords = (command: string): boolean => /\{\w+\|(?![A-Z-]+\})/.test(command);
  expect(
    faults(({ meaning, whose, steps, short }) =>
      [meaning, whose, ...[...steps, ...short.steps].map(({ text }) => text)].map((line) => {
        const commands = line.split('`').filter((_, i) => i % 2 === 1);
        return unreal.test(line) || /^A [45]xx:/.test(line) || commands.some(hasWords) ? line : null;
      }),
    ),
  ).toEqual([]);
});

test('without a short of its own it is cut where one may pause, and what makes no sense alone is left out', () => {
  const long = {
    title: 'The mailbox was closed',
    meaning: 'It was closed by its owner, who moved away. Mail to it comes back.',
    steps: [
      'Look the address up in the list of the people who moved: it says where they went and since when.',
      'Many of these at once: stop the campaign and ask where the list comes from, or buy no lists.',
      'Is it your own server? Then open it.',
      { step: 'Keep it for now.', when: 'keep' as const },
    ],
  };
  expect(shortOf(long, null)).toEqual({
    title: 'The mailbox was closed',
    returned: null,
    sentence: 'It was closed by its owner, who moved away.',
    question: null,
    steps: [
      { text: 'Look the address up in the list of the people who moved.', when: [] },
      { text: 'Keep it for now.', when: ['keep'] },
    ],
  });
});

test('a short form that is over a limit is a mistake that says by how much', () => {
  const text = `reason: user-unknown
wordings:
  - id: our-own
    text: nobody of that name in our house
    short:
      title: A title that goes on and on, until nobody can remember how it began
      steps: [One., Two., Three., { step: Four., when: suppress }]
    common: 6
    example: 550 nobody of that name in our house
`;
  expect(checkFile({ name: 'words.yml', text, own: true }).mistakes).toEqual([
    'words.yml:6: our-own, short.title: 67 characters, 12 more than the 55 that a card has room for',
    'words.yml:7: our-own, short.steps: 4 steps for one case, 1 more than the 3 that a card has room for',
    expect.stringMatching(/^words\.yml:8: our-own, common: /),
  ]);
});
