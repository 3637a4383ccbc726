/** The guesser that the build made of our catalog and our labelled texts. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGuesser, type Guesser } from './guesser.ts';
import { readModel } from './model.ts';

const FILE = fileURLToPath(new URL('../../../dist/guess.bin', import.meta.url));

let made: Guesser | null = null;

/** Read when the first text needs it: few do. Without a build, in a bare checkout, it guesses nothing. */
export const guesserOfBuild: Guesser = (words, codes) => {
  made ??= existsSync(FILE) ? createGuesser(readModel(FILE).model) : () => null;
  return made(words, codes);
};
