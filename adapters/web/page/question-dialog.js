/** A question with yes and no, in a modal dialog. */
import { find } from './dom.js';

/**
 * @param {string} question
 * @param {string} yes label of the button that agrees
 * @returns {Promise<boolean>} false when it was closed in any other way
 */
export function askFirst(question, yes) {
  const dialog = find('question', HTMLDialogElement);
  find('question-text', HTMLElement).textContent = question;
  const agree = find('question-yes', HTMLButtonElement);
  agree.textContent = yes;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
