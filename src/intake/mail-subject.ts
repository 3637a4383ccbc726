/**
 * What a mail is called, as its Subject header or whoever wrote of it has it: people find their mail again by it.
 * It is somebody's own words, so it goes when their address goes (`src/forget`, `src/cases/retention.ts`).
 */

/** Longest subject that is kept, in characters; a mail program shows about 80. */
const LONGEST = 160;
/** Characters of a header field that are looked at: of a word in base64 each third one is none of the subject. */
const MOST_READ = 2000;

/** `=?charset*language?encoding?text?=` (RFC 2047 §2, RFC 2231 §5). */
const WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?\s]{0,1500})\?=/gi;
/** What stands between two of them is none of the text (RFC 2047 §6.2). */
const BETWEEN = /(\?=)\s{1,80}(?==\?[\w.:-]{1,40}(?:\*[\w-]{1,20})?\?[bq]\?)/gi;
/** Control characters, and those that turn the direction of what follows or show nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/**
 * @param told a Subject as it stood, folded and encoded, or null
 * @returns it decoded and in one line, cut with "…" where it is long; null where nothing is left of it
 */
export function mailSubject(told: string | null | undefined): string | null {
  if (told == null) return null;
  const words = decodedWords(told.slice(0, MOST_READ)).replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();
  if (words === '') return null;
  const characters = [...words];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : words;
}

/** A character may be cut in two by the end of an encoded word: those of one charset are decoded together. */
function decodedWords(field: string): string {
  if (!field.includes('=?')) return field;
  let text = '';
  let at = 0;
  let charset = '';
  let bytes: Buffer[] = [];
  const flush = (): void => {
    if (bytes.length > 0) text += inCharset(Buffer.concat(bytes), charset);
    bytes = [];
  };
  const joined = field.replace(BETWEEN, '$1');
  for (const { index, 0: whole, 1: name = '', 2: encoding = '', 3: body = '' } of joined.matchAll(WORD)) {
    if (index > at || name.toLowerCase() !== charset) flush();
    text += joined.slice(at, index);
    charset = name.toLowerCase();
    bytes.push(encoding.toLowerCase() === 'b' ? Buffer.from(body, 'base64') : fromQ(body));
    at = index + whole.length;
  }
  flush();
  return text + joined.slice(at);
}

/** RFC 2047 §4.2. */
const fromQ = (body: string): Buffer =>
  Buffer.from(
    body
      .replaceAll('_', ' ')
      .replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function inCharset(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
