/** Undoes what chat clients and mail programs do to a text on its way: markup, links, quotes, odd spaces. */
import { marksOf, SIGN } from './marks.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#039;': "'",
  '&nbsp;': ' ',
};

/** Tags of HTML that come along when a page or a mail is copied. */
const TAG =
  /<\/?(?:b|i|p|br|div|span|code|pre|td|tr|table|html|body|font|strong|em|li|ul)(?:\s[^<>]{0,400})?\/?>/i;
const TAGS = new RegExp(TAG.source, 'gi');

/** Without any of these there is nothing to undo but links. */
const UNDONE = SIGN.ampersand | SIGN.less | SIGN.more | SIGN.backtick | SIGN.control | SIGN.foreign;

/**
 * @param text as a chat platform, a browser or a mail program hands it over
 * @returns the text as the server wrote it, as far as that can be told; lines are kept
 */
export function unpaste(text: string): string {
  const { signs } = marksOf(text);
  if ((signs & UNDONE) === 0 && ((signs & SIGN.bracket) === 0 || !text.includes(']('))) return text;
  const has = (sign: number): boolean => (signs & sign) !== 0;
  // What stands as &lt; or &gt; becomes a sign.
  const hasTags = has(SIGN.less | SIGN.ampersand);
  let plain = text;
  if (has(SIGN.control) && plain.includes('\r')) plain = plain.replace(/\r\n?/g, '\n');
  // Marks that no one sees: zero-width characters, text direction, soft hyphens, byte order marks.
  if (has(SIGN.control) && plain.includes('\0')) plain = plain.replaceAll('\0', '');
  if (has(SIGN.foreign) && /\p{Cf}/u.test(plain)) plain = plain.replace(/\p{Cf}/gu, '');
  if (has(SIGN.foreign) && /[\u00a0\u2028\u2029]/.test(plain))
    plain = plain.replace(/\u00a0/g, ' ').replace(/[\u2028\u2029]/g, '\n');
  if (has(SIGN.foreign) && /[\u2018\u2019\u201c\u201d\u2032]/.test(plain))
    plain = plain.replace(/[\u2018\u2019\u2032]/g, "'").replace(/[\u201c\u201d]/g, '"');
  if (has(SIGN.ampersand))
    plain = plain.replace(/&(?:lt|gt|amp|quot|#0?39|nbsp);/g, (found) => ENTITIES[found] ?? found);
  if (hasTags && /<(?:mailto:|https?:|tel:)/i.test(plain)) plain = unlink(plain);
  if (has(SIGN.bracket) && /\]\((?:mailto:|https?:)/i.test(plain))
    plain = plain.replace(/\[([^\]\n]{1,300})\]\((?:mailto:|https?:)[^)\s]{1,500}\)/gi, '$1');
  if (hasTags && TAG.test(plain))
    plain = plain.replace(TAGS, (tag) => (/^<\/?(?:br|p|div|tr|li|pre|table)\b/i.test(tag) ? '\n' : ''));
  if (has(SIGN.backtick))
    plain = plain.replace(/```(?:[a-z]{1,12}\n)?|`/gi, (mark) => (mark.length > 2 ? '\n' : ' '));
  if (has(SIGN.more | SIGN.ampersand) && /^\s?(?:&gt;|>)/m.test(plain))
    plain = plain.replace(/^(?:\s?>(?!>> )){1,5} ?/gm, '');
  return plain;
}

/** Slack writes links as `<mailto:a@example.com|a@example.com>`, Outlook as `a@example.com<mailto:a@example.com>`. */
function unlink(text: string): string {
  return text
    .replace(/([\w.+=-]{1,64}@[\w.-]{1,253})<mailto:\1>/gi, '$1')
    .replace(/<mailto:[^|>\s]{1,400}\|([^>|\n]{1,400})>/gi, '<$1>')
    .replace(/<mailto:([^|>\s]{1,400})>/gi, '<$1>')
    .replace(/<<([^<>\s]{1,400})>>/g, '<$1>')
    .replace(/<((?:https?|tel):[^|>\s]{1,900})\|[^>\n]{0,400}>/gi, '$1')
    .replace(/<((?:https?|tel):[^|>\s]{1,900})>/gi, '$1');
}
