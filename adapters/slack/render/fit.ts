import { LIMITS } from '../limits.ts';
import type { ShownBlock } from './figure.ts';

/** Some blocks of a message, and how readily they are given up: 0 never, then 1 first, 2 next … */
export type Part = { readonly blocks: readonly ShownBlock[]; readonly giveUp: 0 | 1 | 2 | 3 | 4 | 5 };

/** @returns the characters of every text in a block, its types and ids included: never fewer than Slack counts */
export function size(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, inside) => sum + size(inside), 0);
}

const isTooMuch = (parts: readonly Part[]): boolean =>
  blocksOf(parts).length > LIMITS.blocks ||
  parts.reduce((sum, { blocks }) => sum + size(blocks), 0) > LIMITS.blocksTogether;

/** @returns the parts of a message that Slack takes: whole parts are given up, in order, until the rest fits */
export function fit(parts: readonly Part[]): readonly Part[] {
  let kept = parts;
  for (let rank = 1; rank <= 5 && isTooMuch(kept); rank += 1) {
    kept = kept.filter(({ giveUp }) => giveUp !== rank);
  }
  return kept.filter(({ blocks }) => blocks.length > 0);
}

export const blocksOf = (parts: readonly Part[]): ShownBlock[] => parts.flatMap(({ blocks }) => blocks);
