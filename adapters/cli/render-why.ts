/** How a bounce was judged, for `explain --why`: what decided, and why every other candidate did not. */
import type { Catalog } from '../../src/catalog/index.ts';
import { CLASSES, type Judge } from '../../src/diagnosis/index.ts';
import { wrap } from './lines.ts';
import { paintFor, type Terminal, widthOf } from './terminal.ts';

const PROOFS = {
  host: 'its host name',
  mark: 'words that only it uses',
  domain: "the recipient's domain, the weakest proof",
} as const;

type Why = ReturnType<Judge['why']>;

/** @returns lines for a terminal, ending with a line feed */
export function renderWhy(
  { proven, evidence, winner, losers, isPassage, guess }: Why,
  catalog: Catalog,
  terminal: Terminal,
): string {
  const width = widthOf(terminal);
  const name = proven && (catalog.providers.get(proven.provider)?.name ?? proven.provider);
  const lines = [
    paintFor(terminal)('bold', 'Why'),
    ...(guess?.decides ? [] : wrap(`Evidence: ${evidence} (${CLASSES[evidence]})`, width, '  ', '      ')),
    ...wrap(
      `Provider: ${proven === null ? 'none is proven' : `${name}, by ${PROOFS[proven.by]}`}`,
      width,
      '  ',
      '      ',
    ),
    ...(isPassage
      ? wrap("Decided by the text around the server's words, which alone say too little.", width, '  ')
      : []),
    ...(guess === null ? [] : wrap(sayGuess(guess), width, guess.decides ? '  + ' : '  ~ ', '      ')),
    ...(winner === null
      ? ['  Nothing in the catalog fits.']
      : wrap(
          `${winner.entry.id} (${winner.entry.reason})${foundIn(winner.found)}`,
          width,
          guess?.decides ? '  - ' : '  + ',
          '      ',
        )),
    ...losers.flatMap(({ entry, found, because }) => [
      ...wrap(`${entry.id} (${entry.reason})${foundIn(found)}`, width, '  - ', '      '),
      ...wrap(because, width, '      '),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Patterns are the catalog's words, not the bounce's: nothing in them has to be escaped. */
const foundIn = (pattern: string | null): string => (pattern === null ? ', by its codes' : `: "${pattern}"`);

function sayGuess({ reason, probability, next, dead, words, decides }: NonNullable<Why['guess']>): string {
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return [
    `Words alike in known bounces: ${reason} ${percent(probability)}, ${next.reason} ${percent(next.probability)}`,
    `a dead address ${percent(dead)}`,
    `by ${words.map((word) => `"${word}"`).join(', ')}${decides ? '' : '; it decides nothing here'}`,
  ].join('; ');
}

/** The same for programs. */
export function whyJson({ proven, evidence, winner, losers, isPassage, guess }: Why) {
  return {
    provider: proven?.provider ?? null,
    provenBy: proven?.by ?? null,
    decidedBy: isPassage ? 'passage' : 'words',
    evidence,
    winner: winner && { entry: winner.entry.id, reason: winner.entry.reason, found: winner.found },
    losers: losers.map(({ entry, found, because }) => ({
      entry: entry.id,
      reason: entry.reason,
      found,
      because,
    })),
    guess: guess && {
      reason: guess.reason,
      probability: guess.probability,
      next: guess.next,
      dead: guess.dead,
      words: guess.words,
      decides: guess.decides,
    },
  };
}
