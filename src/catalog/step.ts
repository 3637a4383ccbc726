/** What to do, one thing after the other, as far as the case needs it. */
import type { RawStep } from './schema.ts';
import type { When } from './words.ts';

export type Step = {
  /** A line with marks, see "Lines" in catalog/README.md. */
  readonly text: string;
  /** What must hold, all of it, for the step to make sense; empty: it always does. */
  readonly when: readonly When[];
};

/** @returns the steps of a file, the short forms widened */
export const stepsOf = (raw: readonly RawStep[]): readonly Step[] =>
  raw.map((step) =>
    typeof step === 'string' ? { text: step, when: [] } : { text: step.step, when: [step.when].flat() },
  );

/** @returns the lines of the steps that the case needs, in their order */
export const stepsIn = (steps: readonly Step[], holds: ReadonlySet<When>): readonly string[] =>
  steps.filter(({ when }) => when.every((one) => holds.has(one))).map(({ text }) => text);
