import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLookup, openCatalog } from '../../src/catalog/index.ts';
import { readQuery } from '../../src/catalog/query.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const lookup = createLookup(catalog);
const first = (query: string) => lookup.find(query).meant[0];

describe('codes, in any order and notation', () => {
  test.each([
    ['550', '550'],
    ['5.7.1', '5.7.1'],
    ['421 4.7.28', '421 4.7.28'],
    ['4.7.28 421', '421 4.7.28'],
    ['550-5.7.26', '550 5.7.26'],
    ['550 5 2 1', '550 5.2.1'],
    ['#5.1.1', '5.1.1'],
    ['smtp; 550 5.1.1', '550 5.1.1'],
    ['What does error 550 5.1.1 mean?', '550 5.1.1'],
    ['５５０ 5.1.1', '550 5.1.1'],
  ])('%s', (query, id) => {
    expect(first(query)?.id).toBe(id);
  });

  test.each([
    ['451 4.7.500', 'microsoft'],
    ['550 5.7.708', 'microsoft'],
    ['5.7.613', 'microsoft'],
  ])('%s is known of one provider only', (query, provider) => {
    expect(first(query)?.provider).toBe(provider);
  });
});

test.each([
  ['TS03', 'yahoo-ts03'],
  ['[TS03]', 'yahoo-ts03'],
  ['421 4.7.0 [TS01]', 'yahoo-ts01'],
  ['[BL21]', 'yahoo-spamhaus'],
  ['S3150', 'outlook-block-list'],
])('a tag: %s', (query, id) => {
  expect(first(query)?.tags.length).toBeGreaterThan(0);
  expect(first(query)?.id).toBe(id);
});

describe('words, typos included', () => {
  test.each([
    ['greylist', 'greylisted'],
    ['greylsting', 'greylisted'],
    ['mailbox full', 'mailbox-full'],
    ['mailbx full', 'mailbox-full'],
    ['over quota', 'mailbox-full'],
    ['user unknown', 'user-unknown'],
    ['rate limit', 'rate-limited'],
    ['blacklist', 'blocked'],
    ['reverse dns', 'require-ptr'],
    ['tls required', 'failed-starttls'],
    ['spf', 'auth-failure'],
    ['relay denied', 'no-relaying'],
  ])('%s', (query, reason) => {
    expect(first(query)?.reason).toBe(reason);
  });

  test.each([
    ['dmarc gmail', 'google', 'auth-failure'],
    ['mailbox full gmail', 'google', 'mailbox-full'],
    ['outlook blocked', 'microsoft', 'blocked'],
  ])('%s: what that provider says', (query, provider, reason) => {
    expect(first(query)).toMatchObject({ provider, reason });
  });
});

test('an id is a question too: every entry can be named', () => {
  for (const { id } of catalog.entries) expect(first(id)?.id).toBe(id);
});

test.each(['qwertz uiop', 'lunch at noon', '!!!', '🐈‍⬛', '\u202e\u0000'])('%j means nothing', (query) => {
  expect(lookup.find(query).entries).toEqual([]);
});

test('a code is read whatever stands around it', () => {
  const code = fc.tuple(
    fc.constantFrom('4', '5'),
    fc.integer({ min: 0, max: 7 }),
    fc.integer({ min: 0, max: 999 }),
  );
  fc.assert(
    fc.property(
      code,
      fc.constantFrom('', '#', '(', 'smtp; ', 'code '),
      fc.constantFrom('', ')', '?', ' please'),
      ([a, b, c], before, after) => {
        expect(readQuery(`${before}${a}.${b}.${c}${after}`).enhanced).toBe(`${a}.${b}.${c}`);
      },
    ),
  );
});

test.each([
  ['550 9.9.9', '550', '9.9.9'],
  ['5.9.1 (550)', '550', '5.9.1'],
  ['what is 3.1.1?', null, '3.1.1'],
])('%j: the three numbers are no enhanced code, and what is left is answered', (query, reply, impossible) => {
  expect(readQuery(query)).toMatchObject({ reply, enhanced: null, impossible, words: [] });
});

test('any query, of any length and in any script, is answered with at most forty entries', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (query) => {
      expect(lookup.find(query).entries.length).toBeLessThanOrEqual(40);
    }),
    { numRuns: 200 },
  );
  expect(lookup.find('550 '.repeat(2500)).entries[0]?.id).toBe('550');
});
