/** The one way that this page makes elements: texts become text nodes, never markup. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string>>} [attributes]
 * @param {...(Node | string)} children strings become plain text
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {string} label
 * @param {string} kind class names
 * @param {() => void} press
 * @returns {HTMLButtonElement}
 */
export function makeButton(label, kind, press) {
  const button = make('button', { type: 'button', class: kind }, label);
  button.addEventListener('click', () => {
    // aria-disabled instead of disabled: a disabled button loses the focus.
    if (button.getAttribute('aria-disabled') !== 'true') press();
  });
  return button;
}

/**
 * Finds an element that index.html holds.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return element;
}
