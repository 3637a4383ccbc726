/** A note's figure: a table, or bars drawn in a table, so that whoever hears it read out has the numbers too. */
import { make } from './dom.js';

/** @import { Figure } from '../../../src/replies/index.ts' */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {number} share 0 to 1
 * @returns {SVGElement} as wide as the share of the room that it has
 */
function drawBar(share) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'bar');
  svg.setAttribute('aria-hidden', 'true');
  const bar = document.createElementNS(SVG, 'rect');
  // In percent, so that it follows the width of the window. What is not nothing can be seen.
  bar.setAttribute('width', share === 0 ? '0' : `${Math.max(1, 100 * share)}%`);
  bar.setAttribute('height', '100%');
  bar.setAttribute('rx', '3');
  svg.append(bar);
  return svg;
}

/** @param {string} text @returns {HTMLElement} */
const header = (text) => make('th', { scope: 'row' }, text);

/** @param {Extract<Figure, { kind: 'bars' }>} figure @returns {HTMLElement} */
function renderBars({ title, bars }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const rows = bars.map(({ label, value }) => {
    const number = make('span', { class: 'number' }, value.toLocaleString('en'));
    const cell = make('td', {}, make('div', {}, drawBar(value / most), number));
    return make('tr', {}, header(label), cell);
  });
  return make('table', { class: 'figure bars' }, make('caption', {}, title), make('tbody', {}, ...rows));
}

/** @param {string} cell @returns {boolean} whether it is a number: "12", "1,204" */
const isNumber = (cell) => /^\d[\d,.]*$/.test(cell);

/** @param {Extract<Figure, { kind: 'table' }>} figure @returns {HTMLElement} */
function renderTable({ columns, rows }) {
  // A column of numbers is read from its right end.
  const kinds = columns.map((_, i) => (rows.every((row) => isNumber(row[i] ?? '')) ? 'number' : 'words'));
  const kindOf = (/** @type {number} */ i) => ({ class: kinds[i] ?? 'words' });
  const head = columns.map((name, i) => make('th', { scope: 'col', ...kindOf(i) }, name));
  const body = rows.map((row) => make('tr', {}, ...row.map((cell, i) => make('td', kindOf(i), cell))));
  return make(
    'table',
    { class: 'figure' },
    make('thead', {}, make('tr', {}, ...head)),
    make('tbody', {}, ...body),
  );
}

/**
 * @param {Figure | undefined} figure
 * @returns {HTMLElement[]} none where there is nothing in it
 */
export function renderFigure(figure) {
  if (figure === undefined || (figure.kind === 'bars' ? figure.bars : figure.rows).length === 0) return [];
  const table = figure.kind === 'bars' ? renderBars(figure) : renderTable(figure);
  return [make('div', { class: 'figure-frame' }, table)];
}
