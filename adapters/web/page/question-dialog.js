/** A question with two answers, in a modal dialog; both buttons say what they do. */
import { find } from './dom.js';

/** @import { Confirm } from '../../../src/replies/index.ts' */

/**
 * @param {Confirm} question
 * @returns {Promise<boolean>} false when it was closed in any other way than by agreeing
 */
export function askFirst({ title, text, yes, no }) {
  const dialog = find('question', HTMLDialogElement);
  find('question-title', HTMLElement).textContent = title;
  find('question-text', HTMLElement).textContent = text;
  find('question-yes', HTMLButtonElement).textContent = yes;
  find('question-no', HTMLButtonElement).textContent = no;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
