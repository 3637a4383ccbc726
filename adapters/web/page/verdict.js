/** A verdict as nodes. */
import { renderChoices } from './choices.js';
import { make, makeButton } from './dom.js';
import { renderEscalation } from './escalation.js';
import { renderEvidence } from './evidence.js';
import { renderLine, renderLink } from './lines.js';
import { renderNote } from './note.js';
import { part, renderOffers } from './offers.js';

/** @import { Button, Menu, Reply, VerdictReply } from '../../../src/replies/index.ts' */

/**
 * What a reply lets the reader do.
 *
 * @typedef {object} ReplyHandlers
 * @property {(button: Button) => void} press a button of the desk's
 * @property {(menu: Menu, choice: string) => void} choose something from one of its menus
 * @property {(command: string) => void} ask types a command that the reply offers
 */

/**
 * What can be done: the buttons, then the menus. There is nobody here to hand a case over to.
 *
 * @param {VerdictReply} verdict
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
function renderDeeds({ actions, menus }, handlers) {
  if (actions.length === 0 && menus.length === 0) return [];
  const buttons = actions.map((action) =>
    makeButton(action.label, `button ${action.style}`, () => handlers.press(action)),
  );
  const choices = menus.flatMap((menu) =>
    menu.choices === 'people'
      ? []
      : [renderChoices(menu, menu.choices, (choice) => handlers.choose(menu, choice))],
  );
  return [make('div', { class: 'case-actions' }, make('div', { class: 'actions' }, ...buttons), ...choices)];
}

/**
 * @param {VerdictReply} verdict
 * @param {string} titleId
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
function renderVerdict(verdict, titleId, handlers) {
  /** @type {Node[]} */
  const parts = [make('p', { class: 'badge' }, verdict.badge), make('h2', { id: titleId }, verdict.title)];
  if (verdict.headline.length > 0) {
    parts.push(make('p', { class: 'headline' }, ...renderLine(verdict.headline)));
  }
  parts.push(make('p', {}, ...renderLine(verdict.meaning)));
  if (verdict.whose.length > 0) {
    parts.push(make('p', {}, make('strong', {}, 'Whose problem: '), ...renderLine(verdict.whose)));
  }
  if (verdict.steps.length > 0) {
    const steps = verdict.steps.map((step) => make('li', {}, ...renderLine(step)));
    parts.push(part('What to do next', make('ol', { class: 'steps' }, ...steps)));
  }
  if (verdict.escalation !== null) parts.push(renderEscalation(verdict.escalation));
  if (verdict.facts.length > 0) {
    const facts = verdict.facts.map(({ label, value }) =>
      make('div', {}, make('dt', {}, label), make('dd', {}, ...renderLine(value))),
    );
    parts.push(make('dl', { class: 'facts' }, ...facts));
  }
  if (verdict.evidence !== null) parts.push(renderEvidence(verdict.evidence));
  if (verdict.related.length > 0) {
    const commands = verdict.related.map(({ query, title }) => ({ command: `/smtp ${query}`, title }));
    parts.push(part('Also possible', renderOffers(commands, handlers.ask)));
  }
  if (verdict.sources.length > 0) {
    const sources = verdict.sources.map(({ label, url }) => make('li', {}, renderLink(label, url)));
    parts.push(part('Sources', make('ul', { class: 'sources' }, ...sources)));
  }
  if (verdict.state !== null) {
    parts.push(make('p', { class: 'state', tabindex: '-1' }, ...renderLine(verdict.state)));
  }
  return [...parts, ...renderDeeds(verdict, handlers)];
}

/**
 * @param {Reply} reply
 * @param {string} titleId id for the heading, which names the card
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
export const renderReply = (reply, titleId, handlers) =>
  reply.kind === 'verdict'
    ? renderVerdict(reply, titleId, handlers)
    : reply.kind === 'many'
      ? [make('h2', { id: titleId }, reply.title), make('p', {}, reply.todo)]
      : renderNote(reply, titleId, handlers.ask);
