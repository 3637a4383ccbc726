import type { Catalog } from '../../src/catalog/index.ts';
import type { Diagnosis, Judge } from '../../src/diagnosis/index.ts';
import { bounceJson } from '../../src/replies/index.ts';
import { jsonText } from './json-text.ts';
import { whyJson } from './render-why.ts';

export type Counted = {
  /** As it was named; null for standard input. */
  readonly file: string | null;
  readonly diagnosis: Diagnosis;
  /** Attempts, and the times of the first and the last of them. */
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
  /** When it arrived after all; left out: as far as is known, it didn't. */
  readonly arrived?: boolean;
};

/** @returns a bounce for programs, as one line of JSON */
export function bounceLine(
  { file, diagnosis, count, first, last, arrived = false }: Counted,
  catalog: Catalog,
  why: Judge['why'] | null,
): string {
  const { bounce, reason } = diagnosis;
  const action = arrived ? 'delivered' : bounce.action;
  const line = {
    file,
    ...bounceJson(diagnosis, catalog.reasons[reason].title),
    ...{ action, count, first, last },
  };
  return `${jsonText(why === null ? line : { ...line, why: whyJson(why(bounce)) })}\n`;
}
