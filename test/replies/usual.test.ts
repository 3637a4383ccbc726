/** What a look-up lists as the usual ones. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createLookup, openCatalog } from '../../src/catalog/index.ts';
import { closestReply, lookupReply, textOf } from '../../src/replies/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const lookup = createLookup(catalog);
const answer = (query: string) => {
  const reply = lookupReply(query, lookup.find(query), catalog, false);
  if (reply === null) throw new Error(`nothing answers ${query}`);
  return reply.card;
};

test('552 is a full mailbox, too large or refused for its content, and no dead address', () => {
  const usual = answer('552').usual.map(textOf).join('\n');
  expect(usual).toMatch(/full/);
  expect(usual).toMatch(/too large/);
  expect(usual).not.toMatch(/does not exist|gateway/);
});

test.each(['552', '550', '421', '5.7.1', 'mailbox full'])('%s: the select begins with them', (query) => {
  const { usual, choose } = answer(query);
  const labels = (choose?.choices === 'people' ? [] : (choose?.choices ?? [])).map(({ label }) => label);
  expect(labels.slice(0, usual.length)).toEqual(usual.map(textOf));
});

test('what can’t be an enhanced code is told to be none', () => {
  expect(answer('550 9.9.9').facts.map(textOf)).toEqual(['9.9.9 is no enhanced code']);
  expect(closestReply(lookup.find('9.9.9'), catalog)?.title).toBe('That is no enhanced code');
});
