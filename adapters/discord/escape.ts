/** Makes a stranger's text harmless in Discord's Markdown: it shows as it is and starts nothing. */
import { withoutTurns } from '../../src/direction.ts';

const ZERO_WIDTH_SPACE = '\u200b';

/** Controls but for tab and line feed. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff]/g;

/** Wherever they stand: Discord looks for the letters, not for words. */
const EVERYONE = /@(?=everyone|here)/gi;

/** In code nothing is alive, so that an address such as user@here.example can be copied from it unchanged. */
const EVERYONE_ALONE = /@(?=(?:everyone|here)(?![\w-]|\.\w))/gi;

/** `allowed_mentions` already keeps a mention from ringing. This also keeps it from being drawn as one. */
const disarmMentions = (text: string, everyone: RegExp): string =>
  text
    .replace(everyone, `@${ZERO_WIDTH_SPACE}`)
    .replace(/<(?=@[!&]?\d|#\d|\/[^<>\n]{1,80}:\d|a?:\w+:\d|t:-?\d|id:)/gi, `<${ZERO_WIDTH_SPACE}`);

/** Invitations are found by address alone, without "https" in front, and would be drawn as a card. */
const disarmInvites = (text: string): string =>
  text.replace(/(discord(?:app)?)\.(?=gg\/|com\/invite\/|gift\/)/gi, `$1${ZERO_WIDTH_SPACE}.`);

const disarm = (text: string, everyone: RegExp): string =>
  disarmInvites(disarmMentions(withoutTurns(text).replace(INVISIBLE, ''), everyone));

/**
 * @param text any text
 * @returns one line of Markdown that shows the text and nothing else: no emphasis, link, mention, heading, list
 */
export function escapeText(text: string): string {
  return disarm(text.replace(/\s*[\r\n\u2028\u2029\u0085]+\s*/g, ' '), EVERYONE)
    .replace(/[\\*_~`|<>#[\]]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/:(?=[a-z_+-][\w+-]*:)/gi, '\\:')
    .replace(/^(\s*)([-+])/, '$1\\$2')
    .replace(/^(\s*\d+)(?=[.)]\s)/, '$1\\');
}

/** @returns inline code, or nothing for blank text. A backtick becomes U+02CB, which looks alike and ends nothing. */
export function inlineCode(text: string): string {
  const clean = disarm(text.replace(/[\r\n\u2028\u2029\u0085]+/g, ' '), EVERYONE_ALONE)
    .replaceAll('`', 'ˋ')
    .trim();
  return clean === '' ? '' : `\`${clean}\``;
}

/** What {@link codeBlock} adds around the text. */
export const CODE_BLOCK_FRAME = '```\n\n```'.length;

/** @returns text that may be in a code block: no run of backticks that would end it */
export const blockText = (text: string): string =>
  disarm(text.replace(/\r\n?/g, '\n'), EVERYONE_ALONE)
    .replace(/`(?=`)/g, `\`${ZERO_WIDTH_SPACE}`)
    .replace(/^\n+|\s+$/g, '');

/** @param clean what {@link blockText} returned, not empty */
export const codeBlock = (clean: string): string => `\`\`\`\n${clean}\n\`\`\``;

/** @returns a masked link, or the label alone where the address is none of http or https */
export function maskedLink(label: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const name = escapeText(label);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return name;
  const address = parsed.href.replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${name}](${address})`;
}

/** @returns at most `max` UTF-16 units, with "…" in place of what is gone; no surrogate pair is cut in half */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, Math.max(0, max - 1)).replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}
