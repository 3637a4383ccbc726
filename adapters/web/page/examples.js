/** What a first visitor can try. */
import { make, makeButton } from './dom.js';

/** @typedef {{ readonly label: string, readonly text: string }} Example */

/** @type {readonly Example[]} */
export const EXAMPLES = [
  { label: 'Look up a code', text: '/smtp 421 4.7.28' },
  { label: 'Look up a few words', text: '/smtp mailbox full' },
  {
    label: 'Paste a bounce',
    text: '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown in local recipient table',
  },
  {
    label: 'Paste an authentication failure',
    text: [
      '550-5.7.26 Unauthenticated email from example.com is not accepted due to',
      "550-5.7.26 domain's DMARC policy. Please contact the administrator of",
      '550 5.7.26 example.com domain if this was a legitimate mail. - gsmtp',
    ].join('\n'),
  },
];

/**
 * @param {HTMLElement} list
 * @param {readonly Example[]} examples
 * @param {(text: string) => void} use
 */
export function renderExamples(list, examples, use) {
  const items = examples.map(({ label, text }) => {
    const button = makeButton('', 'example', () => use(text));
    button.append(make('span', { class: 'example-label' }, label), make('code', {}, text));
    return make('li', {}, button);
  });
  list.replaceChildren(...items);
}
