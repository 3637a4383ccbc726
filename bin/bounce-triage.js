#!/usr/bin/env node
// Runs app/main.ts, which is TypeScript as it is: Node 24 or newer does that by itself. Where the Node that was
// called is older, the one that `npm ci` brought (the package `node`) takes over.
import { spawn } from 'node:child_process';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const main = new URL('../app/main.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) >= OLDEST) {
  module.enableCompileCache();
  await import(main.href);
} else {
  const installed = module.createRequire(import.meta.url).resolve('node/package.json');
  const pinned = join(dirname(installed), 'bin', 'node');
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
