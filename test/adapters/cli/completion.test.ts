/** What the shells are given to complete: bash is really asked, zsh and fish too where the machine has them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS, lastWord } from '../../../adapters/cli/table/index.ts';
import { run } from '../../support/command-line.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(join(folder, shell), (await run(['completion', shell])).out);
  }
  mkdirSync(join(folder, 'here'));
  writeFileSync(join(folder, 'here', 'a bounce.eml'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param line what is typed; the last word is to be completed */
function bash(line: string): readonly string[] {
  const script = `source ${folder}/bash
COMP_WORDS=(${line
    .split(' ')
    .map((word) => `'${word}'`)
    .join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_bounce_triage
for one in "\${COMPREPLY[@]}"; do echo "$one"; done`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    cwd: join(folder, 'here'),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe('bash', () => {
  test.each([
    ['bounce-triage lo', ['lookup']],
    ['bounce-triage --v', ['--version']],
    ['bounce-triage sup', ['suppressions']],
    ['bounce-triage suppressions ', ['add', 'remove', 'show', 'search', 'list', 'import', 'export']],
    ['bounce-triage suppressions export --fo', ['--format', '--force']],
    ['bounce-triage suppressions export --format postm', ['postmark', 'postmark-json']],
    ['bounce-triage suppressions export --format = postm', ['postmark', 'postmark-json']],
    ['bounce-triage explain ', ['a bounce.eml']],
    ['bounce-triage explain --re', ['--recursive']],
    [
      'bounce-triage explain -',
      [
        '--verbose',
        '-v',
        '--show',
        '--dead',
        '--all',
        '--top',
        '--json',
        '--csv',
        '--html',
        '--why',
        '--recursive',
        '-r',
        '--batch',
        '--help',
      ],
    ],
    ['bounce-triage check --text ', ['a bounce.eml']],
    ['bounce-triage check --control d', ['dkim', 'dmarc']],
    ['bounce-triage check --ip ', []],
    ['bounce-triage lookup ', []],
    ['bounce-triage doctor ', ['slack', 'discord', 'dns']],
    ['bounce-triage completion f', ['fish']],
    ['bounce-triage help exp', ['explain']],
    ['bounce-triage help suppressions ', ['add', 'remove', 'show', 'search', 'list', 'import', 'export']],
    ['bounce-triage catalog --provider goo', ['google']],
    ['bounce-triage check --list spamh', ['spamhaus']],
  ])('%s', (line, completed) => {
    expect(bash(line)).toEqual(completed);
  });
});

test.each(['bash', 'zsh', 'fish'])('%s knows every command and option', async (shell) => {
  const { out } = await run(['completion', shell]);
  for (const { name, options } of COMMANDS) {
    expect(out).toContain(lastWord(name));
    for (const option of options)
      expect(out).toContain(shell === 'fish' ? `-l ${option.name}` : `--${option.name}`);
  }
});

test.each([
  ['bash', ['--norc', '-n']],
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('%s finds nothing wrong in its script', (shell, args) => {
  const { error, status, stderr } = spawnSync(shell, [...args, join(folder, shell)], { encoding: 'utf8' });
  const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  expect(isMissing || status === 0 ? '' : stderr).toBe('');
});

test.each([
  ['bounce-triage lo', ['lookup']],
  ['bounce-triage suppressions export --format postm', ['postmark', 'postmark-json']],
  ['bounce-triage explain --re', ['--recursive']],
  ['bounce-triage doctor ', ['discord', 'dns', 'slack']],
  ['bounce-triage lookup ', []],
  ['bounce-triage help suppressions ex', ['export']],
  ['bounce-triage catalog --provider goo', ['google']],
])('fish, where the machine has it: %s', (line, completed) => {
  const asked = `source ${folder}/fish; complete -C '${line}'`;
  const { error, stdout, stderr } = spawnSync('fish', ['--no-config', '-c', asked], { encoding: 'utf8' });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return;
  expect(stderr).toBe('');
  expect(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((one) => one.split('\t')[0]),
  ).toEqual(completed);
});

test('quotes in words end no string of the shell', async () => {
  const { out } = await run(['completion', 'fish']);
  expect(out).toContain(
    "-d 'look at a chat platform\\'s tokens, permissions and connections, or at DNS, and say what to fix'",
  );
  expect((await run(['completion', 'zsh'])).out).toContain("look at a chat platform'\\''s tokens");
});
