export { createGuesser, type Guess, type Guesser } from './guesser.ts';
export { guesserOfBuild } from './of-build.ts';
export { wordsIn } from './words.ts';
