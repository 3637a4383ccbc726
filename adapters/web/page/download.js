import { make } from './dom.js';

/**
 * Hands a text over as a file in the browser's downloads.
 *
 * @param {string} name
 * @param {string} content
 */
export function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  make('a', { href: url, download: name }).click();
  // The browser has taken the blob over by then; freeing it at once cancels the download in some.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
