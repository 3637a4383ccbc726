import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../src/store/index.ts';

const BIN = fileURLToPath(new URL('../../../bin/bounce-triage.js', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  await (await openStore(join(folder, 'x.db'))).destroy();
});
afterAll(() => rmSync(folder, { recursive: true }));

const roles = (...args: string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, 'roles', ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, DATABASE_URL: join(folder, 'x.db') },
  });
  return { stdout, stderr, status };
};

test('at first every member may triage; then only a group may, until everybody may again', () => {
  expect(roles('--team', 'slack:T1').stdout).toContain(
    'act on cases:         every member; guests only look',
  );
  const set = roles(
    '--team',
    'slack:T1',
    '--triagers',
    'S1=@email-ops,U7=Ann',
    '--admins',
    'S2=@mail-admins',
  );
  expect(set.stdout).toContain('act on cases:         @email-ops (S1), Ann (U7)');
  expect(set.stdout).toContain("change settings:      the workspace's admins, @mail-admins (S2)");
  const back = roles('--triagers', 'everybody');
  expect(back.stdout).toContain('every member');
  expect(back.stdout).toContain('@mail-admins (S2)');
});

test('the trail keeps who changed them', async () => {
  const store = await openStore(join(folder, 'x.db'));
  const trail = await store.selectFrom('audit').select(['action', 'before', 'after']).orderBy('id').execute();
  await store.destroy();
  expect(trail[0]).toEqual({
    action: 'roles-changed',
    before: '{"channel":"","value":null}',
    after:
      '{"channel":"","value":{"triagers":[{"id":"S1","name":"@email-ops"},{"id":"U7","name":"Ann"}],"admins":[{"id":"S2","name":"@mail-admins"}]}}',
  });
});

test('what can not be read is refused with an example, and changes nothing', () => {
  const wrong = roles('--team', 'slack:T1', '--triagers', 'email-ops');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('S0123=@email-ops,U0456=Ann');
});
