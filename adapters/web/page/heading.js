/** Parts that a verdict and many bounces have in common. */
import { make } from './dom.js';
import { renderLine } from './lines.js';

/** @import { Line } from '../../../src/replies/index.ts' */

/**
 * @param {string} icon says nothing that the words do not
 * @param {string} title
 * @param {string} id the heading names the card
 * @returns {HTMLElement}
 */
export const renderHeading = (icon, title, id) =>
  make(
    'h2',
    {},
    make('span', { class: 'icon', 'aria-hidden': 'true' }, icon),
    ' ',
    make('span', { id }, title),
  );

/** @param {Line | null} state @returns {HTMLElement[]} who has it; the focus goes there after a press */
export const renderState = (state) =>
  state === null ? [] : [make('p', { class: 'state', tabindex: '-1' }, ...renderLine(state))];
