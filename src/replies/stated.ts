/** What is said of an authentication failure whose refusal states what failed: that, and nothing of what passed. */
import type { Catalog, Short } from '../catalog/index.ts';
import { CHECKS, type Check, checksStated, type Diagnosis } from '../diagnosis/index.ts';
import { listed } from '../escalation/index.ts';

export type Stated = {
  readonly failed: readonly Check[];
  readonly passed: readonly Check[];
};

/** @returns null where authentication isn't what failed, or the refusal doesn't say what of it */
export function statedIn({
  bounce,
  category,
  control,
}: Pick<Diagnosis, 'bounce' | 'category' | 'control'>): Stated | null {
  if (category !== 'authentication' || bounce.kind !== 'bounce') return null;
  if (control !== null && control !== 'multiple' && !CHECKS.some((check) => check === control)) return null;
  const stated = checksStated(bounce.diagnosticCode ?? bounce.excerpt);
  if (stated.failed.length > 0) return stated;
  // A tag names it where no words do: "550 MI:SPF".
  const named = CHECKS.find((check) => check === control && !stated.passed.includes(check));
  return named === undefined ? null : { ...stated, failed: [named] };
}

/** The catalog's words say that one failed which the refusal says passed. */
const isRefuted = (words: string, { passed }: Stated): boolean =>
  checksStated(words).failed.some((check) => passed.includes(check)) ||
  (!/\bwants\b/.test(words) && /\bfail|refuse|\bno\b|neither/i.test(words) && names(words, passed));

const names = (words: string, checks: readonly Check[]): boolean =>
  checks.some((check) => new RegExp(`\\b${check}\\b`, 'i').test(words));

/** Said of all of them: "SPF, DKIM, DMARC or ARC failed". */
const ALL = /SPF, DKIM, DMARC or/;

/** "Sender authentication failed": neither it nor its provider's words say which. */
const isUnnamed = (title: string): boolean =>
  /\bauthenticat(?:ion|ed)\b[^:]*\bfail/i.test(title) && !names(title, CHECKS);

/** @returns the catalog's title; where the refusal says otherwise, one of what failed: "Gmail: DKIM failed" */
export function titleStated(title: string, stated: Stated | null): string {
  if (stated === null || !(isRefuted(title, stated) || isUnnamed(title))) return title;
  const [, provider] = /^([^:]{2,30}: )/.exec(title) ?? [];
  return `${provider ?? ''}${listed(stated.failed, 'and')} failed`;
}

/** @returns the catalog's sentence; where the refusal says otherwise, what passed, so that nobody looks there */
export function sentenceStated({ title, sentence }: Short, stated: Stated | null): string {
  return stated !== null && (isRefuted(title, stated) || isRefuted(sentence, stated))
    ? `${listed(stated.passed, 'and')} passed. The recipient is fine.`
    : sentence;
}

/** @returns the catalog's meaning in full; where the refusal says otherwise, what it says */
export function meaningStated(meaning: string, stated: Stated | null): string {
  if (stated === null || !(isRefuted(meaning, stated) || ALL.test(meaning))) return meaning;
  const { failed, passed } = stated;
  const rest = passed.length === 0 ? '' : `, and ${listed(passed, 'and')} passed`;
  return `By the server’s own words ${listed(failed, 'and')} failed${rest}.`;
}

/**
 * @returns of what an owner of all three is told, the part about what failed: one line each, "DKIM: …"; null where the
 *   control that failed has words of its own, or nothing is stated
 */
export function tellStated(
  { controls }: Pick<Catalog, 'controls'>,
  control: Diagnosis['control'],
  stated: Stated | null,
): readonly string[] | null {
  if (stated === null || (control !== null && control !== 'multiple')) return null;
  const front = stated.failed.map((check) => `${check}:`);
  return controls.multiple.tell.filter(
    (line) => !/^(?:SPF|DKIM|DMARC): /.test(line) || front.some((one) => line.toLowerCase().startsWith(one)),
  );
}
