/** `npm run pictures`: the typical answers as people see them, into docs/pictures/. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startChromium } from '../support/chromium.ts';
import { makeAnswers } from './answers.ts';
import { drawingsOf } from './drawings.ts';
import { hang, type Measured, measure, take } from './gallery.ts';
import { withPalette } from './palette.ts';
import { inChat, measureCards, SCREENS } from './web.ts';

const FOLDER = fileURLToPath(new URL('../../docs/pictures', import.meta.url));

const answers = await makeAnswers();
await mkdir(FOLDER, { recursive: true });
for (const name of await readdir(FOLDER)) if (name.endsWith('.png')) await rm(`${FOLDER}/${name}`);
const save = (name: string, picture: Buffer): Promise<void> =>
  writeFile(`${FOLDER}/${name}.png`, withPalette(picture));

const tell = (sizes: readonly Measured[]): void => {
  for (const { name, height, words, controls } of sizes) {
    process.stdout.write(`${name}: ${words} words, ${height} px, ${controls} controls\n`);
  }
};

const browser = await startChromium();
try {
  const drawings = answers.flatMap(drawingsOf);
  const page = await hang(browser, drawings);
  tell(await measure(page));
  for (const { name } of drawings) await save(name, await take(page, name));
  for (const [suffix, options] of Object.entries(SCREENS)) {
    await inChat(browser, answers, options, async (chat) => {
      tell((await measureCards(chat)).map((one) => ({ ...one, name: `${one.name}-web-${suffix}` })));
      for (const { name } of answers) {
        await save(`${name}-web-${suffix}`, await chat.locator(`.card[data-key="${name}"]`).screenshot());
      }
    });
  }
} finally {
  await browser.close();
}
process.stdout.write(`The pictures of ${answers.length} answers are in docs/pictures.\n`);
