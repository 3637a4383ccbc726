/** Which steps of the catalog a case needs: what they may hang on, as far as it holds. */
import type { Permanence, When } from '../catalog/index.ts';
import type { LineFacts } from './line.ts';

/** What is to become of an address and its mail, of a bounce or of a code that was looked up. */
type Judged = {
  readonly permanence: Permanence;
  readonly suppress: boolean;
  /** A report says that the sending server has stopped trying. */
  readonly isReturned: boolean;
};

/** @param facts those that lines may speak of */
export function situationOf(
  { permanence, suppress, isReturned }: Judged,
  facts: LineFacts,
): ReadonlySet<When> {
  const isKnown = (fact: string): 'known' | 'unknown' =>
    (facts[fact] ?? null) === null ? 'unknown' : 'known';
  return new Set([
    permanence,
    suppress ? 'suppress' : 'keep',
    permanence === 'permanent' || isReturned ? 'returned' : 'queued',
    permanence === 'temporary' && isReturned ? 'given-up' : 'trying',
    `ip-${isKnown('sourceIp')}`,
    `domain-${isKnown('senderDomain')}`,
    `recipient-${isKnown('recipient')}`,
    `typo-${isKnown('likelyDomain')}`,
    `size-${isKnown('sizeLimit')}`,
  ] satisfies When[]);
}
