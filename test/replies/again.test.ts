/** What is said of a title that goes behind a few words of its own. */
import { expect, test } from 'vitest';
import { titleBehind } from '../../src/replies/unsure.ts';

test('a title that is not sure says so once, before the colon', () => {
  expect(titleBehind('Known', 'Perhaps: This address does not exist')).toBe(
    'Known, not sure: This address does not exist',
  );
  expect(titleBehind('Back again', 'The mailbox is full')).toBe('Back again: The mailbox is full');
});
