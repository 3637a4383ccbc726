/** A team's own catalog that is wrong or missing: every command says so in a line, and none falls over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../support/command-line.ts';

let own: string;
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'bounce-triage-own-'));
});
afterEach(() => rmSync(own, { recursive: true }));

const BOUNCE = '550 5.1.1 <ann@example.com>: User unknown';
const COMMANDS: readonly (readonly string[])[] = [
  ['lookup', '550'],
  ['explain', '--json'],
  ['catalog', '--json'],
  ['catalog', '--check'],
];

describe('a folder that is not there', () => {
  test.each(COMMANDS)('%s %s', async (...words) => {
    const folder = join(own, 'nowhere');
    const { status, out, err } = await run(words, { input: BOUNCE, own: folder });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^The catalog folder \S+nowhere can't be read: ENOENT[^\n]*\n$/);
  });
});

describe('mistakes are told, a line each, and change no verdict', () => {
  beforeEach(() => {
    writeFileSync(join(own, 'broken.yml'), 'foo: [\n');
    writeFileSync(
      join(own, 'short.yml'),
      'reason: rate-limited\nwordings:\n  - id: our-quota\n    text: our gateway is full\n',
    );
  });

  test.each([
    [0, ['lookup', '550']],
    [0, ['explain', '--json']],
    [0, ['catalog', '--json']],
    [1, ['catalog', '--check']],
  ])('status %i of %j', async (expected, words) => {
    const { status, err } = await run(words, { input: BOUNCE, own });
    expect(status).toBe(expected);
    expect(err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^left out of your catalog: broken\.yml:\d+: not valid YAML/),
      expect.stringMatching(/^left out of your catalog: short\.yml:3: our-quota, example/),
    ]);
  });
});
