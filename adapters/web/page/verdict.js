/** A verdict, or a note, as nodes. */
import { make, makeButton } from './dom.js';
import { renderEscalation } from './escalation.js';
import { renderEvidence } from './evidence.js';
import { renderLine, renderLink } from './lines.js';

/** @import { Button, NoteReply, Reply, VerdictReply } from '../../../src/replies/reply.ts' */

/**
 * What a reply lets the reader do.
 *
 * @typedef {object} ReplyHandlers
 * @property {(button: Button) => void} press a button of the desk's
 * @property {(query: string) => void} ask a look-up that the reply offers
 */

/**
 * @param {string} label
 * @param {...Node} content
 * @returns {HTMLElement}
 */
const part = (label, ...content) => make('section', { class: 'part' }, make('h3', {}, label), ...content);

/**
 * @param {readonly { query: string, title: string }[]} offers
 * @param {ReplyHandlers} handlers
 * @returns {HTMLElement}
 */
const renderOffers = (offers, handlers) =>
  make(
    'ul',
    { class: 'offers' },
    ...offers.map(({ query, title }) => {
      const button = makeButton('', 'offer', () => handlers.ask(query));
      button.append(make('code', {}, `/smtp ${query}`));
      return title === '' ? make('li', {}, button) : make('li', {}, button, ' ', make('span', {}, title));
    }),
  );

/**
 * @param {readonly Button[]} actions
 * @param {ReplyHandlers} handlers
 * @returns {HTMLElement}
 */
const renderActions = (actions, handlers) =>
  make(
    'div',
    { class: 'actions' },
    ...actions.map((action) =>
      makeButton(action.label, `button ${action.style}`, () => handlers.press(action)),
    ),
  );

/**
 * @param {VerdictReply} verdict
 * @param {string} titleId
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
const renderVerdict = (verdict, titleId, handlers) => {
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
  if (verdict.related.length > 0) parts.push(part('Also possible', renderOffers(verdict.related, handlers)));
  if (verdict.sources.length > 0) {
    const sources = verdict.sources.map(({ label, url }) => make('li', {}, renderLink(label, url)));
    parts.push(part('Sources', make('ul', { class: 'sources' }, ...sources)));
  }
  if (verdict.state !== null) {
    parts.push(make('p', { class: 'state', tabindex: '-1' }, ...renderLine(verdict.state)));
  }
  if (verdict.actions.length > 0) parts.push(renderActions(verdict.actions, handlers));
  return parts;
};

const SMTP = /^\/smtp\s+/i;

/**
 * @param {NoteReply} note
 * @param {string} titleId
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
const renderNote = (note, titleId, handlers) => {
  /** @type {Node[]} */
  const parts = [
    make('h2', { id: titleId }, note.title),
    ...note.body.map((line) => make('p', {}, ...renderLine(line))),
  ];
  if (note.examples.length > 0) {
    const queries = note.examples.map((example) => ({ query: example.replace(SMTP, ''), title: '' }));
    parts.push(part('Try', renderOffers(queries, handlers)));
  }
  return parts;
};

/**
 * @param {Reply} reply
 * @param {string} titleId id for the heading, which names the card
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
export const renderReply = (reply, titleId, handlers) =>
  reply.kind === 'verdict' ? renderVerdict(reply, titleId, handlers) : renderNote(reply, titleId, handlers);
