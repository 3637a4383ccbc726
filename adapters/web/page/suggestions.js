/** What `/smtp` may go on with, in a list above the box while it is typed. */
import { Away, suggest } from './api.js';
import { find, make } from './dom.js';

/** What is asked for: one line, with something behind the command. */
const TYPED = /^\s*\/smtp\s+(\S[^\n]{0,80})$/i;
/** More would push the conversation out of sight. */
const MOST = 6;
/** Milliseconds without a key before the server is asked. */
const PAUSE = 80;

/**
 * A text box that controls a list of options: nothing is chosen until an arrow key was pressed, so Enter sends what
 * was typed.
 *
 * @param {HTMLTextAreaElement} box
 * @param {(query: string) => void} choose
 */
export function createSuggestions(box, choose) {
  const list = find('suggestions', HTMLElement);
  const count = find('suggestions-count', HTMLElement);
  /** @type {AbortController | null} */
  let asking = null;
  let active = -1;

  const options = () => /** @type {HTMLElement[]} */ ([...list.children]);

  const close = () => {
    asking?.abort();
    asking = null;
    list.hidden = true;
    list.replaceChildren();
    count.textContent = '';
    activate(-1);
  };

  /** @param {number} index of an option; -1: none */
  const activate = (index) => {
    active = index;
    for (const [i, option] of options().entries()) option.setAttribute('aria-selected', String(i === index));
    const option = options()[index];
    if (option === undefined) box.removeAttribute('aria-activedescendant');
    else {
      box.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    }
  };

  /** @param {readonly { label: string, query: string }[]} found */
  const show = (found) => {
    if (found.length === 0) return close();
    list.replaceChildren(
      ...found.map(({ label, query }, i) => {
        const option = make('div', { id: `suggestion-${i}`, role: 'option', 'data-query': query }, label);
        // Before the box loses the focus.
        option.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          take(option);
        });
        return option;
      }),
    );
    list.hidden = false;
    count.textContent = `${found.length} suggestions; choose with the arrow keys.`;
    activate(-1);
  };

  /** @param {HTMLElement} option */
  const take = (option) => {
    const query = option.dataset.query ?? '';
    close();
    choose(query);
  };

  const update = async () => {
    const [, typed] = TYPED.exec(box.value) ?? [];
    if (typed === undefined) return close();
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      signal.throwIfAborted();
      show((await suggest(typed, signal)).slice(0, MOST));
    } catch (error) {
      // Something else was typed since then; or nobody is there, which is said where it matters.
      if (!signal.aborted && !(error instanceof Away)) throw error;
    }
  };

  box.addEventListener('input', () => void update());
  box.addEventListener('blur', close);

  return {
    close,
    /** @param {KeyboardEvent} event @returns {boolean} whether the list has made use of it */
    key: (event) => {
      const all = options();
      const option = all[active];
      if (all.length === 0) return false;
      if (event.key === 'ArrowDown') activate(Math.min(active + 1, all.length - 1));
      else if (event.key === 'ArrowUp' && active >= 0) activate(active - 1);
      else if (event.key === 'Escape') close();
      else if (event.key === 'Enter' && !event.shiftKey && option !== undefined) take(option);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
