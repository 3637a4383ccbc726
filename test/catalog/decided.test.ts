/** No step asks what the answer has decided: what hangs on the case is said by `when`, not within the line. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';

/** What decides them: the code's class, the words that were read, what was said of the domain. */
const ALTERNATIVES: readonly RegExp[] = [
  /\b[45]xx(?: [a-z]+)?[:,]/,
  /\bqueue\b[^.;]{0,30}\bor\b[^.;]{0,30}\b(?:re-?send|send)\b/i,
  /\bthe (?:text|reply|wording|words|log) (?:speaks?|says?|gives?)\b/i,
  /^if (?:the (?:text|reply|words|code)|it is (?:a 4|a 5))\b/i,
  /^the domain does(?:n[’']t)? resolve\b/i,
];

test('no step holds alternatives that the answer decides', async () => {
  const { catalog } = await openCatalog({ folder: 'catalog', own: null });
  const all = [
    ...catalog.entries,
    ...Object.entries(catalog.reasons).map(([id, reason]) => ({ id, ...reason })),
  ];
  const held = all.flatMap(({ id, steps, short }) =>
    [...steps, ...short.steps].flatMap(({ text }) =>
      ALTERNATIVES.some((pattern) => pattern.test(text)) ? [`${id}: ${text}`] : [],
    ),
  );
  expect(held).toEqual([]);
});
