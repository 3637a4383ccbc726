/** Undoes what chat clients and mail programs do to a text on its way: markup, links, quotes, odd spaces. */
import { withoutForwarding } from './forwarded.ts';
import { marksOf, PHRASE, SIGN } from './marks.ts';

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
  /<\/?(?:a|b|i|p|u|s|br|hr|h[1-6]|div|span|code|pre|td|th|tr|table|tbody|thead|tfoot|dl|dt|dd|html|head|body|font|strong|em|li|ul|ol|img|small|center|blockquote|section|label)(?:\s[^<>]{0,400})?\/?>/i;
const TAGS = new RegExp(TAG.source, 'gi');

/** Without any of these there is nothing to undo but links. */
const UNDONE = SIGN.ampersand | SIGN.backtick | SIGN.control | SIGN.foreign | SIGN.tag | SIGN.quoted;

/**
 * @param text as a chat platform, a browser or a mail program hands it over
 * @returns the text as the server wrote it, as far as that can be told; lines are kept
 */
export function unpaste(text: string): string {
  const plain = unmarked(text);
  // In one line there is nothing else to undo, unless it is encoded.
  return (marksOf(plain).signs & (SIGN.newline | SIGN.equals)) === 0
    ? plain
    : withoutForwarding(unwrapped(quotedPrintable(withoutGaps(plain))));
}

/** More blank lines in a row than any format parts its pieces by: readers would look at each of them. */
const withoutGaps = (text: string): string =>
  text.includes('\n\n\n\n\n') ? text.replace(/\n{5,}/g, '\n\n\n\n') : text;

