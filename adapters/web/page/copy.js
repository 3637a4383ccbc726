/** A text to take along: a record for the DNS. */
import { make, makeButton } from './dom.js';

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
 * @param {string} text
 * @param {string} name of the button for whoever hears it: "Copy the record"
 * @returns {HTMLElement} the text as it is, and a button that copies it
 */
export function renderCopied(text, name) {
  const shown = make('pre', { class: 'record' }, text);
  const told = make('span', { class: 'told', role: 'status' });
  const button = makeButton('Copy', 'button plain small', async () => {
    told.textContent = await copy(text, shown);
  });
  button.setAttribute('aria-label', name);
  return make('div', { class: 'copied' }, shown, button, told);
}
