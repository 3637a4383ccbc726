/**
 * What an answer most likely means, by its words: for the texts that no entry of the catalog knows. A multinomial
 * logistic regression: each word, each pair of words and each code adds its weights to the reasons.
 */
import type { ReasonId } from '../../catalog/index.ts';
import { type Codes, codeWords } from './features.ts';
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
  // Numbers as small as can be: small ones are found sooner.
  const pairOf = (first: number, second: number): number => first * words.length + second;
  const pairs = new Map<number, number>();
  firsts.forEach((first, i) => {
    pairs.set(pairOf(first, seconds[i] as number), 1 + words.length + i);
  });
  const scores = new Float64Array(reasons.length);
  const isDead = reasons.map((reason) => DEAD.has(reason));
  /** The rows of the text that is asked about; by row the text that it was met in last. */
  const rows = new Int32Array(starts.length);
  const metIn = new Int32Array(starts.length);
  let asked = 0;
  let count = 0;

  function meet(row: number | undefined): void {
    if (row === undefined || metIn[row] === asked) return;
    metIn[row] = asked;
    rows[count++] = row;
  }

  /**
   * Lists the rows of the words and of the pairs, and then of the codes, each once, behind the one for every text.
   * @returns how many of them are no codes'
   */
  function list(text: readonly string[], codes: Codes): number {
    asked++;
    count = 0;
    meet(0);
    let last = -1;
    for (const word of text) {
      const number = numbers.get(word) ?? -1;
      if (number >= 0) {
        meet(1 + number);
        if (last >= 0) meet(pairs.get(pairOf(last, number)));
      }
      last = number;
    }
    const worded = count;
    if (worded === 1) return worded;
    for (const word of codeWords(codes)) {
      const number = numbers.get(word);
      if (number !== undefined) meet(1 + number);
    }
    return worded;
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

  /** Adds up what the rows say for each reason. */
  function score(): void {
    // A long text doesn't make it surer than a short one.
    const share = 1 / (STEPS * Math.sqrt(count));
    scores.fill(0);
    for (let k = 0; k < count; k++) {
      const row = rows[k] as number;
      const end = starts[row + 1] as number;
      for (let i = starts[row] as number; i < end; i++) {
        const column = columns[i] as number;
        scores[column] = (scores[column] as number) + ((weights[i] as number) - NONE) * share;
      }
    }
  }

  return (text, codes) => {
    const worded = list(text, codes);
    if (worded === 1) return null;
    score();
    const likely = probabilities(scores);
    const [best, second] = bestTwo(likely);
    const spoken: { readonly row: number; readonly weight: number }[] = [];
    let said = 0;
    for (let k = 1; k < worded; k++) {
      const row = rows[k] as number;
      const weight = weightOf(row, best);
      if (weight <= 0) continue;
      said += weight;
      spoken.push({ row, weight });
    }
    if (said < LEAST) return null;
    const named = (column: number) => ({
      reason: reasons[column] as ReasonId,
      probability: likely[column] as number,
    });
    return {
      ...named(best),
      next: named(second),
      dead: likely.reduce((sum, one, i) => (isDead[i] ? sum + one : sum), 0),
      of: (reason) => likely[reasons.indexOf(reason)] ?? 0,
      words: spoken
        .sort((a, b) => b.weight - a.weight)
        .slice(0, TOLD)
        .map(({ row }) => saidBy(row)),
    };
  };
}

/** @returns the softmax of the scores */
function probabilities(scores: Float64Array): readonly number[] {
  const likely: number[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const one = Math.exp((scores[i] as number) - most);
    likely.push(one);
    sum += one;
  }
  for (let i = 0; i < likely.length; i++) likely[i] = (likely[i] as number) / sum;
  return likely;
}

/** @returns the places of the largest and of the one after it; of equals the first */
function bestTwo(values: readonly number[]): readonly [number, number] {
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
