/** The answer to `/smtp QUERY`: what the catalog knows of it. */

import type { Patience } from '../cases/index.ts';
import type { Catalog, Entry, LookupResult } from '../catalog/index.ts';
import { bullet, chooseOf, lowered, shownOf, usualOf } from './candidates.ts';
import type { Badge } from './card.ts';
import { entryReply } from './entry.ts';
import { buttonFor } from './labels.ts';
import { type Button, type Line, plain, type VerdictReply } from './reply.ts';

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
  const shown = shownOf(result);
  if (best === undefined || shown === undefined) return null;
  const answer = entryReply(best, catalog, patience);
  const { card, details } = shown === best ? answer : entryReply(shown, catalog, patience);
  const usual = usualOf(shown, result, catalog);
  const { impossible } = result.codes;
  const target = query.length > LONGEST_SHARED ? null : query;
  return {
    ...answer,
    related: others(result.entries, answer.title)
      .slice(0, MOST_RELATED)
      .map(({ id, title }) => ({ query: id, title })),
    card: {
      ...card,
      title: titled(card.title, shown, result),
      // The title has the code.
      facts:
        impossible === null ? [] : [[{ kind: 'code', text: impossible }, ...plain(' is no enhanced code')]],
      ...(usual.length > 0
        ? {
            badge: badgeAmong(card.badge, usual, catalog),
            usual: usual.map((entry) => bullet(entry, result, catalog)),
            steps: [],
            sentences: withUsual(card.sentences),
          }
        : {}),
      choose: target === null ? null : chooseOf(target, shown, result, catalog),
      actions: lookupRow(query, shared),
    },
    details: impossible === null ? details : withImpossible(details, impossible),
  };
}

/** @returns the badge; where not even the usual ones agree on whose it is, that nobody can tell */
function badgeAmong(badge: Badge, usual: readonly Entry[], catalog: Catalog): Badge {
  const sides = usual.map((entry) => entryReply(entry, catalog).card.badge.whose);
  return sides.every((whose) => whose === badge.whose) ? badge : { ...badge, whose: 'cause not told' };
}

/** @returns the details with what an enhanced code is: the one that was typed is none */
const withImpossible = (details: VerdictReply['details'], code: string): VerdictReply['details'] => ({
  ...details,
  facts: [{ label: code, value: impossibleWords }, ...details.facts],
});

/** RFC 3463 §2 and §3, with IANA's registry. */
export const impossibleWords = plain(
  'No enhanced code: the first number is 2, 4 or 5, the second 0 to 7, as IANA lists them.',
);

/** "421 4.7.28: Gmail slows you down": what was asked for, where it was a code or a tag. */
function titled(title: string, { provider }: Entry, { codes, meant }: LookupResult): string {
  const code = [codes.reply, codes.enhanced].filter((part) => part !== null).join(' ');
  const typed = codes.words.map(withoutBrackets);
  const tags = (meant[0]?.tags ?? []).map(({ source }) => withoutBrackets(source));
  const named = code || tags.find((tag) => typed.includes(tag.toLowerCase()));
  if (!named || title.startsWith(named)) return title;
  return `${named}: ${provider === null ? lowered(title) : title}`;
}

const withoutBrackets = (tag: string): string => tag.replace(/[[\](){}#]/g, '');

const withUsual = ([first = []]: readonly Line[]): readonly Line[] => [
  [...first, ...plain(`${first.length > 0 ? ' ' : ''}The usual ones:`)],
];

/** Entries that say something else, each title once: a provider's twelve texts for one thing are one answer. */
function others(entries: readonly Entry[], shown: string): readonly Entry[] {
  const byTitle = new Map(entries.toReversed().map((entry) => [entry.title, entry]));
  return entries.filter((entry) => entry.title !== shown && byTitle.get(entry.title) === entry);
}

/** @returns the buttons of a look-up's card; none where the query is too long for one */
export const lookupRow = (query: string, shared: boolean): readonly Button[] =>
  query.length > LONGEST_SHARED ? [] : [...(shared ? [] : [shareButton(query)]), buttonFor('details', query)];

/** @returns the button that shows to all what only the asker sees; `target` is a query or a case id */
export const shareButton = (target: string): Button => buttonFor('share', target);
