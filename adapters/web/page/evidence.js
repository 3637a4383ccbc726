import { make } from './dom.js';

/** What is longer than this, in characters or lines, starts folded. */
const LONG_TEXT = 480;
const LONG_LINES = 6;

/**
 * @param {string} evidence the server's own words: hostile text
 * @returns {HTMLElement} quoted; folded when long
 */
export function renderEvidence(evidence) {
  const lines = evidence.split('\n').length;
  const label = 'What the server said';
  if (evidence.length <= LONG_TEXT && lines <= LONG_LINES) {
    return make(
      'section',
      { class: 'part' },
      make('h3', {}, label),
      make('pre', { class: 'evidence' }, evidence),
    );
  }
  const size = lines > 1 ? `${lines} lines` : `${evidence.length.toLocaleString()} characters`;
  return make(
    'details',
    { class: 'part' },
    make('summary', {}, `${label} (${size})`),
    // It scrolls, so the keyboard must be able to reach it.
    make('pre', { class: 'evidence long', tabindex: '0', role: 'region', 'aria-label': label }, evidence),
  );
}
