/** The answer to `/smtp QUERY`: what the catalog knows of it. */

import type { Patience } from '../cases/index.ts';
import type { Catalog, Entry, LookupResult } from '../catalog/index.ts';
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
 * @returns null where nothing answers: what was found only comes close
 */
export function lookupReply(
  query: string,
  result: LookupResult,
  catalog: Catalog,
  shared: boolean,
  patience: Patience | null = null,
): VerdictReply | null {
  const [best] = result.meant;
  const answer = best ? entryReply(best, catalog, patience) : null;
  return (
    answer && {
      ...answer,
      related: others(result.entries, answer.title)
        .slice(0, MOST_RELATED)
        .map(({ id, title }) => ({ query: id, title })),
      actions: shared ? [] : shareButtons(query),
      card: { ...answer.card, actions: lookupRow(query, shared) },
    }
  );
}

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
