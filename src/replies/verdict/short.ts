/** The catalog's words for one case: those that show at first sight, and the long ones. */
import type { Matter } from './matter.ts';

const STEP = 60;

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
export function wordsFor({ diagnosis, catalog }: Pick<Matter, 'diagnosis' | 'catalog'>): Words {
  const { entry, reason } = diagnosis;
  const { title, meaning, steps } = entry ?? catalog.reasons[reason];
  const first = (line: string): string => line.split(/(?<=[.!?])\s+(?=[\p{Lu}“`{[])/u)[0] ?? line;
  return {
    title,
    sentence: first(meaning),
    question: null,
    steps: steps.map(first).filter((step) => step.length <= STEP),
    long: steps,
  };
}
