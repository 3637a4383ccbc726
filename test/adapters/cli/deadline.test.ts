/** How long an address may be put off is as it is configured, on the command line too. */
import { expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';

test.for([
  { words: ['lookup', '452', '4.2.2'], input: '' },
  { words: ['explain'], input: '452 4.2.2 <ann@example.com>: Mailbox full' },
])('SOFT_BOUNCE_HOURS is the deadline that $words.0 speaks of', async ({ words, input }) => {
  const { out } = await run(words, { input, env: { SOFT_BOUNCE_HOURS: '24' } });
  expect(out).toContain('24 hours');
  expect(out).not.toContain('72 hours');
});
