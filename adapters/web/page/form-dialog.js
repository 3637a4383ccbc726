/** A form of the desk's, in a modal dialog. */
import { Away, Refused } from './api.js';
import { find, make, makeButton } from './dom.js';
import { renderLine } from './lines.js';

/** @import { FieldHere as Field, FormHere as Form } from '../form-here.ts' */

/** @typedef {Record<string, string[]>} Values by the fields' names; nothing given: an empty list */

/**
 * @param {Field} field
 * @returns {HTMLElement[]} what is filled in
 */
function renderControls(field) {
  const { name } = field;
  const id = `field-${name}`;
  if (field.kind === 'text') {
    const common = { id, name, maxlength: String(field.most) };
    if (field.long) return [make('textarea', { ...common, rows: '6' }, field.value)];
    return [make('input', { ...common, type: 'text', value: field.value })];
  }
  if (field.many) {
    return field.options.map(({ label, value }) => {
      const box = make('input', { type: 'checkbox', name, value });
      box.checked = field.chosen.includes(value);
      return make('label', { class: 'tick' }, box, make('span', {}, label));
    });
  }
  const select = make('select', { id, name });
  select.append(
    ...(field.required ? [] : [make('option', { value: '' }, '–')]),
    ...field.options.map(({ label, value }) => make('option', { value }, label)),
  );
  select.value = field.chosen[0] ?? select.options[0]?.value ?? '';
  return [select];
}

/**
 * @param {Field} field
 * @returns {HTMLElement} its label, hint, controls and the place for what is wrong with it
 */
function renderField(field) {
  const controls = renderControls(field);
  const about = `about-${field.name}`;
  const wrong = make('p', { id: `wrong-${field.name}`, class: 'problem', role: 'alert' });
  const hint = field.hint === null ? [] : [make('p', { id: about, class: 'quiet' }, field.hint)];
  const describedBy = field.hint === null ? wrong.id : `${about} ${wrong.id}`;
  if (field.kind === 'choice' && field.many) {
    const legend = make('legend', {}, field.label);
    const attributes = { class: 'field', 'aria-describedby': describedBy };
    return make('fieldset', attributes, legend, ...hint, ...controls, wrong);
  }
  controls[0]?.setAttribute('aria-describedby', describedBy);
  const label = make('label', { for: `field-${field.name}` }, field.label);
  return make('div', { class: 'field' }, label, ...hint, ...controls, wrong);
}

/**
 * @param {HTMLFormElement} element
 * @param {Form} form
 * @returns {Values}
 */
function valuesOf(element, form) {
  const data = new FormData(element);
  return Object.fromEntries(
    form.fields.map(({ name }) => [
      name,
      data
        .getAll(name)
        .map(String)
        .filter((value) => value !== ''),
    ]),
  );
}

/**
 * @param {Form} form
 * @param {(values: Values) => Promise<Readonly<Record<string, string>> | null>} submit
 *   returns what is wrong, by the fields' names, or null where nothing is
 * @returns {Promise<void>} resolves when it was submitted or left
 * @throws what is wrong with the page itself
 */
export function fillIn(form, submit) {
  const dialog = find('form', HTMLDialogElement);
  const send = make('button', { type: 'submit', class: 'button primary' }, form.submit);
  const cancel = makeButton('Cancel', 'button plain', () => dialog.close());
  const problem = make('p', { class: 'problem', role: 'alert' });
  const element = make(
    'form',
    { class: 'fields', autocomplete: 'off' },
    make('h2', { id: 'form-title' }, form.title),
    ...form.intro.map((line) => make('p', {}, ...renderLine(line))),
    ...form.fields.map(renderField),
    problem,
    make('div', { class: 'actions' }, send, cancel),
  );
  dialog.replaceChildren(element);
  dialog.showModal();

  /** @param {Readonly<Record<string, string>>} errors */
  const showErrors = (errors) => {
    for (const { name } of form.fields) {
      const place = element.querySelector(`#wrong-${name}`);
      if (place !== null) place.textContent = errors[name] ?? '';
    }
    const first = form.fields.find(({ name }) => errors[name] !== undefined);
    const control = first && element.elements.namedItem(first.name);
    const target = control instanceof RadioNodeList ? control[0] : control;
    if (target instanceof HTMLElement) target.focus();
  };

  return new Promise((resolve, reject) => {
    dialog.addEventListener('close', () => resolve(), { once: true });
    element.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (send.getAttribute('aria-disabled') === 'true') return;
      send.setAttribute('aria-disabled', 'true');
      problem.textContent = '';
      try {
        const errors = await submit(valuesOf(element, form));
        if (errors === null) dialog.close();
        else showErrors(errors);
      } catch (error) {
        // What was written stays, to be sent again.
        if (error instanceof Away || error instanceof Refused) problem.textContent = error.message;
        else {
          reject(error);
          dialog.close();
        }
      } finally {
        send.removeAttribute('aria-disabled');
      }
    });
  });
}
