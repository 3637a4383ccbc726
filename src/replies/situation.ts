/** Which steps of the catalog a case needs: what they may hang on, as far as it holds. */
import type { Permanence, When } from '../catalog/index.ts';
import type { LineFacts } from './line.ts';

/** What is to become of an address and its mail, of a bounce or of a code that was looked up. */
type Judged = {
  readonly permanence: Permanence;
  readonly suppress: boolean;
  /** What a report or a log says of the sending server: it has stopped trying, or still does; null: nothing. */
  readonly queue: 'given-up' | 'trying' | null;
};

/** @param facts those that lines may speak of */
export function situationOf({ permanence, suppress, queue }: Judged, facts: LineFacts): ReadonlySet<When> {
  const isKnown = (fact: string): 'known' | 'unknown' =>
    (facts[fact] ?? null) === null ? 'unknown' : 'known';
  return new Set([
    permanence,
    suppress ? 'suppress' : 'keep',
    // A server may be told to keep what was refused for good (Postfix's soft_bounce, a failed log-in to a relay).
    queue !== 'trying' && (permanence === 'permanent' || queue === 'given-up') ? 'returned' : 'queued',
    permanence === 'temporary' && queue === 'given-up' ? 'given-up' : 'trying',
    `ip-${isKnown('sourceIp')}`,
    `domain-${isKnown('senderDomain')}`,
    `recipient-${isKnown('recipient')}`,
    `typo-${isKnown('likelyDomain')}`,
    `size-${isKnown('sizeLimit')}`,
    `link-${isKnown('link')}`,
  ] satisfies When[]);
}
