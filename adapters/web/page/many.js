/** Many bounces in one answer: a table of problems, a menu that shows one of them, a button for the dead addresses. */
import { renderDeeds } from './deeds.js';
import { make } from './dom.js';
import { renderHeading, renderState } from './heading.js';
import { renderLine } from './lines.js';

/** @import { ManyHere } from '../shown.ts' */
/** @import { ReplyHandlers } from './deeds.js' */

const COLUMNS = ['Bounces', 'Problem'];
/** A column of its own where any of the problems names who refused: a list of addresses doesn't. */
const REFUSERS = 'Refused by';

/** @param {ManyHere['rows'][number]} row @param {boolean} withRefusers @returns {HTMLElement} */
const renderRow = ({ icon, count, problem, refusedBy }, withRefusers) =>
  make(
    'tr',
    {},
    make(
      'td',
      { class: 'number' },
      make('span', { class: 'icon', 'aria-hidden': 'true' }, icon),
      ` ${count.toLocaleString('en')}`,
    ),
    make('td', {}, problem),
    ...(withRefusers ? [make('td', {}, refusedBy)] : []),
  );

/**
 * @param {ManyHere} many
 * @param {string} titleId id for the heading, which names the card
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
export function renderMany({ icon, title, todo, rows, notes, state, choose, actions }, titleId, handlers) {
  const withRefusers = rows.some(({ refusedBy }) => refusedBy !== '');
  const head = [...COLUMNS, ...(withRefusers ? [REFUSERS] : [])].map((name) =>
    make('th', { scope: 'col' }, name),
  );
  const table = make(
    'table',
    { class: 'figure' },
    make('thead', {}, make('tr', {}, ...head)),
    make('tbody', {}, ...rows.map((row) => renderRow(row, withRefusers))),
  );
  return [
    renderHeading(icon, title, titleId),
    make('p', { class: 'todo' }, todo),
    ...(rows.length === 0 ? [] : [make('div', { class: 'figure-frame' }, table)]),
    ...notes.map((line) => make('p', { class: 'quiet' }, ...renderLine(line))),
    ...renderState(state),
    ...renderDeeds({ actions, choose, more: [] }, handlers),
  ];
}
