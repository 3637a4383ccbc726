/** Bytes → text, by what a mail calls their character set, and by what they are where that is wrong. */
import { TextDecoder } from 'node:util';

/**
 * What labels stand for (WHATWG Encoding Standard, and what mail programs write besides), without signs, `x-` and
 * `cs` in front. What isn't here is read as Windows-1252, such as code pages of DOS, which nothing in Node can read.
 */
const LABELS: readonly (readonly [encoding: string, labels: string])[] = [
  ['utf-8', 'utf8 unicode11utf8 unicode20utf8'],
  ['utf-16le', 'utf16 utf16le ucs2 iso10646ucs2 unicode unicodefeff'],
  ['utf-16be', 'utf16be unicodefffe'],
  ['ibm866', 'ibm866 cp866 866'],
  ['iso-8859-2', 'iso88592 iso885921987 isoir101 isolatin2 latin2 l2'],
  ['iso-8859-3', 'iso88593 iso885931988 isoir109 isolatin3 latin3 l3'],
  ['iso-8859-4', 'iso88594 iso885941988 isoir110 isolatin4 latin4 l4'],
  ['iso-8859-5', 'iso88595 iso885951988 isoir144 isolatincyrillic cyrillic'],
  ['iso-8859-6', 'iso88596 iso885961987 iso88596e iso88596i isoir127 isolatinarabic arabic asmo708 ecma114'],
  ['iso-8859-7', 'iso88597 iso885971987 isoir126 isolatingreek greek greek8 ecma118 elot928 suneugreek'],
  ['iso-8859-8', 'iso88598 iso885981988 iso88598e isoir138 isolatinhebrew hebrew visual'],
  ['iso-8859-8-i', 'iso88598i logical'],
  ['iso-8859-10', 'iso885910 isoir157 isolatin6 latin6 l6'],
  ['iso-8859-13', 'iso885913'],
  ['iso-8859-14', 'iso885914'],
  ['iso-8859-15', 'iso885915 isolatin9 l9'],
  ['iso-8859-16', 'iso885916'],
  ['koi8-r', 'koi8r koi8 koi'],
  ['koi8-u', 'koi8u koi8ru'],
  ['macintosh', 'macintosh mac macroman'],
  ['x-mac-cyrillic', 'maccyrillic macukrainian'],
  ['windows-874', 'windows874 cp874 ms874 ibm874 dos874 iso885911 tis620'],
  ['windows-1250', 'windows1250 cp1250'],
  ['windows-1251', 'windows1251 cp1251'],
  ['windows-1253', 'windows1253 cp1253'],
  ['windows-1254', 'windows1254 cp1254 iso88599 iso885991989 isoir148 isolatin5 latin5 l5'],
  ['windows-1255', 'windows1255 cp1255'],
  ['windows-1256', 'windows1256 cp1256'],
  ['windows-1257', 'windows1257 cp1257'],
  ['windows-1258', 'windows1258 cp1258'],
  ['gbk', 'gbk gb2312 gb231280 iso58gb231280 isoir58 chinese cp936 windows936 ms936 ibm936'],
  ['gb18030', 'gb18030'],
  ['big5', 'big5 xbig5 big5hkscs cnbig5 cp950 windows950 ms950 ibm950'],
  ['euc-jp', 'eucjp eucpkdfmtjapanese cp51932 windows51932'],
  [
    'iso-2022-jp',
    'iso2022jp iso2022jp1 iso2022jp2 junet cp50220 cp50221 cp50222 windows50220 windows50221 windows50222',
  ],
  ['shift_jis', 'shiftjis sjis mskanji windows31j cp932 windows932 ms932 ibm932'],
  ['euc-kr', 'euckr ksc56011987 ksc56011989 ksc5601 isoir149 korean uhc cp949 windows949 ms949 ibm949'],
];

const ENCODINGS: ReadonlyMap<string, string> = new Map(
  LABELS.flatMap(([encoding, labels]) => labels.split(' ').map((label) => [label, encoding] as const)),
);

/** In these, bytes below 128 aren't always ASCII. */
const SHIFTING: ReadonlySet<string> = new Set(['utf-16le', 'utf-16be', 'iso-2022-jp']);
const FALLBACK = 'windows-1252';

const decoders = new Map<string, TextDecoder>();
function decoderOf(encoding: string): TextDecoder {
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding);
    decoders.set(encoding, decoder);
  }
  return decoder;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** @returns what a label stands for, as `TextDecoder` calls it */
export function encodingOf(label: string): string {
  const plain = label
    .slice(0, 60)
    .toLowerCase()
    .replace(/^\s*(?:x-ms-|x-|cs)/, '')
    .replace(/[^a-z\d]/g, '');
  return ENCODINGS.get(plain) ?? FALLBACK;
}

/**
 * @param label as a mail names the character set; null: it doesn't
 * @returns the text. Bytes that say `us-ascii` or name a set of Western Europe, and are UTF-8, are that: nobody writes
 * such signs one behind the other. Where they say UTF-8 and aren't, they are read as Windows-1252
 */
export function textOf(bytes: Uint8Array, label: string | null): string {
  if (label === null || label === '') return decode(bytes);
  const encoding = encodingOf(label);
  if (encoding === 'utf-8' || encoding === FALLBACK) return utf8Or1252(bytes);
  return decoderOf(encoding).decode(bytes);
}

/** @returns bytes read as text: UTF-16 where they begin with its mark, else UTF-8, else Windows-1252 */
export const decode = (bytes: Uint8Array): string =>
  hasWideMark(bytes)
    ? decoderOf(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
    : utf8Or1252(bytes);

function utf8Or1252(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return decoderOf(FALLBACK).decode(bytes);
  }
}

/** Windows writes text files as UTF-16 with a mark in front: PowerShell's exports, for one. */
export const hasWideMark = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

const WIDE = /[^\0-\x7f]/;

/** @returns whether bytes mean the same in their character set as in ASCII */
export const isPlain = (raw: string, label: string | null): boolean =>
  !WIDE.test(raw) && (label === null || label === '' || !SHIFTING.has(encodingOf(label)));

/** @param raw a character a byte @returns the same as text */
export const asText = (raw: string): string => (WIDE.test(raw) ? decode(Buffer.from(raw, 'latin1')) : raw);

/** @returns a text as UTF-8, a character a byte */
export const asBytes = (text: string): string =>
  WIDE.test(text) ? Buffer.from(text).toString('latin1') : text;
