/**
 * The package as `npm pack` makes it, installed into an empty folder: by npm itself, with what it depends on from npm's
 * cache or the registry, and run as a user of its own who may write nothing there, on the pinned Node alone.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** Nobody's user and group. */
const NOBODY = 65534;
const MOST_BYTES = 5_000_000;

type Packed = {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: { path: string }[];
};

let folder: string;
let packed: Packed;
let installed: string;
/** A folder with nothing but Node in it, as PATH. */
let nodeAlone: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-package-'));
  chmodSync(folder, 0o755);
  // `npm test` has built it already.
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  packed = (JSON.parse(npm(pack, ROOT)) as [Packed])[0];
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'project', private: true, type: 'module' }),
  );
  // Its own Node would be another 100 MB; the one that runs this test is the same.
  npm(
    ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', `../${packed.filename}`],
    project,
  );
  installed = join(project, 'node_modules', 'bounce-triage');
  nodeAlone = join(folder, 'path');
  mkdirSync(nodeAlone);
  symlinkSync(process.execPath, join(nodeAlone, 'node'));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

type Where = {
  readonly cwd?: string;
  readonly home?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
};

/** Calls the installed command; as root one that has given its rights away, else as who runs the tests. */
function call(
  args: readonly string[],
  { cwd = '/', home = join(folder, 'none'), env = {}, input = '' }: Where = {},
) {
  const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const bin = join(installed, '..', '.bin', 'bounce-triage');
  const { status, stdout, stderr } = spawnSync(bin, args, {
    ...asNobody,
    timeout: 60_000,
    maxBuffer: 50_000_000,
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: `${nodeAlone}:/usr/bin:/bin`, HOME: home, ...env },
  });
  return { status, out: stdout, err: stderr };
}

/** A home that whoever runs the command may write to. */
function aHome(name: string): string {
  const home = join(folder, name);
  mkdirSync(home);
  chmodSync(home, 0o777);
  return home;
}

/** Every file in the package and when it was written. */
const stateOf = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${statSync(join(path, name)).mtimeMs}`);

describe('the package', () => {
  test('has what it runs and its types, and no tests, sources or catalog files', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const path of [
      'bin/bounce-triage.js',
      'dist/main.js',
      'dist/library.js',
      'dist/library.d.ts',
      'LICENSE',
    ]) {
      expect(paths).toContain(path);
    }
    expect(paths.filter((path) => /(^|\/)test|\.test\.|^src\/|(?<!\.d)\.ts$|^corpus/.test(path))).toEqual([]);
  });

  test('has what its own pages lead to', () => {
    const paths = packed.files.map(({ path }) => path);
    const pages = paths.filter((path) => path.endsWith('.md'));
    expect(pages.length).toBeGreaterThan(10);
    const lost = pages.flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
        .map(([, link]) => join(dirname(page), link as string))
        .filter((link) => !paths.includes(link)),
    );
    expect(lost).toEqual([]);
  });

  test('is under 5 MB', () => {
    expect(packed.unpackedSize).toBeLessThan(MOST_BYTES);
  });
});

describe('installed, from /, as a user who may write nothing in it', () => {
  test('where no folder can be made, not even tried for ever, it looks up, and the bot says what to do', () => {
    const home = '/proc/nobody';
    expect(call(['lookup', '550'], { home })).toMatchObject({ status: 0, err: '' });
    const { status, err } = call(['start'], { home, env: { PORT: '0' } });
    expect(status).toBe(1);
    expect(err).toContain(
      'Whoever runs this must be able to write there; or name another file in DATABASE_URL',
    );
  });

  test('it looks up, explains and lists, without a home', () => {
    const before = stateOf(installed);
    expect(call(['lookup', '550'])).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/^550/) });
    expect(call(['lookup', 'mailbox full'])).toMatchObject({ status: 0, err: '' });
    const explained = call(['explain', '--json'], { input: '550 5.1.1 <ann@example.com>: User unknown' });
    expect(explained).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(explained.out)).toMatchObject({ recipient: 'ann@example.com', reason: 'user-unknown' });
    expect(call(['catalog', '--provider', 'google'])).toMatchObject({ status: 0, err: '' });
    expect(stateOf(installed)).toEqual(before);
  });

  test('a large log is read in a thread of its own', () => {
    const line = (n: number) =>
      `Nov 28 10:00:00 mx postfix/smtp[1]: ABC${n}: to=<u${n}@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown)\n`;
    const log = Array.from({ length: 4000 }, (_, n) => line(n)).join('');
    const { status, out } = call(['explain', '--json'], { input: log });
    expect({ status, bounces: out.trimEnd().split('\n').length }).toEqual({ status: 0, bounces: 4000 });
  });

  test('the database is in the home, and where that may not be written the message says what to do', () => {
    const home = aHome('home');
    const listed = call(['suppressions', 'list'], { home, cwd: '/tmp' });
    expect(listed.err).toContain(join(home, '.local/share/bounce-triage/bounce-triage.db'));
    const locked = join(folder, 'locked');
    mkdirSync(locked, { mode: 0o555 });
    const refused = call(['suppressions', 'add', 'ann@example.com', '--reason', 'user-unknown'], {
      home: locked,
    });
    expect(refused.status).not.toBe(0);
    expect(refused.err).toContain(join(locked, '.local/share/bounce-triage'));
    expect(refused.err).toContain('DATABASE_URL');
  });

  test('an empty HOME is none: nothing lands in the working directory', () => {
    const cwd = aHome('work');
    expect(call(['lookup', '550'], { cwd, home: '' })).toMatchObject({ status: 0, err: '' });
    call(['suppressions', 'list'], { cwd, home: '' });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('an own catalog, relative to the .env that names it', () => {
    const home = aHome('catalog-home');
    const own = join(home, 'ours');
    mkdirSync(own);
    writeFileSync(join(home, '.env'), 'CATALOG_DIR=ours\n');
    writeFileSync(
      join(own, 'ours.yml'),
      'reason: rate-limited\nwordings:\n  - id: our-quota\n    text: our gateway is full up\n    example: "554 our gateway is full up"\n    title: Our gateway is full\n',
    );
    const where = { cwd: home, home, input: '554 our gateway is full up' };
    expect(JSON.parse(call(['explain', '--json'], where).out)).toMatchObject({ entry: 'our-quota' });
  });
});

test('the library is imported, and its types stand alone', () => {
  const project = join(folder, 'project');
  const program = `import { createExplainer, explain, lookup, type Bounce } from 'bounce-triage';
