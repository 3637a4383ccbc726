/**
 * Text into Slack's mrkdwn. Three characters can be escaped: `&`, `<`, `>`; no mention and no link can be made
 * without them. `*`, `_`, `~`, the backtick and `:emoji:` cannot be escaped at all, so a text in which they would
 * act is shown as code, where nothing acts.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
import { withoutTurns } from '../../../src/direction.ts';

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** @returns the text with nothing in it that could become a mention or a link, or turn a line around */
export const escapeText = (text: string): string =>
  withoutTurns(text).replace(/[&<>]/g, (character) => ESCAPED[character] ?? '');

/** One line: a leaf never brings a line break of its own, which could start a quote or a list. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/**
 * @param max the most characters that the *escaped* text may have
 * @returns the text, without marks that turn its direction, cut with an ellipsis where it is too long; never in the middle of a character
 */
export function clip(told: string, max: number, escaped: (text: string) => string = (same) => same): string {
  const text = withoutTurns(told);
  if (escaped(text).length <= max) return text;
  let kept = '';
  let length = 1;
  for (const character of text) {
    length += escaped(character).length;
    if (length > max) break;
    kept += character;
  }
  return `${kept}…`;
}

const ACTS = /[*~`]|(?:^|[^\p{L}\p{N}])_|_(?:$|[^\p{L}\p{N}])|:[\w+-]+:|^\s*>/u;

/** @returns inline code that shows exactly this text; a backtick, which would end it, becomes a look-alike */
export function codeSpan(text: string, max: number): string {
  const inside = clip(oneLine(text).trim().replaceAll('`', 'ˋ'), max - 2, escapeText);
  return inside === '' ? '' : `\`${escapeText(inside)}\``;
}

/** @returns mrkdwn that shows exactly this text */
export function inertText(text: string, max: number): string {
  const line = oneLine(text);
  return ACTS.test(line) ? codeSpan(line, max) : escapeText(clip(line, max, escapeText));
}
