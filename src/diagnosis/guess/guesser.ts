/**
 * What an answer most likely means, by its words: for the texts that no entry of the catalog knows. A multinomial
 * logistic regression: each word, each pair of words and each code adds its weights to the reasons.
 */
import type { ReasonId } from '../../catalog/index.ts';
import { CODE, type Codes, codeWords, pairOf } from './features.ts';
import { type Model, NONE, STEPS } from './model.ts';

export type Guess = {
  readonly reason: ReasonId;
  /** From 0 to 1, of all reasons together 1. */
  readonly probability: number;
  readonly next: { readonly reason: ReasonId; readonly probability: number };
  /** How likely it is that the address takes no mail any more, whichever reason it is. */
  readonly dead: number;
  /** How likely a reason is. */
  readonly of: (reason: ReasonId) => number;
  /** The words that spoke for it, the strongest first, those in a row together. */
  readonly words: readonly string[];
};

/** @returns null where no word of the text says anything: what codes alone mean is the catalog's to say */
export type Guesser = (words: readonly string[], codes: Codes) => Guess | null;

/** The reasons that say that an address is dead. */
const DEAD: ReadonlySet<ReasonId> = new Set([
  'user-unknown',
  'host-unknown',
  'has-moved',
  'suspend',
  'not-accept',
]);

/** What words must say for a reason, at least: less than any word that stands in texts of few reasons. */
const LEAST = 1.5;
/** Words that are told. */
const TOLD = 5;

/** @returns a guesser; to make it takes some milliseconds */
export function createGuesser(model: Model): Guesser {
  const { reasons, words, firsts, seconds, starts, columns, weights } = model;
  const numbers = new Map(words.map((word, i) => [word, i]));
  const pairs = new Map<number, number>();
  firsts.forEach((first, i) => {
    pairs.set(pairOf(first, seconds[i] as number), 1 + words.length + i);
  });
  const scores = new Float64Array(reasons.length);

  /** @returns the rows of the words, of the pairs and of the codes, each once, behind the one for every text */
  function rowsOf(text: readonly string[], codes: Codes): readonly number[] {
    const rows = new Set([0]);
    let last = -1;
    for (const word of text) {
      const number = numbers.get(word) ?? -1;
      if (number >= 0) rows.add(1 + number);
      const pair = number >= 0 && last >= 0 ? pairs.get(pairOf(last, number)) : undefined;
      if (pair !== undefined) rows.add(pair);
      last = number;
    }
    for (const word of codeWords(codes)) {
      const number = numbers.get(word);
      if (number !== undefined) rows.add(1 + number);
    }
    return [...rows];
  }

  /** @returns what the row says for a reason */
  function weightOf(row: number, column: number): number {
    const end = starts[row + 1] as number;
    for (let i = starts[row] as number; i < end; i++)
      if (columns[i] === column) return ((weights[i] as number) - NONE) / STEPS;
    return 0;
  }

  const saidBy = (row: number): string => {
    const word = words[row - 1];
    if (word !== undefined) return word;
    const pair = row - 1 - words.length;
    return `${words[firsts[pair] as number]} ${words[seconds[pair] as number]}`;
  };

  return (text, codes) => {
    const rows = rowsOf(text, codes);
    // A long text doesn't make it surer than a short one.
    const share = 1 / (STEPS * Math.sqrt(rows.length));
    scores.fill(0);
    for (const row of rows) {
      const end = starts[row + 1] as number;
      for (let i = starts[row] as number; i < end; i++) {
        const column = columns[i] as number;
        scores[column] = (scores[column] as number) + ((weights[i] as number) - NONE) * share;
      }
    }
    const likely = probabilities(scores);
    const [best, second] = bestTwo(likely);
    const spoken = rows
      .filter((row) => row > words.length || (row > 0 && !words[row - 1]?.startsWith(CODE)))
      .map((row) => ({ row, weight: weightOf(row, best) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight);
    if (spoken.reduce((sum, { weight }) => sum + weight, 0) < LEAST) return null;
    const named = (column: number) => ({
      reason: reasons[column] as ReasonId,
      probability: likely[column] as number,
    });
    return {
      ...named(best),
      next: named(second),
      dead: reasons.reduce((sum, reason, i) => (DEAD.has(reason) ? sum + (likely[i] as number) : sum), 0),
      of: (reason) => likely[reasons.indexOf(reason)] ?? 0,
      words: spoken.slice(0, TOLD).map(({ row }) => saidBy(row)),
    };
  };
}

/** @returns the softmax of the scores */
function probabilities(scores: Float64Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b));
  const grown = scores.map((score) => Math.exp(score - most));
  const sum = grown.reduce((a, b) => a + b);
  return grown.map((one) => one / sum);
}

/** @returns the places of the largest and of the one after it; of equals the first */
function bestTwo(values: Float64Array): readonly [number, number] {
  let best = 0;
  let second = -1;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[best] as number)) {
      second = best;
      best = i;
    } else if (second < 0 || (values[i] as number) > (values[second] as number)) second = i;
  }
  return [best, second];
}
