/** A real Chromium for tests of the page: the one in the npm package, or the one that CHROMIUM_PATH names. */
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
 * Starts a browser with an empty profile of its own (Playwright makes one for each start and removes it).
 * @throws when the browser that CHROMIUM_PATH names cannot be started
 */
export const startChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? (await packaged.executablePath()),
    headless: true,
    args: ARGUMENTS,
  });
