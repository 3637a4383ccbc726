/** How sure a verdict is: how often one that rests on such evidence is right, measured by `npm run bench:diagnosis`. */
import type { Entry } from '../catalog/index.ts';

export const CERTAINTIES = ['sure', 'likely', 'unsure'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What a verdict rests on. */
export type Grounds = {
  /** The entry that decided; null where none fits. */
  readonly entry: Entry | null;
  /** Whether it was recognised by its codes alone. */
  readonly isCodeOnly: boolean;
};

/** Enhanced codes that say of themselves that the address is dead: few servers use them for anything else. */
const DEAD = new Set(['5.1.1', '5.1.2', '5.1.10']);

/** @returns how often verdicts on such grounds are right: nearly always, mostly, or not often enough to act on */
export function certaintyOf({ entry, isCodeOnly }: Grounds): Certainty {
  if (entry === null || entry.weak) return 'unsure';
  if (!isCodeOnly) return 'sure';
  return entry.enhanced.some((code) => DEAD.has(code)) ? 'likely' : 'unsure';
}
