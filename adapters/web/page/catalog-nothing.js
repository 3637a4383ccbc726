/** What is said where nothing is found. */
import { listAddress } from './catalog-address.js';
import { make } from './dom.js';

/** @import { Wanted } from './catalog-address.js' */

/** What always finds something: a pair of codes, a tag, words. */
const EXAMPLES = ['550 5.7.26', 'TS03', 'mailbox full', 'dmarc gmail'];

/** Characters of a query that are repeated to the reader. */
const LONGEST_ECHO = 80;

/**
 * @param {Wanted} wanted
 * @param {number} unfiltered how many entries were found before the filters
 * @param {boolean} filtered
 * @returns {Node[]}
 */
export function renderNothing({ query }, unfiltered, filtered) {
  const echo = query.length > LONGEST_ECHO ? `${query.slice(0, LONGEST_ECHO).toWellFormed()}…` : query;
  const title =
    query === ''
      ? ['No entry passes these filters together.']
      : [
          'Nothing for “',
          make('span', { class: 'typed' }, echo),
          '”',
          filtered ? ' with these filters.' : '.',
        ];
  const heading = make('h3', {}, ...title);
  if (filtered && unfiltered > 0) {
    const without = query === '' ? 'Show all entries' : `Without the filters: ${unfiltered} found`;
    return [heading, make('p', {}, make('a', { href: listAddress({ query }) }, without))];
  }
  const tries = EXAMPLES.map((example) =>
    make('li', {}, make('a', { href: listAddress({ query: example }) }, example)),
  );
  return [
    heading,
    make(
      'p',
      {},
      'Look for a reply code, an enhanced code, a tag, or one or two words of what the server said:',
    ),
    make('ul', { class: 'tries' }, ...tries),
    make(
      'p',
      { class: 'quiet' },
      'The ',
      make('a', { href: '/' }, 'chat'),
      ' explains a whole bounce, and a code that is in no catalog by its parts.',
    ),
  ];
}
