/** The man page and docs/cli.md say what the table of commands says. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { manPage } from '../../../adapters/cli/manual/man-page.ts';
import { withCommands } from '../../../adapters/cli/manual/markdown.ts';
import { COMMANDS } from '../../../adapters/cli/table/index.ts';
import { run } from '../../support/command-line.ts';

const root = new URL('../../../', import.meta.url);
const MAN = new URL('man/bounce-triage.1', root);
const HINT = '`npm run manual` writes it anew';

test('the man page is up to date, and the package names it', () => {
  expect(readFileSync(MAN, 'utf8'), HINT).toBe(manPage());
  expect(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).man).toEqual([
    'man/bounce-triage.1',
  ]);
});

test('man shows it without a warning', () => {
  const { error, stdout, stderr } = spawnSync('man', ['--warnings', '-l', fileURLToPath(MAN)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', MANWIDTH: '80', LC_ALL: 'C.UTF-8', MANPAGER: 'cat' },
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return;
  expect(stderr).toBe('');
  const shown = stdout.replace(/\u001b\[\d*m|.\u0008/g, '');
  expect(shown).toContain('       bounce-triage explain [OPTION...] [FILE...]\n');
  expect(shown).toContain('       -r, --recursive\n');
  for (const { name } of COMMANDS) expect(shown).toContain(`\n   ${name}\n`);
});

test('docs/cli.md is up to date', () => {
  const document = readFileSync(new URL('docs/cli.md', root), 'utf8');
  expect(withCommands(document), HINT).toBe(document);
});

test('docs/cli.md names each field that programs are given', async () => {
  const document = readFileSync(new URL('docs/cli.md', root), 'utf8');
  const section = (title: string): string => document.split(`### ${title}\n`)[1]?.split('\n### ')[0] ?? '';
  const bounce = JSON.parse(
    (await run(['explain', '--json', '--why'], { input: '550 5.1.1 User unknown' })).out,
  );
  const fields = [
    ...Object.keys(bounce).map((name) => ['explain --json', name] as const),
    ...Object.keys(bounce.why).map((name) => ['explain --json', name] as const),
    ...Object.keys(JSON.parse((await run(['lookup', '--json', '550'])).out)).map(
      (name) => ['lookup --json', name] as const,
    ),
  ];
  for (const [title, name] of fields) expect(section(title), title).toContain(`\`${name}\``);
});
