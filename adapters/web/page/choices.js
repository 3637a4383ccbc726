/** A menu: a button that unfolds a list of choices. */
import { make, makeButton } from './dom.js';

/**
 * Not a `<select>`: in some browsers that takes the first choice that an arrow key passes, and with it something
 * would be done that nobody chose.
 *
 * @template {{ readonly label: string, readonly group?: string }} Item
 * @param {string} label "More…"
 * @param {readonly Item[]} items choices of one group stand together under its name
 * @param {(item: Item) => void} choose
 * @returns {HTMLElement}
 */
export function renderMenu(label, items, choose) {
  const list = make('div', { class: 'choices', role: 'group', 'aria-label': label, hidden: '' });
  const opener = makeButton(label, 'button plain', () => unfold(list.hidden !== false));
  opener.setAttribute('aria-expanded', 'false');
  /** @param {boolean} open */
  const unfold = (open) => {
    list.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (!open) return;
    list.querySelector('button')?.focus({ preventScroll: true });
    list.scrollIntoView({ block: 'nearest' });
  };
  const leave = () => {
    unfold(false);
    opener.focus();
  };
  let group = '';
  for (const item of items) {
    if (item.group !== undefined && item.group !== group) {
      group = item.group;
      list.append(make('p', { class: 'choices-group' }, group));
    }
    const choice = makeButton(item.label, 'choice', () => {
      leave();
      choose(item);
    });
    list.append(choice);
  }
  list.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
  return make('div', { class: 'menu' }, opener, list);
}
