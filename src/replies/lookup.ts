/** The answer to `/smtp QUERY`: what the catalog knows, or a code that isn't in it explained by its parts. */

import type { Patience } from '../cases/index.ts';
import { type Catalog, type Entry, isIn, type LookupResult } from '../catalog/index.ts';
import { partsReply } from './code-parts.ts';
import { entryReply } from './entry.ts';
import { buttonFor } from './labels.ts';
import type { Button, VerdictReply } from './reply.ts';

/** Most other answers that are offered. */
const MOST_RELATED = 5;
/** A longer query doesn't fit into a button on Discord (custom_id: 100 characters). */
const LONGEST_SHARED = 80;

/**
 * @param query as typed; sharing looks it up again, so that no state need be kept
 * @param shared whether this is the copy for the channel, which needs no button to share it
 * @param patience as `verdictReply`
 * @returns null where nothing is known and no code was named
 */
export function lookupReply(
  query: string,
  result: LookupResult,
  catalog: Catalog,
  shared: boolean,
  patience: Patience | null = null,
): VerdictReply | null {
  const { entries, codes } = result;
  const { reply, enhanced } = codes;
  const best = entryAnswering(result);
  const namesCode = enhanced !== null || reply !== null;
  const answer = best ? entryReply(best, catalog, patience) : namesCode ? partsReply(codes, catalog) : null;
  return (
    answer && {
      ...answer,
      related: others(entries, answer.title)
        .slice(0, MOST_RELATED)
        .map(({ id, title }) => ({ query: id, title })),
      actions: shared ? [] : shareButtons(query),
      card: { ...answer.card, actions: lookupRow(query, shared) },
    }
  );
}

/** @returns the entry that answers; none where a code was asked for that none of them has */
export const entryAnswering = ({ entries, codes: { enhanced } }: LookupResult): Entry | undefined =>
  entries.find((entry) => enhanced === null || entry.enhanced.some((known) => isIn(known, enhanced)));

/** Entries that say something else, each title once: a provider's twelve texts for one thing are one answer. */
function others(entries: readonly Entry[], shown: string): readonly Entry[] {
  const byTitle = new Map(entries.toReversed().map((entry) => [entry.title, entry]));
  return entries.filter((entry) => entry.title !== shown && byTitle.get(entry.title) === entry);
}

/** @returns what names the entry: its tag, else its first codes; empty where it has neither */
export function codeOf({ tags, reply, enhanced }: Entry): string {
  return tags[0]?.source ?? [reply[0], enhanced[0]].filter((part) => part !== undefined).join(' ');
}

/** @returns the buttons of a look-up's card; none where the query is too long for one */
export const lookupRow = (query: string, shared: boolean): readonly Button[] =>
  query.length > LONGEST_SHARED ? [] : [...(shared ? [] : [shareButton(query)]), buttonFor('details', query)];

/** @returns the button that shares a look-up; none where the query is too long for one */
export const shareButtons = (query: string): readonly Button[] =>
  query.length > LONGEST_SHARED ? [] : [shareButton(query)];

/** @returns the button that shows to all what only the asker sees; `target` is a query or a case id */
export const shareButton = (target: string): Button => buttonFor('share', target);
