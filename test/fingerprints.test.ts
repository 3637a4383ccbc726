import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprints } from '../src/fingerprints.ts';

test('each text counts once, whatever the case of its letters, and keeps its number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary-ascii', maxLength: 12 }), { maxLength: 2000 }),
      (texts) => {
        const all = new Fingerprints(1_000_000, true);
        const known = new Map<string, number>();
        for (const text of texts) {
          const key = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
          expect(all.add(text)).toBe(!known.has(key));
          if (!known.has(key)) known.set(key, known.size);
          expect(all.numberOf(text)).toBe(known.get(key));
        }
        expect(all.size).toBe(known.size);
        expect([...known.keys()].every((key) => all.has(`<${key}>`, 1, key.length + 1))).toBe(true);
      },
    ),
  );
});

test('what is new after the last that fits is not taken in', () => {
  const two = new Fingerprints(2);
  expect(['a', 'b', 'c', 'a'].map((text) => two.add(text))).toEqual([true, true, false, false]);
  expect([two.size, two.isFull, two.has('c')]).toEqual([2, true, false]);
});
