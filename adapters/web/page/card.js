/** One reply of the bot's: its content is replaced in place, the place for notices stays. */
import { make } from './dom.js';
import { idOfPost } from './lines.js';
import { renderReply } from './verdict.js';

/** @import { ReplyHere } from '../shown.ts' */
/** @import { ReplyHandlers } from './deeds.js' */
/** @import { Said } from './transcript.js' */

/**
 * @typedef {object} Card
 * @property {HTMLElement} element
 * @property {(reply: ReplyHere) => void} update
 * @property {(text: string) => void} notice tells the reader something about this card
 * @property {(busy: boolean) => void} busy
 */

/** @param {ReplyHere} reply @returns {string} what its colour goes by */
function lookOf(reply) {
  switch (reply.kind) {
    case 'verdict':
      return reply.card.look;
    case 'many':
      return 'many';
    case 'note':
      return reply.tone;
  }
}

/**
 * After an update the focus goes to what says the outcome, not to a button: *Undo* appears where
 * *Mark suppressed* was, and a second Enter must not press it.
 *
 * @param {HTMLElement} content
 * @param {string | null} focused label of the button that had the focus
 */
function restoreFocus(content, focused) {
  if (focused === null) return;
  const buttons = [...content.querySelectorAll('button')].filter((button) => button.checkVisibility());
  const same = buttons.find((button) => button.textContent === focused);
  const state = content.querySelector('.state');
  const next = same ?? (state instanceof HTMLElement ? state : content);
  next.focus({ preventScroll: true });
}

/**
 * @param {Said} said
 * @param {ReplyHandlers} handlers
 * @returns {Card}
 */
export function createCard(said, handlers) {
  const titleId = `title-${said.key}`;
  const content = make('div', { class: 'content', tabindex: '-1' });
  const notice = make('p', { class: 'notice', role: 'status' });
  const element = make('article', {
    id: idOfPost(said.key),
    class: 'card',
    tabindex: '-1',
    'data-key': said.key,
    'aria-labelledby': titleId,
  });
  if (said.private) {
    element.classList.add('private');
    element.append(make('p', { class: 'only-you' }, 'Only visible to you'));
  }
  element.append(content, notice);

  let shown = '';
  /** @param {ReplyHere} reply */
  const update = (reply) => {
    const json = JSON.stringify(reply);
    if (json === shown) return;
    shown = json;
    const active = document.activeElement;
    const focused = active !== null && content.contains(active) ? active.textContent : null;
    const wasOpen = content.querySelector('.fold[open]') !== null;
    element.dataset.look = lookOf(reply);
    content.replaceChildren(...renderReply(reply, titleId, handlers));
    if (wasOpen) content.querySelector('.fold')?.setAttribute('open', '');
    restoreFocus(content, focused);
  };
  update(said.reply);

  return {
    element,
    update,
    notice: (text) => {
      notice.textContent = text;
    },
    busy: (busy) => {
      element.setAttribute('aria-busy', String(busy));
      for (const button of content.querySelectorAll('.case-actions button, .fold .actions button')) {
        button.setAttribute('aria-disabled', String(busy));
      }
    },
  };
}
