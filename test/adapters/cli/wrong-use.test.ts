/** What is mistyped is told in one line, with the nearest that is known and where the help is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../adapters/cli/arguments.ts';
import { UsageError } from '../../../adapters/cli/exit.ts';
import { nearest } from '../../../adapters/cli/nearest.ts';
import { COMMANDS } from '../../../adapters/cli/table/index.ts';
import { CHECK, EXPLAIN } from '../../../adapters/cli/table/judging.ts';
import { run } from '../../support/command-line.ts';

test.each([
  ['lokup 550', 'There is no command "lokup". Did you mean lookup?\nSee bounce-triage help.\n'],
  ['expalin x', 'There is no command "expalin". Did you mean explain?\nSee bounce-triage help.\n'],
  ['sup', 'There is no command "sup". Did you mean suppressions?\nSee bounce-triage help.\n'],
  ['qwertz', 'There is no command "qwertz".\nSee bounce-triage help.\n'],
  [
    '550 5.1.1',
    'There is no command "550". To look that up: bounce-triage lookup 550 5.1.1\nSee bounce-triage help.\n',
  ],
  [
    'package.json',
    'There is no command "package.json". To read that file: bounce-triage explain package.json\nSee bounce-triage help.\n',
  ],
  ['--verison', 'Unknown option "--verison". Did you mean --version?\nSee bounce-triage help.\n'],
  ['help explian', 'There is no command "explian". Did you mean explain?\nSee bounce-triage help.\n'],
  ['explain --jsno', 'Unknown option "--jsno". Did you mean --json?\nSee bounce-triage help explain.\n'],
  ['explain -x', 'Unknown option "-x".\nSee bounce-triage help explain.\n'],
  ...['--dead', '--csv', '--html', '--show 1', '--top 3', '--all', '--recursive', '--verbose', '--why'].map(
    (option) => [
      `explain --batch ${option}`,
      `--batch goes without ${option.replace(/ .*/, '')}: it answers each line with one of JSON, always the same fields.\nSee bounce-triage help explain.\n`,
    ],
  ),
  [
    'explain -rv --batch',
    '--batch goes without --recursive and --verbose: it answers each line with one of JSON, always the same fields.\nSee bounce-triage help explain.\n',
  ],
  [
    'explain --dead --json',
    '--dead goes without --json: it prints addresses alone.\nSee bounce-triage help explain.\n',
  ],
  ['explain --json=yes', '--json takes no value.\nSee bounce-triage help explain.\n'],
  ['check --ip', '--ip needs a value: --ip IP\nSee bounce-triage help check.\n'],
  [
    'check --from --json',
    '--from needs a value, or is it "--json"? Then write --from=--json\nSee bounce-triage help check.\n',
  ],
  ['catalog mailbox', 'catalog takes no "mailbox".\nSee bounce-triage help catalog.\n'],
  ['start now', 'start takes no "now".\nSee bounce-triage help start.\n'],
  [
    'suppressions',
    'What shall I do with the list? add, remove, show, search, list, import or export.\nSee bounce-triage help suppressions.\n',
  ],
  [
    'suppressions exprot',
    'There is no "exprot". Did you mean suppressions export?\nSee bounce-triage help suppressions.\n',
  ],
  ['suppressions list --check', 'Unknown option "--check".\nSee bounce-triage help suppressions list.\n'],
  ['completion tcsh', 'Name one shell: bash, zsh or fish.\nSee bounce-triage help completion.\n'],
  ['doctor teams', 'Say which: bounce-triage doctor slack | discord | dns\nSee bounce-triage help doctor.\n'],
])('%s', async (words, err) => {
  expect(await run(words.split(' '))).toEqual({ status: 2, out: '', err });
});

test('a mistyped word steers no terminal', async () => {
  expect((await run(['\u001b]0;evil\u0007'])).err).not.toMatch(/[\u001b\u0007]/);
});

test('without a word, or with start, the bot runs', async () => {
  expect(await run([])).toEqual({ status: 0, out: '', err: 'started\n' });
  expect(await run(['start'])).toEqual({ status: 0, out: '', err: 'started\n' });
});

describe('arguments', () => {
  test('options stand before, between and behind the words', () => {
    expect(
      readArguments(CHECK, ['--ip=192.0.2.1', 'a.example', '--selector', 's1', 'x', '--selector', 's2']),
    ).toEqual({
      values: expect.objectContaining({ ip: '192.0.2.1', selector: ['s1', 's2'], json: false }),
      words: ['a.example', 'x'],
    });
    expect(readArguments(EXPLAIN, ['-r', '--', '--json', '-'])).toMatchObject({
      values: { recursive: true, json: false },
      words: ['--json', '-'],
    });
  });

  test('whatever is typed is read, or refused in words', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '--json',
        '-r',
        '--ip',
        '--ip=',
        '-',
        '--',
        '--no-json',
        '-rx',
        '--__proto__',
        '--constructor=x',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), fc.array(word), (command, args) => {
        try {
          const { words } = readArguments(command, args);
          for (const one of words) expect(args).toContain(one);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });

  test('one slip is understood in every command and option', () => {
    for (const { name } of COMMANDS.filter((one) => !one.name.includes(' '))) {
      const known = COMMANDS.map((one) => one.name).filter((one) => !one.includes(' '));
      expect(nearest(`${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}`, known)).toBe(name);
      expect(nearest(name.slice(1), known)).toBe(name);
    }
  });
});
