/** A form of the desk's, from opening it to what became of it. */
import { openForm, submitForm } from './api.js';
import { fillIn } from './form-dialog.js';

/** @import { OutcomeHere } from '../shown.ts' */

/**
 * @param {{ form: string, target: string, ref: string | null }} asked the form's name, what it is about, and the
 *   message that it was opened from
 * @param {(outcome: OutcomeHere) => void} done
 * @returns {Promise<string | null>} why there is no form; null when it was handed in or left
 */
export async function handIn(asked, done) {
  const answer = await openForm(asked.form, asked.target);
  if (answer.kind === 'refusal') return answer.why;
  await fillIn(answer.form, async (values) => {
    const submitted = await submitForm({ ...asked, values });
    if (submitted.kind === 'wrong') return submitted.errors;
    done(submitted.outcome);
    return null;
  });
  return null;
}
