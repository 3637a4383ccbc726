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

/** @returns a bounce for programs, as JSON in one line, without its line feed */
export function bounceLine(
  { file, diagnosis, count, first, last, arrived = false }: Counted,
  catalog: Catalog,
  why: Judge['why'] | null,
): string {
  const { bounce, reason } = diagnosis;
  const action = arrived ? 'delivered' : bounce.action;
  const told = bounceJson(diagnosis, catalog.reasons[reason].title);
  const rest = { action, count, first, last, ...(why === null ? {} : { why: whyJson(why(bounce)) }) };
  // Objects put together field by field take longer than their texts.
  return `{${[{ file }, told, rest].map(fieldsOf).join(',')}}`;
}

/** @returns the fields of an object as JSON, without what stands around them */
const fieldsOf = (fields: object): string => jsonText(fields).slice(1, -1);
