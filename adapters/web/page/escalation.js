import { make, makeButton } from './dom.js';
import { lineAsText, renderLine } from './lines.js';

/** @import { EscalationHint } from '../../../src/replies/index.ts' */

/**
 * Puts a text on the clipboard, or marks it where the browser gives no clipboard (a page that isn't on loopback
 * and has no TLS).
 *
 * @param {string} text
 * @param {HTMLElement} shown where the text is in the page
 * @returns {Promise<string>} what to tell the reader
 */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    getSelection()?.selectAllChildren(shown);
    return 'The text is marked: press Ctrl+C.';
  }
}

/**
 * @param {EscalationHint} hint
 * @returns {HTMLElement} whom to escalate to, and what to tell them, ready to be copied
 */
export function renderEscalation(hint) {
  const words = make(
    'blockquote',
    { class: 'tell' },
    ...hint.tell.map((line) => make('p', {}, ...renderLine(line))),
  );
  const told = make('span', { class: 'told', role: 'status' });
  const button = makeButton('Copy', 'button plain', async () => {
    told.textContent = await copy(hint.tell.map(lineAsText).join('\n'), words);
  });
  button.setAttribute('aria-label', 'Copy what to tell them');
  return make(
    'section',
    { class: 'escalation' },
    make('h3', {}, `Escalate: ${hint.control}`),
    make('p', {}, make('strong', {}, 'Who can fix it: '), ...renderLine(hint.owner)),
    make('h4', {}, 'What to tell them'),
    words,
    make('p', { class: 'copy' }, button, told),
  );
}
