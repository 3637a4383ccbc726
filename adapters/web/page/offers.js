/** Parts of a card that verdicts and notes have in common. */
import { make, makeButton } from './dom.js';

/**
 * @param {string} label
 * @param {...Node} content
 * @returns {HTMLElement}
 */
export const part = (label, ...content) =>
  make('section', { class: 'part' }, make('h3', {}, label), ...content);

/**
 * @param {readonly { command: string, title: string }[]} offers "/smtp 550 5.1.1", and what comes of it
 * @param {(command: string) => void} ask
 * @returns {HTMLElement}
 */
export const renderOffers = (offers, ask) =>
  make(
    'ul',
    { class: 'offers' },
    ...offers.map(({ command, title }) => {
      const button = makeButton('', 'offer', () => ask(command));
      button.append(make('code', {}, command));
      return title === '' ? make('li', {}, button) : make('li', {}, button, ' ', make('span', {}, title));
    }),
  );
