/** In a checkout `bin/` says when what it runs is older than a file that it is made of. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newerThanBuild } from '../../build/stale.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bounce-triage-stale-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a file as if at this hour. */
function write(path: string, hour: number): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  const time = new Date(Date.UTC(2026, 10, 28, hour));
  utimesSync(file, time, time);
}

/** A checkout whose files are of 9 o'clock, built at 10. */
function checkout(): void {
  for (const folder of ['src', 'adapters', 'app', 'build']) write(`${folder}/index.ts`, 9);
  write('catalog/providers/google.yml', 9);
  write('bench/texts/providers.jsonl', 9);
  write('package-lock.json', 9);
  write('dist/made-of', 10);
}

test('nothing is newer after a build', () => {
  checkout();
  write('docs/cli.md', 11);
  write('test/desk/messages.test.ts', 11);
  expect(newerThanBuild(root)).toBeNull();
});

test.each([
  'src/desk/reply.ts',
  'catalog/providers/google.yml',
  'bench/texts/providers.jsonl',
  'package-lock.json',
])('%s was written since', (path) => {
  checkout();
  write(path, 11);
  expect(newerThanBuild(root)).toBe(path);
});

test('what is not built is not older than anything', () => {
  checkout();
  rmSync(join(root, 'dist'), { recursive: true });
  expect(newerThanBuild(root)).toBeNull();
});
