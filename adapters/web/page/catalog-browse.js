/** The list: searched as one types, filtered, and always what the address bar says. */
import { Away, Refused, searchCatalog } from './api.js';
import { leaveList, listAddress, readAddress, shorten } from './catalog-address.js';
import { fillFilters } from './catalog-filters.js';
import { renderNothing } from './catalog-nothing.js';
import { createRows } from './catalog-rows.js';
import { find } from './dom.js';

/** @import { createConnection } from './connection.js' */

/** Milliseconds without a key before the server is asked: fast typists don't make it search for every letter. */
const PAUSE = 100;

/**
 * @param {ReturnType<typeof createConnection>} connection
 * @returns {() => void} searches again and shows what is found
 */
export function browseCatalog(connection) {
  const box = find('query', HTMLInputElement);
  const list = find('rows', HTMLElement);
  const count = find('count', HTMLElement);
  const nothing = find('nothing', HTMLElement);
  const unfilter = find('unfilter', HTMLButtonElement);
  const rows = createRows(list, find('more', HTMLButtonElement), box);
  /** @type {readonly ('provider' | 'reason' | 'kind')[]} */
  const filters = ['provider', 'reason', 'kind'];

  let wanted = readAddress(location.search);
  /** Entries of the whole catalog, all told; 0 before it is known. */
  let total = 0;
  let stale = new AbortController();
  /** Set while letters wait to be looked for. @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** While a word is being typed, each letter changes the one step back that its first letter made. */
  let typing = false;

  /** @param {Awaited<ReturnType<typeof searchCatalog>>} answer */
  const showFound = ({ entries, providers, reasons, categories }) => {
    if (wanted.query === '') total = entries.length;
    fillFilters({ providers, reasons }, wanted);
    const fitting = entries.filter((entry) =>
      filters.every((filter) => wanted[filter] === '' || entry[filter] === wanted[filter]),
    );
    const filtered = filters.some((filter) => wanted[filter] !== '');
    rows.show(fitting, { categories, providers: new Map(providers.map(({ id, name }) => [id, name])) });
    count.textContent = countOf(fitting.length, total);
    unfilter.hidden = !filtered;
    nothing.hidden = fitting.length > 0;
    nothing.replaceChildren(...(fitting.length > 0 ? [] : renderNothing(wanted, entries.length, filtered)));
  };

  const search = async () => {
    clearTimeout(pause);
    pause = undefined;
    stale.abort();
    stale = new AbortController();
    const { signal } = stale;
    list.ariaBusy = 'true';
    try {
      // The whole comes first once, for its number; from then on only what is asked for.
      if (total === 0 && wanted.query !== '') total = (await searchCatalog('', signal)).entries.length;
      const answer = await searchCatalog(wanted.query, signal);
      if (signal.aborted) return;
      showFound(answer);
      list.ariaBusy = 'false';
      connection.found();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Away) connection.lost();
      else if (error instanceof Refused) count.textContent = error.message;
      else throw error;
    }
  };

  /** @param {boolean} anew whether the way back leads to what was looked for before */
  const go = (anew) => {
    const address = listAddress(wanted);
    leaveList(address);
    if (address !== location.pathname + location.search) {
      if (anew) history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    }
    void search();
  };

  const goTyped = () => {
    go(!typing);
    typing = box.value !== '';
  };

  const showWanted = () => {
    box.value = wanted.query;
    leaveList(listAddress(wanted));
    void search();
  };

  box.addEventListener('input', () => {
    wanted = { ...wanted, query: shorten(box.value.trim()) };
    list.ariaBusy = 'true';
    clearTimeout(pause);
    // The address, too: some browsers refuse a hundred changes of it in half a minute.
    pause = setTimeout(goTyped, PAUSE);
  });
  // Enter, or leaving the box: the word is finished.
  box.addEventListener('change', () => {
    if (pause !== undefined) goTyped();
    typing = false;
  });
  find('search', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
  for (const filter of filters) {
    const select = find(filter, HTMLSelectElement);
    select.addEventListener('change', () => {
      wanted = { ...wanted, [filter]: select.value };
      go(true);
    });
  }
  unfilter.addEventListener('click', () => {
    wanted = { query: wanted.query, provider: '', reason: '', kind: '' };
    box.focus();
    go(true);
  });
  addEventListener('popstate', () => {
    typing = false;
    wanted = readAddress(location.search);
    showWanted();
  });

  find('browse', HTMLElement).hidden = false;
  box.focus();
  return showWanted;
}

/**
 * @param {number} found
 * @param {number} total
 * @returns {string} "1,064 entries", "23 of 1,064 entries"
 */
const countOf = (found, total) =>
  `${found === total ? '' : `${found.toLocaleString('en')} of `}${total.toLocaleString('en')} entries`;
