import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePress, type Press, parsePress } from '../../../adapters/discord/custom-id.ts';
import { ACTION_NAMES, FORMS, MENU_NAMES } from '../../../src/replies/index.ts';

const action = fc.constantFrom(...ACTION_NAMES);
const target = fc.string({ minLength: 1, maxLength: 80 });
/** Any 64-bit id. */
const message = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map(String);
const press: fc.Arbitrary<Press> = fc.oneof(
  fc.record({ kind: fc.constantFrom('do' as const, 'ask' as const), action, target }),
  fc.record({ kind: fc.constant('confirmed' as const), action, target, message }),
  fc.record({
    kind: fc.constant('choose' as const),
    action: fc.constantFrom(...MENU_NAMES),
    target,
  }),
  fc.record({
    kind: fc.constant('form' as const),
    form: fc.constantFrom(...FORMS),
    target: fc.oneof(target, fc.constant('')),
  }),
);

test('a button’s id says what a press means, within 100 characters', () => {
  expect(encodePress({ kind: 'do', action: 'suppress', target: 'case-7' })).toBe('bt:suppress:case-7');
  expect(encodePress({ kind: 'ask', action: 'resolve', target: 'case-7' })).toBe('bt?:resolve:case-7');
  fc.assert(
    fc.property(press, (one) => {
      const id = encodePress(one);
      expect(id.length).toBeLessThanOrEqual(100);
      expect(parsePress(id)).toEqual(one);
    }),
  );
});

test('an id that is not ours means nothing', () => {
  for (const id of [
    '',
    'bt:',
    'bt:suppress:',
    'bt:drop-table:1',
    'bt:toString:1',
    'bt!:0:1:1',
    'bt#:suppress:1',
    'bt=:delete-all:1',
    'other:suppress:1',
  ]) {
    expect(parsePress(id)).toBeNull();
  }
});

test('a target beyond what a reply promises is an error, not a button that does something else', () => {
  expect(() => encodePress({ kind: 'do', action: 'not-a-bounce', target: 'x'.repeat(90) })).toThrow(
    /80 characters/,
  );
});
