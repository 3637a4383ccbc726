/** Addresses that only show how one looks, or what would happen. */
import { marksOf, PHRASE, SIGN } from '../marks.ts';
import { EXAMPLES } from './example-words.ts';
import { type Placed, type Rule, SURENESS } from './role.ts';

export const example = {
  before: { role: 'example', sureness: SURENESS.words, before: EXAMPLES },
} satisfies Record<string, Rule>;

/** Characters before an address in its line in which it may be said that what follows is an example. */
const AHEAD = 90;
/** The shortest of those words, with something behind it. */
const SHORTEST = 6;
/** The words, and then no more than a command or a code: what is told further on may have happened. */
const IN_EXAMPLE = new RegExp(
  `(?:^|[^\\p{L}\\p{N}])(?:${EXAMPLES.map((words) => words.replace(/[.]/g, '\\.').replaceAll(' ', ' ?')).join('|')})(?!\\p{L})[^\\n]{0,50}$`,
  'iu',
);

/** @returns whether words end in saying that what follows is an example */
export const saysExample = (before: string): boolean => IN_EXAMPLE.test(before.slice(-AHEAD));

/** @returns whom a place tells to be the recipient, as an example where the words ahead in the line say that it is one */
export function asExample(text: string, one: Placed): Placed {
  if (one.role !== 'recipient' || one.start < SHORTEST) return one;
  const { signs, phrases } = marksOf(text);
  if ((phrases & PHRASE.example) === 0 && (signs & SIGN.foreign) === 0) return one;
  const told = IN_EXAMPLE.exec(text.slice(Math.max(0, one.start - AHEAD), one.start));
  return told === null
    ? one
    : { ...one, role: 'example', evidence: told[0].trim().slice(0, 100), sureness: SURENESS.words };
}
