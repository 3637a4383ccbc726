/** Words of a header in another character set: `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=` (RFC 2047). */
import { textOf } from './charset.ts';
import { fromBase64, fromQuotedPrintable } from './transfer.ts';

const WORD = /=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi;

type Word = { readonly charset: string; readonly bytes: Buffer };

/** @returns a header's text with such words read; blanks between two of them are none of the text (§6.2) */
export function withWordsRead(text: string): string {
  if (!text.includes('=?')) return text;
  let read = '';
  let at = 0;
  let words: Word[] = [];
  for (const found of text.matchAll(WORD)) {
    const between = text.slice(at, found.index);
    if (words.length === 0 || !/^\s*$/.test(between)) {
      read += joined(words) + between;
      words = [];
    }
    const [all, charset = '', encoding, content = ''] = found;
    words.push({
      // RFC 2231 §5 lets a language follow.
      charset: charset.toLowerCase().replace(/\*.*$/, ''),
      bytes: encoding?.toLowerCase() === 'b' ? fromBase64(content) : fromQuotedPrintable(blanksOf(content)),
    });
    at = found.index + all.length;
  }
  return read + joined(words) + text.slice(at);
}

const blanksOf = (content: string): string =>
  Buffer.from(content.replace(/=\s+([\da-f])/gi, '=$1').replace(/[_\s]/g, ' ')).toString('latin1');

/** Careless programs begin a character in one word and end it in the next, though §5 forbids it. */
function joined(words: readonly Word[]): string {
  let text = '';
  for (let at = 0; at < words.length; ) {
    const { charset } = words[at] as Word;
    let end = at + 1;
    while (words[end]?.charset === charset) end++;
    const some = words.slice(at, end).map(({ bytes }) => bytes);
    text += textOf(Buffer.concat(some), charset);
    at = end;
  }
  return text;
}
