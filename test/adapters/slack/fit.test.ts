import { expect, test } from 'vitest';
import { LIMITS } from '../../../adapters/slack/limits.ts';
import { blocksOf, fit as made, type Part } from '../../../adapters/slack/render/fit.ts';

const dividers = (count: number, giveUp: Part['giveUp']): Part => ({
  blocks: Array.from({ length: count }, () => ({ type: 'divider' as const })),
  giveUp,
});

test('a message has at most 50 blocks: whole parts go, the least important first', () => {
  const [verdict, facts, evidence] = [dividers(20, 0), dividers(30, 2), dividers(1, 1)];
  expect(made([verdict, facts, evidence])).toEqual([verdict, facts]);
  expect(blocksOf(made([verdict, facts, evidence]))).toHaveLength(LIMITS.blocks);
  expect(made([verdict, dividers(31, 2), evidence])).toEqual([verdict]);
});
