/**
 * A mail taken apart (RFC 5322, RFC 2045 to 2047, RFC 2231, RFC 3676), synchronously and without copying: it is one
 * string, a character a byte, and every part of it a place in that. It forgives what mail programs forgive.
 */
import { asText, isPlain, textOf } from './charset.ts';
import { withWordsRead } from './encoded-words.ts';
import { eachField } from './fields.ts';
import { unflowed } from './flowed.ts';
import { type Leaf, MOST_PARTS, partsOf } from './parts.ts';
import { fromBase64, fromQuotedPrintable } from './transfer.ts';

export { asBytes, decode, hasWideMark } from './charset.ts';
export { withWordsRead } from './encoded-words.ts';

export type TakenApart = {
  /** Its fields by lower-case names, unfolded; the first of each name. */
  readonly headers: ReadonlyMap<string, string>;
  /** What people read, each text in the forms that it has. */
  readonly texts: readonly Forms[];
  /** All other parts, in their order. */
  readonly attached: readonly Part[];
  /** In plain words, what was left unread. */
  readonly left: readonly string[];
};

/** The same text as `text/plain` and as `text/html`; a form that it hasn't is empty. */
export type Forms = { readonly plain: readonly string[]; readonly html: readonly string[] };

export type Part = {
  /** Its media type, in lower case. */
  readonly type: string;
  /** What the file is called; null where nothing says. */
  readonly name: string | null;
  /** @returns what it holds, by its character set; of long ones the front, where `most` says how many characters of it */
  text(most?: number): string;
  bytes(): Uint8Array;
};

/** Characters of a mail's header that are read: as many as Exim takes (`header_maxsize`). */
const MOST_HEADER = 1024 * 1024;
const LONG_HEADER = `Only the first ${MOST_HEADER / 1024 / 1024} MB of this mail's header were read.`;
const MANY_PARTS = `Only the first ${MOST_PARTS.toLocaleString('en')} parts of this mail were read.`;
/** Longest name of a file that any system takes is 255 bytes; in encoded words it is longer. */
const LONGEST_NAME = 2000;

/** @param raw a mail, a character a byte; lines end in LF */
export function takeApart(raw: string): TakenApart {
  const mail = raw.endsWith('\n') ? raw : `${raw}\n`;
  const { leaves, isWhole } = partsOf(mail);
  const texts = new Map<number, { plain: string[]; html: string[] }>();
  const attached: Part[] = [];
  for (const leaf of leaves) {
    const form = formOf(leaf);
    if (form === null) {
      attached.push(partOf(mail, leaf));
      continue;
    }
    const forms = texts.get(leaf.choice) ?? { plain: [], html: [] };
    texts.set(leaf.choice, forms);
    forms[form].push(textIn(mail, leaf));
  }
  const { headers, isAll } = headersOf(mail);
  const left = [...(isAll ? [] : [LONG_HEADER]), ...(isWhole ? [] : [MANY_PARTS])];
  return { headers, texts: [...texts.values()], attached, left };
}

function headersOf(mail: string): { headers: ReadonlyMap<string, string>; isAll: boolean } {
  const gap = mail.startsWith('\n') ? 0 : mail.indexOf('\n\n') + 1;
  const end = gap > 0 || mail.startsWith('\n') ? gap : mail.length;
  const headers = new Map<string, string>();
  const header = apart(mail.slice(0, Math.min(end, MOST_HEADER)));
  eachField(header, 0, header.length, (name, value) => {
    if (!headers.has(name)) headers.set(name, asText(value));
  });
  return { headers, isAll: end <= MOST_HEADER };
}

function formOf({ content, disposition }: Leaf): 'plain' | 'html' | null {
  if (disposition.value === 'attachment') return null;
  if (content.value === 'text/plain') return 'plain';
  return content.value === 'text/html' ? 'html' : null;
}

const partOf = (mail: string, leaf: Leaf): Part => {
  const { content, disposition } = leaf;
  const name = disposition.parameters.get('filename') || content.parameters.get('name');
  return {
    type: content.value,
    name: name ? withWordsRead(name.slice(0, LONGEST_NAME)) : null,
    text: (most = mail.length) => textIn(mail, { ...leaf, end: Math.min(leaf.end, leaf.start + most) }),
    bytes: () => bytesIn(mail, leaf),
  };
};

function textIn(mail: string, leaf: Leaf): string {
  const { parameters } = leaf.content;
  const charset = parameters.get('charset') ?? null;
  const text = isAsItIs(leaf) ? plainIn(mail, leaf, charset) : textOf(bytesIn(mail, leaf), charset);
  return /^flowed$/i.test(parameters.get('format') ?? '')
    ? unflowed(text, /^yes$/i.test(parameters.get('delsp') ?? ''))
    : text;
}

/** Nearly always. */
function plainIn(mail: string, { start, end }: Leaf, charset: string | null): string {
  const raw = mail.slice(start, end);
  return isPlain(raw, charset) ? apart(raw) : textOf(Buffer.from(raw, 'latin1'), charset);
}

/** A piece of a string keeps all of it in memory: a mail with its pictures, for a word of its letter. */
const apart = (piece: string): string => Buffer.from(piece, 'latin1').toString('latin1');

function bytesIn(mail: string, { start, end, encoding }: Leaf): Buffer {
  const raw = mail.slice(start, end);
  if (encoding.includes('base64')) return fromBase64(raw);
  return encoding.includes('quoted-printable') ? fromQuotedPrintable(raw) : Buffer.from(raw, 'latin1');
}

const isAsItIs = ({ encoding }: Leaf): boolean =>
  !encoding.includes('base64') && !encoding.includes('quoted-printable');
