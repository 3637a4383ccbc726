/** All that a card leaves out: a fold under its buttons. */
import { renderButtons } from './deeds.js';
import { make } from './dom.js';
import { renderLine, renderLink } from './lines.js';
import { part } from './offers.js';

/** @import { Fact } from '../../../src/replies/index.ts' */
/** @import { VerdictHere } from '../shown.ts' */
/** @import { ReplyHandlers } from './deeds.js' */

/** @typedef {NonNullable<VerdictHere['details']>} Details */

/** @param {readonly Fact[]} facts @returns {HTMLElement} */
const renderFacts = (facts) =>
  make(
    'dl',
    { class: 'facts' },
    ...facts.map(({ label, value }) =>
      make('div', {}, make('dt', {}, label), make('dd', {}, ...renderLine(value))),
    ),
  );

/**
 * @param {Details} details
 * @returns {[name: string, part: HTMLElement][]} the parts that hold anything, by what the fold calls them
 */
function partsOf({ said, facts, steps, dns, history, sources }) {
  /** @type {[string, HTMLElement][]} */
  const parts = [];
  const add = (/** @type {string} */ name, /** @type {string} */ title, /** @type {Node} */ content) =>
    void parts.push([name, part(title, content)]);
  if (said !== null) {
    const name = 'The server said';
    // It scrolls where it is long, so the keyboard must be able to reach it.
    const scrolls = { class: 'evidence', tabindex: '0', role: 'region', 'aria-label': name };
    add('the server’s words', name, make('pre', scrolls, said));
  }
  if (facts.length > 0) add(said === null ? 'what it means' : 'mail', 'Facts', renderFacts(facts));
  if (steps.length > 0) {
    const items = steps.map((step) => make('li', {}, ...renderLine(step)));
    add('all steps', 'All steps', make('ol', { class: 'steps' }, ...items));
  }
  if (dns.length > 0) add('DNS', 'DNS', renderFacts(dns));
  if (history.length > 0) {
    const items = history.map((line) => make('li', {}, ...renderLine(line)));
    add('history', 'History', make('ul', { class: 'history' }, ...items));
  }
  if (sources.length > 0) {
    const items = sources.map(({ label, url }) => make('li', {}, renderLink(label, url)));
    add('sources', 'Sources', make('ul', { class: 'sources' }, ...items));
  }
  return parts;
}

/** @param {Details} details @returns {HTMLElement[]} all of it, open: for a page of its own */
export const renderDetails = (details) => partsOf(details).map(([, shown]) => shown);

/**
 * @param {Details} details
 * @param {ReplyHandlers} handlers
 * @returns {HTMLElement[]} none where there is nothing in it
 */
export function renderFold(details, handlers) {
  const parts = partsOf(details);
  const buttons = renderButtons(details.actions, handlers);
  if (parts.length === 0 && buttons.length === 0) return [];
  const names = parts.map(([name]) => name).join(', ');
  const summary = make('summary', {}, names === '' ? 'Details' : `Details: ${names}`);
  const row = buttons.length === 0 ? [] : [make('div', { class: 'actions' }, ...buttons)];
  const inside = make('div', { class: 'content' }, ...parts.map(([, shown]) => shown), ...row);
  return [make('details', { class: 'fold' }, summary, inside)];
}
