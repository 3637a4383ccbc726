/** Help as it is read: on a wide and on a narrow terminal, by every way of asking for it. */
import { describe, expect, test } from 'vitest';
import { COMMANDS, PROGRAM } from '../../../adapters/cli/table/index.ts';
import { EXPORT_FORMATS, IMPORT_FORMATS } from '../../../adapters/cli/table/suppressions.ts';
import { FORMAT_IDS, WRITE_FORMATS } from '../../../src/suppression-files/index.ts';
import { run } from '../../support/command-line.ts';

const names = COMMANDS.map(({ name }) => name);

test('all commands, one a line', async () => {
  const { status, out, err } = await run(['help'], { env: { COLUMNS: '80' } });
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toContain(`Judge bounces
  lookup        say what a code, a tag or a few words mean
  explain       explain the bounces in texts, mails or logs
`);
  for (const name of names.filter((one) => !one.includes(' '))) expect(out).toContain(`\n  ${name} `);
  expect(await run(['--help'], { env: { COLUMNS: '80' } })).toEqual({ status, out, err });
  expect(await run(['-h'], { env: { COLUMNS: '80' } })).toEqual({ status, out, err });
});

test('a command: examples first, then its options and what its exit statuses mean', async () => {
  expect(
    (await run(['lookup', '--help'])).out,
  ).toBe(`bounce-triage lookup: say what a code, a tag or a few words mean

Examples
  bounce-triage lookup 421 4.7.28
      a reply code and an enhanced code
  bounce-triage lookup TS03
      a tag of a provider
  bounce-triage lookup mailbox full
      words
  bounce-triage lookup --json 550 5.7.26
      the same for a program

Usage
  bounce-triage lookup [OPTION…] QUERY…

Arguments
  QUERY  a code, a tag or a few words

Options
  -v, --verbose  print all that is known, such as the server’s words, all steps
                 and sources
  --json         print one JSON object

Exit status
  0  it is known
  1  it is not
  2  wrong use: nothing was done
  3  it failed: the database, a file or the network did
`);
});

describe.each(names)('%s', (name) => {
  const words = name.split(' ');
  test('--help, -h and help say the same, whatever else is typed', async () => {
    const told = await run(['help', ...words]);
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(told.out).toMatch(new RegExp(`^${PROGRAM} ${name}: (?:.+\n)+\nExamples\n  ${PROGRAM} `));
    expect(told.out).toContain('\nExit status\n  0  ');
    expect(await run([...words, '--help'])).toEqual(told);
    expect(await run([...words, '-h'])).toEqual(told);
    expect(await run([...words, '--wrong', 'x', '--help'])).toEqual(told);
  });

  test.each([80, 40])('reads well on %i columns', async (columns) => {
    const { out } = await run(['help', ...words], { columns, env: { NO_COLOR: '1' } });
    const lines = columns < 80 ? out.split('\n').filter(mayBeWrapped) : out.split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('its examples are its own, and what they set is known to it', async () => {
    const { examples, options } = COMMANDS.find((one) => one.name === name) as (typeof COMMANDS)[number];
    const under = COMMANDS.filter((one) => one.name.startsWith(`${name} `)).flatMap((one) => one.options);
    const known = [...options, ...under].map((one) => one.name);
    for (const { line } of examples.filter((one) => !one.line.startsWith('help '))) {
      expect(`${line} `).toContain(`${name} `);
      for (const [, option] of line.matchAll(/ --([a-z]+)/g)) {
        expect(known).toContain(option);
      }
    }
  });
});

/** Commands are one line each, to be copied; on an ordinary terminal they have room. */
const mayBeWrapped = (line: string): boolean => !line.startsWith(`  ${PROGRAM} `);

test.each([80, 40])('the overview reads well on %i columns', async (columns) => {
  const { out } = await run(['help'], { columns, env: { NO_COLOR: '1' } });
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
});

test('titles are bold on a terminal, and plain in a pipe, with NO_COLOR and on a dumb terminal', async () => {
  expect((await run(['help'], { columns: 80 })).out).toContain('\u001b[1mJudge bounces\u001b[22m');
  expect((await run(['help'])).out).not.toContain('\u001b');
  expect((await run(['help'], { columns: 80, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b');
  expect((await run(['help'], { columns: 80, env: { TERM: 'dumb' } })).out).not.toContain('\u001b');
});

test('a group of commands lists them, and each has its own help', async () => {
  const { out } = await run(['suppressions', '--help']);
  expect(out).toContain('\n  import  take over a list from another platform\n');
  expect((await run(['suppressions', 'help', 'import'])).out).toBe(
    (await run(['suppressions', 'import', '-h'])).out,
  );
});

test('the formats that help names are those that there are', () => {
  expect([...IMPORT_FORMATS]).toEqual(FORMAT_IDS);
  expect([...EXPORT_FORMATS]).toEqual(WRITE_FORMATS.map(({ id }) => id));
});

test.each([['--version'], ['-V'], ['version']])('%s', async (word) => {
  expect(await run([word])).toEqual({ status: 0, out: 'bounce-triage 1.2.3\n', err: '' });
});
