/** Reasons of the catalog as they are typed. */
import { REASONS } from '../../src/catalog/words.ts';
import { UsageError } from './exit.ts';
import { nearest } from './nearest.ts';

export type Reason = (typeof REASONS)[number];

/** @throws UsageError where there is no such reason; there are too many to list: the help, which is named then, does */
export function reasonIn(text: string): Reason {
  const known = REASONS.find((reason) => reason === text);
  if (known !== undefined) return known;
  const near = nearest(text, REASONS);
  throw new UsageError(
    `There is no reason "${text}". ${near === null ? 'The help lists all.' : `Did you mean ${near}? The help lists all.`}`,
  );
}
