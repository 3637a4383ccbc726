/** `npm run pictures`: the typical answers as people see them, into docs/pictures/. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startChromium } from '../support/chromium.ts';
import { makeAnswers } from './answers.ts';
import { drawingsOf } from './drawings.ts';
import { hang, measure } from './gallery.ts';

const FOLDER = fileURLToPath(new URL('../../docs/pictures', import.meta.url));

const answers = await makeAnswers();
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const browser = await startChromium();
try {
  const drawings = answers.flatMap(drawingsOf);
  const page = await hang(browser, drawings);
  for (const { name } of drawings) {
    await writeFile(`${FOLDER}/${name}.png`, await page.locator(`#${name}`).screenshot());
  }
  for (const { name, height, words, controls } of await measure(page)) {
    process.stdout.write(`${name}: ${height} px, ${words} words, ${controls} controls\n`);
  }
  process.stdout.write(`${drawings.length} pictures of ${answers.length} answers are in docs/pictures.\n`);
} finally {
  await browser.close();
}
