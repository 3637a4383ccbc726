/** A verdict as nodes: its card, in the order of every platform. */
import { renderCopied } from './copy.js';
import { renderDeeds } from './deeds.js';
import { renderFold } from './details.js';
import { make } from './dom.js';
import { renderHeading, renderState } from './heading.js';
import { renderLine } from './lines.js';
import { renderMany } from './many.js';
import { renderNote } from './note.js';

/** @import { CardCheck, Line } from '../../../src/replies/index.ts' */
/** @import { CardHere, ReplyHere, VerdictHere } from '../shown.ts' */
/** @import { ReplyHandlers } from './deeds.js' */

/** What a mark says to whoever hears it. */
const MARKS = { '✓': 'Passed', '✗': 'Failed', '?': 'Not known' };

/** @param {CardHere['badge']} badge @returns {HTMLElement[]} none for what is settled */
function renderBadge({ kind, whose, address }) {
  if (kind === '') return [];
  const rest = [whose, address].filter((part) => part !== null).map((part) => ` · ${part}`);
  return [make('p', { class: 'badge' }, make('strong', {}, kind), ...rest)];
}

/** @param {readonly Line[]} facts @returns {HTMLElement[]} */
const renderFacts = (facts) =>
  facts.length === 0
    ? []
    : [
        make(
          'p',
          { class: 'which' },
          ...facts.flatMap((fact, index) => (index === 0 ? renderLine(fact) : [' · ', ...renderLine(fact)])),
        ),
      ];

/** @param {readonly Line[]} usual @returns {HTMLElement[]} what a code usually means, where it means several things */
const renderUsual = (usual) =>
  usual.length === 0
    ? []
    : [make('ul', { class: 'usual' }, ...usual.map((line) => make('li', {}, ...renderLine(line))))];

/** @param {readonly Line[]} steps @returns {HTMLElement[]} numbered where there are several */
function renderSteps(steps) {
  if (steps.length === 0) return [];
  if (steps.length === 1) return steps.map((step) => make('p', {}, ...renderLine(step)));
  return [make('ol', { class: 'steps' }, ...steps.map((step) => make('li', {}, ...renderLine(step))))];
}

/** @param {CardCheck} check @returns {HTMLElement[]} */
function renderCheck({ rows, cause, change }) {
  const items = rows.map(({ mark, text }) => {
    const sign = make(
      'span',
      { class: 'mark', role: 'img', 'aria-label': MARKS[mark], 'data-mark': mark },
      mark,
    );
    return make('li', {}, sign, make('span', {}, ...renderLine(text)));
  });
  const told = [cause, change?.label].filter((line) => line !== null && line !== undefined);
  const words = told.flatMap((line, i) => [...(i > 0 ? [' '] : []), ...renderLine(line)]);
  return [
    make('ul', { class: 'check' }, ...items),
    ...(words.length === 0 ? [] : [make('p', {}, ...words)]),
    ...(change === null ? [] : [renderCopied(change.record, 'Copy the record')]),
  ];
}

/** @param {Line} line @param {string} kind class name @returns {HTMLElement[]} none for an empty line */
const renderParagraph = (line, kind) =>
  line.length === 0 ? [] : [make('p', kind === '' ? {} : { class: kind }, ...renderLine(line))];

/**
 * @param {VerdictHere} verdict
 * @param {string} titleId
 * @param {ReplyHandlers} handlers
 * @returns {Node[]} all but its details
 */
export const renderCard = ({ icon, card }, titleId, handlers) => [
  renderHeading(icon, card.title, titleId),
  ...renderBadge(card.badge),
  ...renderFacts(card.facts),
  ...renderParagraph(card.sentence, ''),
  ...renderParagraph(card.question ?? [], 'question'),
  ...renderUsual(card.usual),
  ...renderSteps(card.steps),
  ...(card.check === null ? [] : renderCheck(card.check)),
  ...(card.hint === null ? [] : [make('blockquote', {}, make('p', {}, ...renderLine(card.hint)))]),
  ...renderState(card.state),
  ...renderDeeds(card, handlers),
];

/**
 * @param {ReplyHere} reply
 * @param {string} titleId id for the heading, which names the card
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
export function renderReply(reply, titleId, handlers) {
  switch (reply.kind) {
    case 'verdict':
      return [
        ...renderCard(reply, titleId, handlers),
        ...(reply.details === null ? [] : renderFold(reply.details, handlers)),
      ];
    case 'many':
      return renderMany(reply, titleId, handlers);
    case 'note':
      return renderNote(reply, titleId, handlers);
  }
}
