/** `bounce-triage lookup --json`: names of fields that programs rely on. */
import { expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';

const lookup = async (query: string) => {
  const { status, out } = await run(['lookup', '--json', ...query.split(' ')]);
  return { status, answer: JSON.parse(out) };
};

test('a known code', async () => {
  const { status, answer } = await lookup('550 5.7.26');
  expect(status).toBe(0);
  expect(answer).toEqual({
    query: '550 5.7.26',
    known: true,
    replyCode: '550',
    enhancedCode: '5.7.26',
    entry: '550 5.7.26',
    provider: null,
    reason: 'auth-failure',
    category: 'authentication',
    suppress: false,
    retry: false,
    control: 'multiple',
    blocklist: null,
    title: "Your mail isn't authenticated",
    meaning: expect.stringContaining('Gmail uses the pair for three cases'),
    whose: expect.stringMatching(/^Yours\./),
    steps: expect.arrayContaining([expect.stringContaining('SPF')]),
    sources: expect.arrayContaining([expect.stringMatching(/^https:/)]),
    others: expect.arrayContaining([{ entry: 'google-unauthenticated', title: expect.any(String) }]),
  });
});

test('words, and a tag', async () => {
  expect((await lookup('mailbox full')).answer).toMatchObject({
    replyCode: null,
    enhancedCode: null,
    reason: 'mailbox-full',
    category: 'soft',
    suppress: false,
    retry: true,
  });
  expect(await lookup('boîte pleine')).toMatchObject({ status: 0, answer: { reason: 'mailbox-full' } });
  expect((await lookup('TS03')).answer).toMatchObject({ provider: 'yahoo' });
});

test('a code that nobody registered is not known, and judged by its class', async () => {
  expect(await lookup('4.9.99')).toMatchObject({
    status: 1,
    answer: { known: false, enhancedCode: '4.9.99', entry: null, reason: null, suppress: false, retry: true },
  });
});

test('what is not known is null, with the same fields', async () => {
  const { status, answer } = await lookup('qwertz uiop');
  expect(status).toBe(1);
  expect(answer).toEqual({
    ...Object.fromEntries(Object.keys((await lookup('550')).answer).map((name) => [name, null])),
    query: 'qwertz uiop',
    known: false,
    steps: [],
    sources: [],
    others: [],
  });
});

test('what to try next is told for the command line, not for a chat', async () => {
  const { out } = await run(['lookup', 'xyzzy']);
  expect(out).toContain('\n  bounce-triage lookup 421 4.7.28\n');
  const { out: none } = await run(['explain'], { input: 'Lunch at 12:30?' });
  expect(none).toContain('Give me the part that the mail server wrote');
  for (const text of [out, none]) expect(text).not.toMatch(/\/smtp|[Pp]aste/);
});

test('the catalog is cut to the width that COLUMNS says, and whole in a pipe', async () => {
  const longest = async (env: Readonly<Record<string, string>>) =>
    Math.max(...(await run(['catalog'], { env })).out.split('\n').map((line) => line.length));
  expect(await longest({ COLUMNS: '60' })).toBe(60);
  expect(await longest({ COLUMNS: '300' })).toBe(96);
  expect(await longest({})).toBeGreaterThan(96);
});

test('a mistyped reason or provider is told with the nearest', async () => {
  expect((await run(['catalog', '--reason', 'mailbox-ful'])).err).toBe(
    'There is no reason "mailbox-ful". Did you mean mailbox-full? The help lists all.\nSee bounce-triage help catalog.\n',
  );
  expect((await run(['catalog', '--provider', 'gogle'])).err).toBe(
    'There is no provider "gogle". Did you mean google?\nSee bounce-triage help catalog.\n',
  );
});

test('nothing in the JSON steers a terminal that it is looked at on, and all of it is there', async () => {
  const asked = '550 \u009b31m\u202e\u0085';
  const { out } = await run(['lookup', '--json', asked]);
  expect(out).not.toMatch(/[\u007f-\u009f\p{Bidi_Control}]/u);
  expect(JSON.parse(out)).toMatchObject({ query: asked });
});
