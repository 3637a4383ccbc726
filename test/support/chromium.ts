/** A real Chromium for tests of the page: the one in the npm package, or the one that CHROMIUM_PATH names. */
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * No graphics hardware, no sandbox (the tests may run as root, where Chromium refuses to start with one), and
 * nothing that calls out of its own accord: the machines that run the tests have no way out.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Unpacks the packaged browser once for all test processes. The package unpacks straight into TMPDIR and
 * takes a half-written file of another process for a whole one, so each process unpacks into a folder of its
 * own, and the first to finish gives its folder the name that all look for.
 *
 * @returns the path of the program
 */
const unpack = async (): Promise<string> => {
  const home = join(tmpdir(), 'bounce-triage-chromium-147');
  if (existsSync(home)) return join(home, 'chromium');
  const own = await mkdtemp(`${home}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = own;
  try {
    await packaged.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  await rename(own, home).catch(() => rm(own, { recursive: true }));
  return join(home, 'chromium');
};

/**
 * Starts a browser with an empty profile of its own (Playwright makes one for each start and removes it).
 *
 * @throws when the browser cannot be started
 */
export const startChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (await unpack()),
    headless: true,
    args: ARGUMENTS,
  });