/** The colon of Chinese and Japanese behind a label, before an address or a code. */
const WIDE_COLON = /：(?=[ \t]{0,4}["'<]?(?:[^\s@：]{1,64}@|#?[45]\d\d\b|#?[45]\.\d))/g;

/** … and their comma behind an address. */
const WIDE_COMMA = /(@[\w.-]{3,253})[，；]/g;

function unmarked(pasted: string): string {
  const text = unescaped(pasted);
  const { signs, phrases } = marksOf(text);
  if ((signs & UNDONE) === 0 && (phrases & PHRASE.link) === 0) return text;
  const has = (sign: number): boolean => (signs & sign) !== 0;
  let plain = text;
  if (has(SIGN.control) && plain.includes('\r')) plain = plain.replace(/\r\n?/g, '\n');
  // Marks that no one sees: zero-width characters, text direction, soft hyphens, byte order marks.
  if (has(SIGN.control) && plain.includes('\0')) plain = plain.replaceAll('\0', '');
  if (has(SIGN.foreign) && /\p{Cf}/u.test(plain)) plain = plain.replace(/\p{Cf}/gu, '');
  if (has(SIGN.foreign) && /[\u00a0\u2028\u2029]/.test(plain))
    plain = plain.replace(/\u00a0/g, ' ').replace(/[\u2028\u2029]/g, '\n');
  if (has(SIGN.foreign) && /[\u2018\u2019\u201c\u201d\u2032]/.test(plain))
    plain = plain.replace(/[\u2018\u2019\u2032]/g, "'").replace(/[\u201c\u201d]/g, '"');
  if (has(SIGN.foreign) && /[：，；]/.test(plain))
    plain = plain.replace(WIDE_COLON, ': ').replace(WIDE_COMMA, '$1, ');
  if (has(SIGN.ampersand))
    plain = plain.replace(/&(?:lt|gt|amp|quot|#0?39|nbsp);/g, (found) => ENTITIES[found] ?? found);
  const mayLink = has(SIGN.ampersand) || (phrases & PHRASE.link) !== 0;
  if (mayLink && /<(?:mailto:|https?:|tel:)/i.test(plain)) plain = unlink(plain);
  if (has(SIGN.bracket) && plain.includes('](') && /\]\((?:mailto:|https?:)/i.test(plain))
    plain = plain.replace(/\[([^[\]\n]{1,300})\]\((?:mailto:|https?:)[^)[\s]{1,500}\)/gi, '$1');
  // What stands as &lt; becomes a sign.
  if (has(SIGN.tag | SIGN.ampersand) && TAG.test(plain))
    plain = withCells(plain).replace(TAGS, (tag) =>
      /^<\/?(?:br|hr|p|h\d|div|tr|li|pre|table|section|blockquote)\b/i.test(tag)
        ? '\n'
        : /^<\/t[dh]/i.test(tag)
          ? '\t'
          : '',
    );
  if (has(SIGN.backtick))
    plain = plain
      .replace(/<`{1,2}(?=\S)/g, '<')
      .replace(/(?<=\S)`{1,2}>/g, '>')
      .replace(/```(?:[a-z]{1,12}\n)?|`/gi, (mark) => (mark.length > 2 ? '\n' : ' '));
  if (has(SIGN.more | SIGN.ampersand) && /(?:^|\n)\s?(?:&gt;|>)/.test(plain))
    plain = plain.replace(/^(?:\s?>(?!>> )){1,5} ?/gm, '');
  return plain;
}

/** A cell or a row, and the end of one, with the gaps that only whoever wrote the page sees. */
const CELL = /\s{0,60}<(\/?)(t(?:[rdh]|head|body|foot)|d[td])\b[^<>]{0,400}>\s{0,200}/gi;

/** @returns a page's tables and lists of terms as rows of cells */
const withCells = (text: string): string =>
  /<(?:t[rdh]|d[td])\b/i.test(text)
    ? text.replace(CELL, (_, end: string, tag: string) => {
        const isRow = /^(?:tr|dt)$/i.test(tag);
        return end === '' ? (isRow ? '\n' : '') : /^(?:t[dh]|dt)$/i.test(tag) ? '\t' : '';
      })
    : text;

/** Slack writes links as `<mailto:a@example.com|a@example.com>`, Outlook as `a@example.com<mailto:a@example.com>`. */
function unlink(text: string): string {
  return (
    text
      .replace(/<mailto:([\w.+=-]{1,64}@[\w.-]{1,253})>(?<=\1<mailto:\1>)/gi, '')
      .replace(/<mailto:([^|<>\s]{1,400})\|([^<>|\n]{1,400})>/gi, (_, address: string, label: string) =>
        label.includes('@') ? `<${label}>` : `${label} <${address}>`,
      )
      .replace(/<mailto:([^|<>\s]{1,400})>/gi, '<$1>')
      .replace(/<<([^<>\s]{1,400})>>/g, '<$1>')
      // A host name that was made a link by itself is a host name again.
      .replace(/<https?:\/\/([\w.-]{1,253})\/?\|\1>/gi, '$1')
      .replace(/<((?:https?|tel):[^|<>\s]{1,900})\|[^<>\n]{0,400}>/gi, '$1')
      .replace(/<((?:https?|tel):[^|<>\s]{1,900})>/gi, '$1')
  );
}

/** A backslash before a sign that Markdown would take for markup; none of them is an escape of JSON or a shell. */
const ESCAPED = /\\([_*~+.<>#-])/g;
/** … and before the sign of an address, where no quoted local part ends (RFC 5321 §4.1.2). */
const ESCAPED_AT = /(?<=[\w+-])\\@(?=[\w-]{1,63}\.)/g;
/** Angle brackets and the sign, as JSON writers put them that think of HTML: \u003c, however often escaped. */
const UNICODE = /\\{1,8}u00(3c|3e|40)/gi;
/** The sign as an address in a form or a link has it. */
const PERCENT_AT = /(?<![\w.%+/=&?-])([\w.+-]{1,64})%40(?=(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b)/gi;

/** A code in bold or italic: `*550 5.1.1* no such user`. */
const EMPHASIZED = /\*{1,3}(#?[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?:[ -]#?[45]\.\d{1,3}\.\d{1,3})?)\*{1,3}/g;

/** An object or a list as the value in a web form (`application/x-www-form-urlencoded`), to the next value or blank. */
const ENCODED_STRUCTURE = /(?<==)%(?:5B|7B)[^\s&"'<>]{8,}/gi;
const BYTES = /(?:%[\da-f]{2}){1,3000}/gi;

/** Where a blank is a plus, none is written `%20`; what was cut off inside a letter is decoded up to there. */
const decoded = (value: string): string =>
  (value.includes('%20') ? value : value.replaceAll('+', ' ')).replace(BYTES, (run) =>
    new TextDecoder().decode(Uint8Array.from(run.slice(1).split('%'), (pair) => Number.parseInt(pair, 16))),
  );

const ESCAPING = SIGN.backslash | SIGN.star | SIGN.percent;

function unescaped(text: string): string {
  const { signs } = marksOf(text);
  if ((signs & ESCAPING) === 0) return text;
  let plain = text;
  if ((signs & SIGN.backslash) !== 0)
    plain = plain
      .replace(UNICODE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(ESCAPED, '$1')
      .replace(ESCAPED_AT, '@');
  if ((signs & SIGN.star) !== 0) plain = plain.replace(EMPHASIZED, '$1');
  if ((signs & SIGN.equals) !== 0 && plain.includes('=%')) plain = plain.replace(ENCODED_STRUCTURE, decoded);
  return plain.includes('%40') ? plain.replace(PERCENT_AT, '$1@') : plain;
}

/**
 * A line that goes on behind a soft break (RFC 2045 §6.7): such lines are nearly full. A field of a header that ends in
 * an encoded word, before the next field, is none.
 */
const SOFT_BREAK = /^(.{39,75})=\n(?!(?<=\?=\n)[\w-]{2,40}:)(?=\S)/m;
const SOFT_BREAKS = new RegExp(SOFT_BREAK.source, 'gm');
/** An encoded blank at the end of a line, or an encoded sign in an address. */
const ENCODED = /=(?:20|09)$|[\w.+-]=40(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/im;

/** A piece of a mail's source, cut from quoted-printable: its soft breaks and its encoded bytes are undone. */
function quotedPrintable(text: string): string {
  if ((marksOf(text).signs & SIGN.equals) === 0 || !/=(?:\n|20|09|40)/.test(text)) return text;
  if (!(SOFT_BREAK.test(text) || ENCODED.test(text))) return text;
  return text.replace(SOFT_BREAKS, '$1').replace(/(?:=[\dA-F]{2}){1,200}/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('='), (pair) => Number.parseInt(pair, 16));
    return new TextDecoder().decode(bytes);
  });
}

/** A line of a mail log that was broken between its fields. */
const BROKEN = /(>|[\w\])]),[ \t]{0,3}\n[ \t]{0,20}(?=(?:relay|delays?|dsn|status|conn_use|orig_to|to)=)/g;

const unwrapped = (text: string): string =>
  text.includes(',\n') || text.includes(', \n') ? text.replace(BROKEN, '$1, ') : text;
