/** `bin/` on a Node that is too old starts the one that came along: both are to look like one program from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const TAKE_OVER = join(import.meta.dirname, '../../bin/take-over.js');
const STOPPING = join(import.meta.dirname, '../../app/stopping.ts');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-node-'));
  const program = (name: string, ...lines: readonly string[]): void =>
    writeFileSync(join(folder, name), lines.join('\n'));
  program(
    'old-node.mjs',
    `import { takeOver } from ${JSON.stringify(TAKE_OVER)};`,
    'takeOver(process.execPath, process.argv.slice(2), console.error);',
  );
  const begin = [
    `import { endWithWaiting } from ${JSON.stringify(TAKE_OVER)};`,
    'endWithWaiting();',
    'console.log(process.pid);',
  ];
  program('seven.mjs', ...begin, 'process.exitCode = 7;');
  program('endless.mjs', ...begin, 'setInterval(() => {}, 1000);');
  program(
    'bot.mjs',
    `import { stopOnSignal } from ${JSON.stringify(STOPPING)};`,
    "const stop = async () => console.log('stopped');",
    'const giveBack = async () => {};',
    'stopOnSignal({ stop, giveBack, left: () => ({ messages: 0, unanswered: 0 }), log: console, isShard: false });',
    ...begin,
    'setInterval(() => {}, 1000);',
  );
  program(
    'busy-bot.mjs',
    `import { stopOnSignal } from ${JSON.stringify(STOPPING)};`,
    // Each look at the clock finds it a second on: a second signal is none that was passed on twice.
    'let now = 0;',
    'performance.now = () => (now += 1000);',
    "const stop = () => { console.log('stopping'); return new Promise(() => {}); };",
    'const log = { error: console.log, warn: (left, says) => console.log(JSON.stringify(left), says) };',
    'const giveBack = async () => {};',
    'stopOnSignal({ stop, giveBack, left: () => ({ messages: 2, unanswered: 1 }), log, isShard: false });',
    ...begin,
    'setInterval(() => {}, 1000);',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a program through the old Node, in a process group of its own, as a shell does. */
async function start(name: string) {
  const old = spawn(process.execPath, [join(folder, 'old-node.mjs'), join(folder, name)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: old.stdout })[Symbol.asyncIterator]();
  // It runs.
  await lines.next();
  const next = async (): Promise<unknown> => (await lines.next()).value;
  const rest = async (): Promise<readonly string[]> => {
    const all: string[] = [];
    for (let next = await lines.next(); !next.done; next = await lines.next()) all.push(next.value);
    return all;
  };
  return { old, next, rest };
}

const statusOf = async (child: ChildProcess): Promise<unknown> => (await once(child, 'exit'))[0];

test('the status is that of the program', async () => {
  const { old } = await start('seven.mjs');
  expect(old.exitCode ?? (await statusOf(old))).toBe(7);
});

describe('a signal ends the program, and the status is that of a shell', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s is passed on: %i', async (signal, status) => {
    const { old } = await start('endless.mjs');
    old.kill(signal);
    expect(await statusOf(old)).toBe(status);
  });

  test('Ctrl+C, which reaches both', async () => {
    const { old } = await start('endless.mjs');
    process.kill(-(old.pid as number), 'SIGINT');
    expect(await statusOf(old)).toBe(130);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s to both: the bot still tidies up', async (signal) => {
    const { old, rest } = await start('bot.mjs');
    process.kill(-(old.pid as number), signal);
    expect(await statusOf(old)).toBe(0);
    expect(await rest()).toEqual(['stopped']);
  });
});

test('a bot that is told twice ends with 0 before all is done, and says what it left', async () => {
  const { old, next, rest } = await start('busy-bot.mjs');
  old.kill('SIGTERM');
  expect(await next()).toBe('stopping');
  old.kill('SIGTERM');
  expect(await rest()).toEqual([
    expect.stringMatching(/^\{"messages":2,"unanswered":1\} stopped before all was done/),
  ]);
  expect(old.exitCode ?? (await statusOf(old))).toBe(0);
});

test('where the waiting process is killed, the program ends too, in its own way', async () => {
  const { old, rest } = await start('bot.mjs');
  old.kill('SIGKILL');
  // What it writes to is closed when it has ended.
  expect(await rest()).toEqual(['stopped']);
});
