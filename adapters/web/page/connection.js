/** Whether the bot is there. While it isn't, the page says so, and asks again until it is back. */
import { isThere } from './api.js';
import { find } from './dom.js';

/** Milliseconds between two questions. */
const PAUSE = 1500;

/**
 * @param {() => void} [back] called when the bot is there again
 * @returns {{ lost: () => void, found: () => void }} `lost`: a call found nobody; `found`: a call was answered
 */
export function createConnection(back) {
  const banner = find('away', HTMLElement);
  const mark = find('connection', HTMLElement);
  let away = false;

  /** @param {boolean} now */
  const show = (now) => {
    away = now;
    mark.textContent = away ? 'not answering' : 'running';
    mark.dataset.state = away ? 'away' : 'here';
    // Text put into a live region is read out; text that was there before is not.
    banner.textContent = away
      ? 'The bot is not answering. Start it again with npm start; what you typed is kept here, and this page goes on by itself.'
      : '';
    banner.hidden = !away;
  };

  const askAgain = async () => {
    while (away) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (away && (await isThere())) found();
    }
  };

  const found = () => {
    if (!away) return;
    show(false);
    back?.();
  };

  return {
    lost: () => {
      if (away) return;
      show(true);
      void askAgain();
    },
    found,
  };
}
