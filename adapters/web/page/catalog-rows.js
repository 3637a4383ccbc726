/** The rows of the list: a link to each entry, some at a time. */
import { entryAddress } from './catalog-address.js';
import { KIND_NAMES } from './catalog-filters.js';
import { make } from './dom.js';

/** @import { CatalogRow, CatalogShelf } from '../catalog-shelf.ts' */

/** Rows at a time: all 1,100 take a browser 100 ms to lay out, a hundred can't be felt. */
const PAGE = 100;

/**
 * What the rows' ids are called.
 *
 * @typedef {object} Names
 * @property {ReadonlyMap<string, string>} providers
 * @property {ReturnType<CatalogShelf['names']>['categories']} categories
 */

/** What a row has room for: some entries have seven codes or sixteen tags, and a tag may be a sentence. */
const MOST_CODES = 3;
const MOST_TAGS = 1;
const LONGEST_TAG = 26;

/** @param {string} code @returns {string} */
const cut = (code) => `${code.slice(0, LONGEST_TAG).toWellFormed().trim()}…`;

/**
 * @param {string | null} codes joined with " / "
 * @param {number} most
 * @returns {string} the first of them, and how many more there are
 */
function first(codes, most) {
  const all = codes?.split(' / ') ?? [];
  const more = all.length > most ? ` +${all.length - most}` : '';
  const shown = all.slice(0, most).map((code) => (code.length > LONGEST_TAG ? cut(code) : code));
  return shown.join(' / ') + more;
}

/**
 * @param {CatalogRow} row
 * @returns {string} "550 5.7.26", "421 / 450 TS03", or the entry's id where it has no codes
 */
const codesOf = ({ reply, enhanced, tag, id }) =>
  [first(reply, MOST_CODES), first(enhanced, MOST_CODES), first(tag, MOST_TAGS)].filter(Boolean).join(' ') ||
  id;

/**
 * @param {CatalogRow} row
 * @param {Names} names
 * @returns {HTMLElement}
 */
function renderRow(row, { providers, categories }) {
  const codes = codesOf(row);
  const from = row.provider === null ? KIND_NAMES[row.kind] : (providers.get(row.provider) ?? row.provider);
  const about = make(
    'p',
    { class: 'about' },
    make('span', { class: 'badge' }, categories[row.category]),
    from,
  );
  if (codes !== row.id) about.append(make('code', {}, row.id));
  return make(
    'li',
    { class: 'row', 'data-look': row.category },
    make('a', { href: entryAddress(row.key) }, make('code', {}, codes), ' ', make('span', {}, row.title)),
    about,
  );
}

/**
 * @param {HTMLElement} list
 * @param {HTMLButtonElement} more
 * @param {HTMLElement} above what stands above the list: arrow up from the first row leads there, down from there
 *   to the first row
 */
export function createRows(list, more, above) {
  /** @type {readonly CatalogRow[]} */
  let rows = [];
  /** @type {Names} */
  let names;

  const links = () => [...list.querySelectorAll('a')];

  const append = () => {
    const shown = list.childElementCount;
    list.append(...rows.slice(shown, shown + PAGE).map((row) => renderRow(row, names)));
    const left = rows.length - list.childElementCount;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, PAGE)} more of ${left}`;
    return shown;
  };

  more.addEventListener('click', () => {
    const firstNew = append();
    links()[firstNew]?.focus();
  });

  above.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    links()[0]?.focus();
  });
  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = [...list.children].findIndex((row) => row.contains(document.activeElement)) + step;
    (at < 0 ? above : links()[at])?.focus();
  });

  return {
    /** @param {readonly CatalogRow[]} found @param {Names} called */
    show: (found, called) => {
      const focused = list.contains(document.activeElement);
      rows = found;
      names = called;
      list.replaceChildren();
      append();
      // Whoever was in the list already stays in it, or else would have to come from the top of the page again.
      if (focused) (links()[0] ?? above).focus();
    },
  };
}
