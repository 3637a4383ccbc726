/** What can be done with a reply: its row of buttons and menus. */
import { renderMenu } from './choices.js';
import { make, makeButton } from './dom.js';
import { renderLink } from './lines.js';

/** @import { Menu } from '../../../src/replies/index.ts' */
/** @import { ButtonHere, MoreHere } from '../shown.ts' */

/**
 * What a reply lets the reader do.
 *
 * @typedef {object} ReplyHandlers
 * @property {(button: ButtonHere) => void} press a button of the desk's
 * @property {(item: MoreHere) => void} more takes something from *More…*
 * @property {(menu: Menu, choice: string) => void} choose takes something from a menu of the desk's
 * @property {(command: string) => void} ask types a command that the reply offers
 */

/**
 * @param {readonly ButtonHere[]} buttons
 * @param {ReplyHandlers} handlers
 * @returns {Node[]} buttons, and links that look like one
 */
export const renderButtons = (buttons, handlers) =>
  buttons.map((button) =>
    button.url === undefined
      ? makeButton(button.label, `button ${button.style}`, () => handlers.press(button))
      : renderLink(button.label, button.url, `button ${button.style}`),
  );

/**
 * @param {object} parts
 * @param {readonly ButtonHere[]} parts.actions
 * @param {readonly MoreHere[]} parts.more
 * @param {Menu | null} parts.choose
 * @param {ReplyHandlers} handlers
 * @returns {Node[]} none where nothing can be done
 */
export function renderDeeds({ actions, more, choose }, handlers) {
  /** @type {Node[]} */
  const row = [];
  if (choose !== null) {
    row.push(renderMenu(choose.label, choose.choices, ({ value }) => handlers.choose(choose, value)));
  }
  if (actions.length > 0) row.push(make('div', { class: 'actions' }, ...renderButtons(actions, handlers)));
  if (more.length > 0) row.push(renderMenu('More…', more, handlers.more));
  return row.length === 0 ? [] : [make('div', { class: 'case-actions' }, ...row)];
}
