import { expect, test } from 'vitest';
import { joinedLefts } from '../../src/desk/lefts.ts';

test('where a log was too long for a chat, the command line is named, once', () => {
  const hint = 'The command line reads whole logs: bounce-triage explain FILE.';
  const stopped = joinedLefts(['Stopped after 10,000 bounces.', null]);
  expect(stopped).toBe(`Stopped after 10,000 bounces. ${hint}`);
  expect(joinedLefts([stopped, 'Only the first 16 million characters were read.'])).toBe(
    `Stopped after 10,000 bounces. ${hint} Only the first 16 million characters were read.`,
  );
  expect(joinedLefts(['log.gz was not read: it unpacks to more than 64 MB.'])).toContain(hint);
  expect(joinedLefts(['a.pdf was not read: it is a PDF. Paste its text.'])).not.toContain(hint);
});
