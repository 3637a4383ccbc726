#!/usr/bin/env node
// Runs the program that `npm ci` built. Where the Node that was called is too old for it, the one that came along (the
// package `node`) takes over. This file itself must be understood by any Node.
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = [22, 19];
const main = new URL('../dist/main.js', import.meta.url);
/** Only in a checkout: a package is never older than what it is made of. */
const stale = new URL('../build/stale.js', import.meta.url);

if (!existsSync(main)) {
  fail('bounce-triage is not built: run "npm ci" or "npm run build" in its folder.');
} else if (isYoungEnough()) {
  if (process.env.BOUNCE_TRIAGE_WAITING) (await import('./take-over.js')).endWithWaiting();
  const compiled = join(cacheFolder(), 'bounce-triage', 'compiled');
  // Where it can't be written, or there is no home, every start compiles again.
  if (isAbsolute(compiled) && isMade(compiled)) module.enableCompileCache(compiled);
  if (existsSync(stale)) await tellIfStale();
  await import(main.href);
} else {
  await runPinned();
}

function isYoungEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function tellIfStale() {
  const { newerThanBuild } = await import(stale.href);
  const newer = newerThanBuild(fileURLToPath(new URL('..', import.meta.url)));
  if (newer !== null) process.stderr.write(`dist/ is older than ${newer}: run "npm run build".\n`);
}

function cacheFolder() {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local } = process.env;
  if (isAbsolute(xdg)) return xdg;
  if (process.platform === 'win32') return local || join(homedir(), 'AppData', 'Local');
  return join(homedir(), ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}

/** Folder by folder: where the system says that what is above is missing, as under /proc, Node's own way never ends. */
function isMade(folder) {
  if (existsSync(folder)) return true;
  if (dirname(folder) === folder || !isMade(dirname(folder))) return false;
  try {
    mkdirSync(folder);
  } catch {
    return existsSync(folder);
  }
  return true;
}

async function runPinned() {
  let pinned;
  try {
    const installed = module.createRequire(import.meta.url).resolve('node/package.json');
    pinned = join(dirname(installed), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    pinned = '';
  }
  if (!existsSync(pinned)) {
    fail(`bounce-triage needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.`);
    return;
  }
  const { takeOver } = await import('./take-over.js');
  takeOver(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], fail);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 3;
}
