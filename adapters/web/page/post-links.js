/** Links from one answer to another: they lead to its card, or fetch it where this browser has it no more. */
import { Away, showPost } from './api.js';
import { idOfPost } from './lines.js';
import { posted, unasked } from './said.js';

/** @import { createConnection } from './connection.js' */
/** @import { Item } from './transcript.js' */

/**
 * Brings a card into view, with the focus on it.
 *
 * @param {string} key
 * @returns {boolean} whether it is in the page
 */
export function goTo(key) {
  const card = document.getElementById(idOfPost(key));
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
  return card !== null;
}

/**
 * @param {HTMLElement} log
 * @param {object} ways
 * @param {(entry: Item) => void} ways.add
 * @param {(key: string, text: string) => void} ways.notice says something at a card
 * @param {ReturnType<typeof createConnection>} ways.connection
 */
export function followPostLinks(log, { add, notice, connection }) {
  /** @param {string} ref @param {string} from key of the card with the link */
  const fetchIt = async (ref, from) => {
    try {
      const reply = await showPost(ref);
      connection.found();
      if (reply === null) {
        notice(from, 'That answer is kept no longer. Paste the bounce again to open a new case.');
        return;
      }
      add(unasked(posted({ key: ref, reply }), { id: ref, how: 'fetched' }));
      goTo(ref);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      connection.lost();
    }
  };

  log.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-post]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    const ref = link.dataset.post ?? '';
    const card = link.closest('.card');
    if (!goTo(ref)) void fetchIt(ref, card instanceof HTMLElement ? (card.dataset.key ?? '') : '');
  });
}
