/** Which domain a mistyped address was meant for; never another one that exists. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likelyDomain } from '../../src/intake/index.ts';

test.each([
  ['ann@gmial.com', 'gmail.com'],
  ['ann@gmai.com', 'gmail.com'],
  ['ann@gmaill.com', 'gmail.com'],
  ['ann@gnail.com', 'gmail.com'],
  ['ann@gmail.con', 'gmail.com'],
  ['ann@gmail.co', 'gmail.com'],
  ['ann@gmial.ocm', 'gmail.com'],
  ['ann@hotmial.com', 'hotmail.com'],
  ['ann@hotmal.fr', 'hotmail.fr'],
  ['ann@yaho.co.uk', 'yahoo.co.uk'],
  ['ann@outlok.com', 'outlook.com'],
  ['ann@icloud.comm', 'icloud.com'],
  ['ann@t-onlin.de', 't-online.de'],
  ['ann@web.dee', 'web.de'],
  ['ann@comcas.net', 'comcast.net'],
])('%s: %s was meant', (address, domain) => {
  expect(likelyDomain(address)).toBe(domain);
});

test.each([
  'ann@gmail.com',
  'ann@gmx.net',
  'ann@gmx.de',
  'ann@gmx.co.uk',
  'ann@mail.com',
  'ann@email.com',
  'ann@ymail.com',
  'ann@cloud.com',
  'ann@hotmail.dk',
  'ann@outlook.at',
  'ann@yahoo.com.ph',
  'ann@libro.it',
  'ann@msn.de',
  'ann@comcast.com',
  'ann@verizon.com',
  'ann@google.com',
  'ann@mail.gmial.com',
  'ann@acme.example',
  'ann@[192.0.2.1]',
  'ann',
  '',
])('%s may well be meant', (address) => {
  expect(likelyDomain(address)).toBeNull();
});

test('what is named is another domain than the one typed, and as known as gmail.com', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('gmail.com', 'yahoo.fr', 'web.de'),
      fc.nat(9),
      fc.string({ maxLength: 2 }),
      (domain, at, put) => {
        const typed = `ann@${domain.slice(0, at)}${put}${domain.slice(at + 1)}`;
        const likely = likelyDomain(typed);
        expect(likely === null || !typed.endsWith(`@${likely}`)).toBe(true);
      },
    ),
  );
});
