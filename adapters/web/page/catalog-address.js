/** What the address bar says, and back: the list with its search and filters, or one entry. */

/**
 * What the reader looks for; an empty text is no wish.
 *
 * @typedef {object} Wanted
 * @property {string} query
 * @property {string} provider id
 * @property {string} reason id
 * @property {string} kind
 */

/** The look-up reads no more of a question than this, and an address has an end, too. */
const LONGEST_QUERY = 300;

/** Where the list was left, for the way back from an entry. */
const LEFT_AT = 'bounce-triage.catalog.left-at';

/**
 * @param {string} search the part of an address from "?" on
 * @returns {Wanted}
 */
export function readAddress(search) {
  const said = new URLSearchParams(search);
  return {
    query: shorten(said.get('q') ?? ''),
    provider: said.get('provider') ?? '',
    reason: said.get('reason') ?? '',
    kind: said.get('kind') ?? '',
  };
}

/**
 * @param {Partial<Wanted>} wanted
 * @returns {string} the address of the list, without what is not wanted
 */
export function listAddress({ query = '', provider = '', reason = '', kind = '' }) {
  const said = Object.entries({ q: query, provider, reason, kind }).filter(([, value]) => value !== '');
  return said.length === 0 ? '/catalog' : `/catalog?${new URLSearchParams(said)}`;
}

/**
 * @param {string} key
 * @returns {string} "550 5.7.26" → "/catalog/550%205.7.26"
 */
export const entryAddress = (key) => `/catalog/${encodeURIComponent(key)}`;

/**
 * @param {string} pathname
 * @returns {string | null} the key of the entry that is asked for, null where the list is
 */
export function keyOfPath(pathname) {
  const written = pathname.replace(/^\/catalog\/?/, '');
  if (written === '') return null;
  try {
    return decodeURIComponent(written);
  } catch {
    // Not as any of our links writes it; it names no entry, and the page will say so.
    return written;
  }
}

/**
 * @param {string} query
 * @returns {string} its beginning, with no half of a character at the end
 */
export const shorten = (query) => query.slice(0, LONGEST_QUERY).toWellFormed();

/** @param {string} address */
export const leaveList = (address) => sessionStorage.setItem(LEFT_AT, address);

/** @returns {string} the list as it was left in this tab */
export function lastList() {
  const left = sessionStorage.getItem(LEFT_AT) ?? '';
  return left.startsWith('/catalog?') ? left : '/catalog';
}
