/** What a look-up lists as the usual ones. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createLookup, openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import {
  cardOf,
  closestReply,
  lookupReply,
  queryReply,
  textOf,
  type VerdictReply,
} from '../../src/replies/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const lookup = createLookup(catalog);
const { explain } = createExplain(catalog);
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
  const labels = (choose?.choices ?? []).map(({ label }) => label);
  expect(labels.slice(0, usual.length)).toEqual(usual.map(textOf));
});

test('what can’t be an enhanced code is told to be none', () => {
  expect(answer('550 9.9.9').facts.map(textOf)).toEqual(['9.9.9 is no enhanced code']);
  expect(closestReply(lookup.find('9.9.9'), catalog)?.title).toBe('That is no enhanced code');
});

test('a code of one class is answered by codes of that class, the commonest of whom one meets most first', () => {
  const lines = answer('550').usual.map(textOf);
  expect(lines[0]).toMatch(/^Gmail 5\.1\.1: this address does not exist/);
  expect(lines.join('\n')).not.toMatch(/iCloud/);
  const { choose } = answer('550');
  const labels = (choose?.choices ?? []).map(({ label }) => label);
  expect(labels.filter((label) => / 4\.\d\.\d/.test(label))).toEqual([]);
});

test.each(
  catalog.entries
    .filter(({ kind, common }) => kind === 'response' && common > 3)
    .map((entry) => [entry.id, entry] as const),
)('%s: its own code and words are looked up as what they are pasted as', async (_, entry) => {
  const { diagnoses } = await explain(entry.example, { asked: true });
  const reply = queryReply(
    entry.example,
    lookup.find(entry.example),
    diagnoses[0] ?? null,
    catalog,
    false,
    null,
  );
  expect(reply?.category).toBe(diagnoses[0]?.category);
});

test('what names a code alone says more of it than what names a range', () => {
  expect(answer('451 4.7.650').badge.kind).toBe('Reputation');
  expect(answer('451 4.7.520').title).toContain('Microsoft 365');
});

test.each([
  ['la boîte mail est pleine', 'mailbox full'],
  ['Postfach überfüllt', 'mailbox full'],
  ['buzón lleno', 'mailbox full'],
  ['casella piena', 'mailbox full'],
  ['почтовый ящик переполнен', 'mailbox full'],
])('“%s” is answered as “%s” is: no other language, no code that nobody asked for', async (words, english) => {
  const { diagnoses } = await explain(words, { asked: true });
  const reply = queryReply(words, lookup.find(words), diagnoses[0] ?? null, catalog, false, null);
  const { title, badge, sentence } = cardOf(reply as VerdictReply);
  const same = answer(english);
  expect([title, badge]).toEqual([same.title, same.badge]);
  expect(textOf(sentence)).toContain('no room');
  expect(JSON.stringify(reply?.details)).not.toContain('Looks like');
});

const asked = async (query: string) => {
  const { diagnoses } = await explain(query, { asked: true });
  return queryReply(query, lookup.find(query), diagnoses[0] ?? null, catalog, false, null)?.card.badge;
};

test.each([
  'user unknown',
  'destinatario inesistente',
  'onbekende gebruiker',
  'usuario desconocido',
  'unbekannter Benutzer',
])('“%s” is a dead address, as its code says', async (query) => {
  expect(await asked(query)).toEqual(answer('550 5.1.1').badge);
});

test.each(['mailbox full', 'greylisted', '550', '450'])('“%s” condemns nobody', async (query) => {
  expect((await asked(query))?.address).toMatch(/^keep/);
});
