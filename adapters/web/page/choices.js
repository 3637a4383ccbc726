/** A menu of the desk's: a button that unfolds a row of choices. */
import { make, makeButton } from './dom.js';

/** @import { Menu } from '../../../src/replies/index.ts' */

/**
 * Not a `<select>`: in some browsers that takes the first choice that an arrow key passes, and with it the case
 * would be put aside.
 *
 * @param {Menu} menu
 * @param {readonly { label: string, value: string }[]} choices
 * @param {(choice: string) => void} choose
 * @returns {HTMLElement}
 */
export function renderChoices(menu, choices, choose) {
  const row = make('div', { class: 'choices', role: 'group', 'aria-label': menu.label, hidden: '' });
  const opener = makeButton(menu.label, 'button plain', () => unfold(row.hidden !== false));
  opener.setAttribute('aria-expanded', 'false');
  /** @param {boolean} open */
  const unfold = (open) => {
    row.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) row.querySelector('button')?.focus();
  };
  row.append(
    ...choices.map(({ label, value }) =>
      makeButton(label, 'button plain', () => {
        leave();
        choose(value);
      }),
    ),
  );
  const leave = () => {
    unfold(false);
    opener.focus();
  };
  row.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
  return make('div', { class: 'menu' }, opener, row);
}
