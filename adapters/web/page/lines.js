/** Runs of text: from the reply's typed leaves to nodes. */
import { make } from './dom.js';

/** @import { Leaf, Line } from '../../../src/replies/index.ts' */

const DAY = 24 * 60 * 60 * 1000;

/** @param {Date} moment @param {Intl.DateTimeFormatOptions} form @returns {string} */
const inWords = (moment, form) => moment.toLocaleString('en-GB', form);

/**
 * @param {number} at milliseconds since 1970
 * @returns {string} "10:15" today, "Tue 09:12" within the last six days, else "3 Nov, 09:12", with the year where it is
 *   another; in the reader's own time zone, and by the clock of 24 hours, as the bot writes it everywhere
 */
export function showTime(at) {
  const moment = new Date(at);
  const now = new Date();
  const clock = inWords(moment, { hour: '2-digit', minute: '2-digit' });
  if (moment.toDateString() === now.toDateString()) return clock;
  const age = now.getTime() - at;
  if (age > 0 && age < 6 * DAY) return `${inWords(moment, { weekday: 'short' })} ${clock}`;
  const isThisYear = moment.getFullYear() === now.getFullYear();
  const day = inWords(moment, {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
  return `${day}, ${clock}`;
}

/**
 * @param {string} url
 * @returns {boolean} whether it is safe to be made a link: no javascript:, data: or file:
 */
function isWebAddress(url) {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:');
}

/**
 * @param {string} label
 * @param {string} url
 * @param {string} [kind] class names
 * @returns {Node} a link, or plain text where the address isn't one of the web
 */
export const renderLink = (label, url, kind = '') =>
  isWebAddress(url)
    ? make('a', { href: url, target: '_blank', rel: 'noopener noreferrer', class: kind }, label)
    : document.createTextNode(`${label} (${url})`);

/** @param {string} key of a card @returns {string} the id of its element */
export const idOfPost = (key) => `post-${key}`;

/**
 * @param {Leaf} leaf
 * @returns {Node}
 */
function renderLeaf(leaf) {
  switch (leaf.kind) {
    case 'text':
      return document.createTextNode(leaf.text);
    case 'strong':
      return make('strong', {}, leaf.text);
    case 'code':
      return make('code', {}, leaf.text);
    case 'link':
      return renderLink(leaf.label, leaf.url);
    case 'actor':
      return make('span', { class: 'actor' }, leaf.actor.name);
    case 'time':
      return make('time', { datetime: new Date(leaf.at).toISOString() }, showTime(leaf.at));
    case 'post':
      // Whoever follows it is led there by posts.js.
      return make('a', { href: `#${idOfPost(leaf.ref)}`, 'data-post': leaf.ref }, leaf.label);
  }
}

/**
 * @param {Line} line
 * @returns {Node[]}
 */
export const renderLine = (line) => line.map(renderLeaf);
