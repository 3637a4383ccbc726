/**
 * Learns a guesser's weights from samples: a multinomial logistic regression by stochastic gradient descent, with a
 * step for each weight that shrinks with what it has learnt (AdaGrad: Duchi, Hazan and Singer 2011). The same samples
 * make the same model.
 */
import { REASONS } from '../../src/catalog/index.ts';
import { codeWords } from '../../src/diagnosis/guess/features.ts';
import { type Model, NONE, STEPS } from '../../src/diagnosis/guess/model.ts';
import type { Sample } from './sample.ts';

/** Tried out on folds, see `bench/diagnosis/folds.ts`. */
const ROUNDS = 15;
const STEP = 0.35;
/** Begins small, so that what is rare is learnt quickly. */
const LEARNT = 0.01;
/** A word in one sample only says nothing of others. */
const OFTEN = 2;
/** Weights that are smaller change no guess, and would be nine of ten in the file. */
const SMALLEST = 0.8;
/** Too small an error to learn from. */
const NEGLIGIBLE = 1e-5;

const COLUMNS = REASONS.length;

/** @param samples in an order that is always the same */
export function train(samples: readonly Sample[]): Model {
  const { words, pairs, rowsOf } = vocabularyOf(samples);
  const weights = learn(samples, samples.map(rowsOf), 1 + words.length + pairs.length);
  return pruned(words, pairs, weights);
}

/** Numbers the words and pairs that stand in several samples, in the order in which they are met. */
function vocabularyOf(samples: readonly Sample[]) {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    for (const one of new Set(featuresOf(sample))) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const often = [...counts].filter(([, count]) => count >= OFTEN).map(([feature]) => feature);
  const words = often.filter((feature) => !feature.includes(' '));
  const known = new Set(words);
  const pairs = often.filter(
    (feature) => feature.includes(' ') && feature.split(' ').every((one) => known.has(one)),
  );
  const rows = new Map([...words, ...pairs].map((feature, i) => [feature, 1 + i]));
  return {
    words,
    pairs,
    rowsOf: (sample: Sample): Int32Array =>
      Int32Array.from([0, ...new Set(featuresOf(sample).flatMap((one) => rows.get(one) ?? []))]),
  };
}

const featuresOf = ({ parts, codes }: Sample): readonly string[] => [
  ...parts.flatMap((part) =>
    part.flatMap((word, i) => (i === 0 ? [word] : [word, `${part[i - 1]} ${word}`])),
  ),
  ...codeWords(codes),
];

/** @returns the weights, row by row a column for each reason */
function learn(samples: readonly Sample[], rows: readonly Int32Array[], count: number): Float32Array {
  const weights = new Float32Array(count * COLUMNS);
  const learnt = new Float32Array(count * COLUMNS).fill(LEARNT);
  const right = samples.map(({ reason }) => REASONS.indexOf(reason));
  const order = samples.map((_, i) => i);
  const scores = new Float64Array(COLUMNS);
  const random = randomNumbers();
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(order, random);
    for (const i of order) {
      const mine = rows[i] as Int32Array;
      const share = 1 / Math.sqrt(mine.length);
      score(mine, share, weights, scores);
      const force = (samples[i] as Sample).weight * share;
      for (let column = 0; column < COLUMNS; column++) {
        const error = ((scores[column] as number) - (column === right[i] ? 1 : 0)) * force;
        if (Math.abs(error) < NEGLIGIBLE) continue;
        for (const row of mine) {
          const at = row * COLUMNS + column;
          const sum = (learnt[at] as number) + error * error;
          learnt[at] = sum;
          weights[at] = (weights[at] as number) - (STEP * error) / Math.sqrt(sum);
        }
      }
    }
  }
  return weights;
}

/** Puts the probability of each reason into `scores`. */
function score(rows: Int32Array, share: number, weights: Float32Array, scores: Float64Array): void {
  scores.fill(0);
  for (const row of rows) {
    for (let column = 0; column < COLUMNS; column++)
      scores[column] = (scores[column] as number) + (weights[row * COLUMNS + column] as number);
  }
  let most = Number.NEGATIVE_INFINITY;
  for (const one of scores) if (one > most) most = one;
  let sum = 0;
  for (let column = 0; column < COLUMNS; column++) {
    const grown = Math.exp(((scores[column] as number) - most) * share);
    scores[column] = grown;
    sum += grown;
  }
  for (let column = 0; column < COLUMNS; column++) scores[column] = (scores[column] as number) / sum;
}

/** Leaves out what says next to nothing: small weights, and the words and pairs that have no other. */
function pruned(words: readonly string[], pairs: readonly string[], weights: Float32Array): Model {
  const rowAt = (row: number): readonly (readonly [column: number, weight: number])[] =>
    Array.from(
      weights.subarray(row * COLUMNS, (row + 1) * COLUMNS),
      (weight, column) => [column, weight] as const,
    )
      .filter(([, weight]) => Math.abs(weight) >= SMALLEST)
      .map(([column, weight]) => [column, NONE + Math.max(-127, Math.min(127, Math.round(weight * STEPS)))]);
  const keptPairs = pairs
    .map((pair, i) => ({ pair: pair.split(' '), row: rowAt(1 + words.length + i) }))
    .filter(({ row }) => row.length > 0);
  const inPairs = new Set(keptPairs.flatMap(({ pair }) => pair));
  const keptWords = words
    .map((word, i) => ({ word, row: rowAt(1 + i) }))
    .filter(({ word, row }) => row.length > 0 || inPairs.has(word));
  const placeOf = new Map(keptWords.map(({ word }, i) => [word, i]));
  const places = (which: 0 | 1) =>
    Uint16Array.from(keptPairs, ({ pair }) => placeOf.get(pair[which] as string) as number);
  const rows = [rowAt(0), ...keptWords.map(({ row }) => row), ...keptPairs.map(({ row }) => row)];
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = (starts[i] as number) + row.length;
  });
  return {
    reasons: REASONS,
    words: keptWords.map(({ word }) => word),
    firsts: places(0),
    seconds: places(1),
    starts,
    columns: Uint8Array.from(rows.flat(), ([column]) => column),
    weights: Uint8Array.from(rows.flat(), ([, weight]) => weight),
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}

/** A linear congruential generator (Numerical Recipes): always the same numbers, from 0 to below 1. */
function randomNumbers(): () => number {
  let last = 1;
  return () => {
    last = (Math.imul(last, 1_664_525) + 1_013_904_223) >>> 0;
    return last / 4_294_967_296;
  };
}
