/** One entry, whole: worded as the chat words a look-up, and below it where it comes from. */
import { Away, openEntry } from './api.js';
import { lastList, listAddress } from './catalog-address.js';
import { KIND_NAMES } from './catalog-filters.js';
import { renderDetails } from './details.js';
import { find, make } from './dom.js';
import { renderLink } from './lines.js';
import { renderCard } from './verdict.js';

/** @import { createConnection } from './connection.js' */
/** @import { CatalogEntry } from '../catalog-shelf.ts' */

const TITLE = 'entry-title';

/** An entry has no buttons, and offers no other look-ups. */
const NO_HANDLERS = { press: () => {}, more: () => {}, choose: () => {}, ask: () => {} };

/**
 * @param {string} label
 * @param {...(Node | string)} value
 * @returns {HTMLElement}
 */
const fact = (label, ...value) => make('div', {}, make('dt', {}, label), make('dd', {}, ...value));

/**
 * @param {CatalogEntry} found
 * @returns {HTMLElement}
 */
function renderOrigin({ entry, provider, reason, blocklist }) {
  const code = (/** @type {string} */ text) => make('code', {}, text);
  const facts = [
    fact('Entry', code(entry.id)),
    fact('Kind', KIND_NAMES[entry.kind]),
    fact(
      'Reason',
      make('a', { href: listAddress({ reason: reason.id }) }, reason.name),
      ' ',
      code(reason.id),
    ),
  ];
  if (provider !== null) {
    const help = provider.help === null ? [] : [', ', renderLink('help for senders', provider.help)];
    facts.push(
      fact('Provider', make('a', { href: listAddress({ provider: provider.id }) }, provider.name), ...help),
    );
  }
  if (entry.control !== null) facts.push(fact('Control that failed', code(entry.control)));
  if (blocklist !== null) facts.push(fact('Blocklist', blocklist));
  facts.push(fact('File', code(entry.file), ' in the catalog folder'));
  return make(
    'section',
    { class: 'part' },
    make('h3', {}, 'In the catalog'),
    make('dl', { class: 'facts' }, ...facts),
  );
}

/** @param {string} key @returns {Node[]} */
const renderMissing = (key) => [
  make('h2', { id: TITLE }, 'There is no such entry'),
  make('p', {}, 'The catalog has no entry ', make('code', {}, key.slice(0, 80).toWellFormed()), '.'),
  make(
    'p',
    {},
    make('a', { href: listAddress({ query: key.slice(0, 300).toWellFormed() }) }, 'Search for it'),
  ),
];

/**
 * @param {string} key
 * @param {ReturnType<typeof createConnection>} connection
 * @returns {Promise<void>} resolves when it is shown, or when nobody answers
 */
export async function showEntry(key, connection) {
  find('back', HTMLAnchorElement).href = lastList();
  find('entry', HTMLElement).hidden = false;
  try {
    const found = await openEntry(key);
    const content = make('div', { class: 'content' });
    const card = make('article', { class: 'card', 'aria-labelledby': TITLE }, content);
    card.dataset.look = found?.reply.card.look ?? 'refusal';
    if (found === null) content.append(...renderMissing(key));
    else {
      const { reply } = found;
      const all = reply.details === null ? [] : renderDetails(reply.details);
      content.append(...renderCard(reply, TITLE, NO_HANDLERS), ...all, renderOrigin(found));
    }
    find('entry-shown', HTMLElement).replaceChildren(card);
    document.title = `${found?.reply.card.title ?? 'No such entry'} · Catalog · Bounce Triage`;
    connection.found();
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    connection.lost();
  }
}