const { bounces } = await explain('550 5.1.1 <ann@example.com>: User unknown');
const [first]: readonly Bounce[] = bounces;
const reason: 'user-unknown' | undefined = first?.reason === 'user-unknown' ? first.reason : undefined;
const explainer = await createExplainer();
console.log(reason, first?.recipient, (await lookup('550')).replyCode, explainer.lookup('TS03').entries.length > 0);
// @ts-expect-error: there is no such field
first?.recipients;
`;
  writeFileSync(join(project, 'program.ts'), program);
  const run = spawnSync(process.execPath, ['program.ts'], { cwd: project, encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'user-unknown ann@example.com 550 true\n' });
  const config = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    skipLibCheck: false,
    types: [],
    lib: ['es2024', 'dom'],
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: config, files: ['program.ts'] }),
  );
  const tsc = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project], {
    encoding: 'utf8',
  });
  expect(tsc.stdout).toBe('');
  expect(tsc.status).toBe(0);
});

test('the examples run in a project of whatever type, and CommonJS may require the library, with types', () => {
  const project = join(folder, 'project');
  const old = join(project, 'commonjs');
  mkdirSync(old);
  writeFileSync(join(old, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  copyFileSync(join(installed, 'examples/explain.mts'), join(old, 'explain.mts'));
  writeFileSync(
    join(old, 'program.cts'),
    `import bounces = require('bounce-triage');
bounces.explain('452 4.2.2 mailbox full').then(({ bounces: [first] }) => {
  const reason: bounces.Reason | undefined = first?.reason;
  console.log(reason);
});
`,
  );
  writeFileSync(
    join(old, 'program.cjs'),
    "require('bounce-triage').explain('452 4.2.2 mailbox full').then(({ bounces: [first] }) => console.log(first.reason));\n",
  );
  const run = (file: string) => spawnSync(process.execPath, [file], { cwd: old, encoding: 'utf8' });
  expect(run('explain.mts')).toMatchObject({ status: 0, stdout: expect.stringContaining('ann@example.com') });
  expect(run('program.cjs')).toMatchObject({ status: 0, stdout: 'mailbox-full\n', stderr: '' });
  const config = { strict: true, noEmit: true, module: 'node16', types: [], lib: ['es2024', 'dom'] };
  writeFileSync(
    join(old, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: config, files: ['program.cts'] }),
  );
  const tsc = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', old], {
    encoding: 'utf8',
  });
  expect(tsc).toMatchObject({ status: 0, stdout: '' });
});
