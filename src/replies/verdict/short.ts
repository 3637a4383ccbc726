/** The catalog's words for one case: those that show at first sight, and the long ones. */
import { stepsIn } from '../../catalog/index.ts';
import { situationOf } from '../situation.ts';
import type { Matter } from './matter.ts';

export type Words = {
  readonly title: string;
  readonly sentence: string;
  /** One that the reader can answer; null: the catalog has none. */
  readonly question: string | null;
  /** Short ones, as far as the case needs them. */
  readonly steps: readonly string[];
  /** Long ones, as far as the case needs them. */
  readonly long: readonly string[];
};

/** @returns lines with marks, see "Lines" in catalog/README.md */
export function wordsFor({
  diagnosis,
  catalog,
  known,
}: Pick<Matter, 'diagnosis' | 'catalog' | 'known'>): Words {
  const { entry, reason, bounce } = diagnosis;
  const { short, steps } = entry ?? catalog.reasons[reason];
  const holds = situationOf({ ...diagnosis, isReturned: bounce.action === 'failed' }, known);
  return { ...short, steps: stepsIn(short.steps, holds), long: stepsIn(steps, holds) };
}
