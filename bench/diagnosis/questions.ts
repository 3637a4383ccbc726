/** What is asked of a verdict on a text whose right verdict is known. */
import type { Diagnosis } from '../../src/diagnosis/index.ts';
import type { Expected } from './cases.ts';

/** Each question, with the answer that it gets: true is right, null isn't scored. */
export const QUESTIONS: Readonly<
  Record<string, (expected: Expected, got: Diagnosis | null) => boolean | null>
> = {
  reason: ({ reason }, got) => got !== null && reason.includes(got.reason),
  category: ({ category }, got) =>
    category === undefined ? null : got !== null && category.includes(got.category),
  /** Who isn't sure misses nobody: the team is asked. */
  suppress: ({ suppress }, got) =>
    suppress === null || (suppress && got?.certainty === 'unsure') ? null : got?.suppress === suppress,
  retry: ({ retry }, got) => (retry == null ? null : got?.retry === retry),
  control: ({ control }, got) =>
    control === undefined ? null : got !== null && control.includes(got.control),
  blocklist: ({ blocklist }, got) =>
    blocklist === undefined ? null : got !== null && blocklist.includes(got.blocklist),
};

/** @returns one phrase for each question answered wrongly: "retry false, not true"; none where all is right */
export function missesOf(expected: Expected, got: Diagnosis | null): readonly string[] {
  return Object.entries(QUESTIONS)
    .filter(([, answer]) => answer(expected, got) === false)
    .map(([question]) => {
      const key = question as keyof Expected;
      return `${question} ${String(got?.[key] ?? null)}, not ${[expected[key]].flat().map(String).join('/')}`;
    });
}
