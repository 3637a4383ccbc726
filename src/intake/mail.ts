/** A whole mail, taken apart: what people read, what machines read, and the message that came back. */
import { takeApart } from './mail-parser.ts';

export type Headers = ReadonlyMap<string, string>;

export type Mail = {
  readonly headers: Headers;
  /** What a person reads of it: the text part, else the HTML part without its markup. */
  readonly text: string;
  /** `message/delivery-status` (RFC 3464), or null. */
  readonly status: string | null;
  /** `message/feedback-report` (RFC 5965), or null. */
  readonly feedback: string | null;
  /** All that stands behind the header, as it came: for mails whose structure is broken. */
  readonly body: () => string;
  /** Headers of the message that was returned; empty where none came back. */
  readonly returned: Headers;
  /** Mails and files attached to it that may hold a bounce, whole. */
  readonly attached: readonly Attached[];
};

export type Attached = {
  readonly name: string | null;
  readonly bytes: Uint8Array;
  /** A mail, whatever it is about; of other files only what is a failure beyond doubt counts. */
  readonly isMail: boolean;
};

/**
 * How much of one mail is read. What is larger than `LARGE` is read in a
 * thread of its own (see `read-aside.ts`), where a long log that is attached has its time.
 */
const LARGE = 512 * 1024;
const MAX_BYTES = 24 * 1024 * 1024;
const MAX_LINES = { small: 12_000, large: 30_000 };
/** Characters of its own text that are read: the letter stands at its front. */
const MAX_LETTER = 512 * 1024;
/** What a line of a part in base64 counts for, beside others. */
const CHEAP = 0.1;
const IN_BASE64 = /^content-transfer-encoding[ \t]?:[ \t]*base64/i;
/** Deeper than any mail that people send; the parser refuses what goes deeper. */
const MAX_NESTING = 1100;

/** Header fields that a mail begins with; a pasted text is a raw mail only if it begins with some of them. */
const FIRST_FIELDS =
  /^(?:return-path|received|delivered-to|x-original-to|from|to|subject|date|message-id|mime-version|content-type|reply-to|sender|auto-submitted|x-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+|envelope-to|delivery-date|references|in-reply-to|list-[\w-]+|errors-to|precedence|importance|thread-[\w-]+|content-[\w-]+|user-agent|cc|bcc|apparently-to|status|resent-[\w-]+)$/i;
const TELLING_FIELD = /^(?:return-path|received|from|subject|date|message-id|mime-version|to|content-type)$/i;

/** Lines in a header that are no field, by broken folding or by a broken server. */
const MAX_ODD = 3;

const LINE = /([^\r\n]*)(?:\r\n|[\r\n]|$)/y;

/** @returns whether the text begins with a mail's header: a few known fields, then a blank line or the end */
export function looksLikeMail(text: string): boolean {
  if (!text.includes('\n') && !text.includes('\r')) return false;
  const head = text.slice(0, 20_000).trimStart();
  const first = /^(?:From |>From )\S/.test(head) ? 1 : 0;
  let telling = 0;
  let known = 0;
  let odd = 0;
  LINE.lastIndex = 0;
  // Most texts are none by their first lines.
  for (let at = 0; at < 60; at++) {
    const line = LINE.exec(head)?.[1] ?? '';
    if (at < first) continue;
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      if (known === 0) return false;
      continue;
    }
    const name = /^([A-Za-z][\w-]{1,60})[ \t]?:/.exec(line)?.[1];
    if (name === undefined && ++odd > MAX_ODD) return false;
    if (name === undefined) continue;
    if (FIRST_FIELDS.test(name)) known += 1;
    if (TELLING_FIELD.test(name)) telling += 1;
  }
  return known >= 3 && telling >= 2;
}

/**
 * @param raw a mail as bytes; any line ends
 * @returns the mail taken apart, and whether all of it was read; null where the parser refuses it
 */
export async function parseMail(raw: Uint8Array): Promise<{ mail: Mail; whole: boolean } | null> {
  const { bytes: tidy, whole } = withinBudget(raw);
  const bytes = repaired(tidy);
  try {
    const parsed = await takeApart(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: MAX_NESTING,
    });
    const parts = parsed.attachments.map((part) => ({
      type: part.mimeType,
      name: part.filename,
      content: part.content as ArrayBuffer,
    }));
    const partOf = (type: RegExp): string | null => {
      const found = parts.filter((part) => type.test(part.type));
      return found.length === 0 ? null : found.map((part) => decode(part.content)).join('\n\n');
    };
    const returned = parts.find((part) =>
      /^(?:message\/(?:rfc822|global|partial)|text\/rfc822-headers|message\/(?:rfc822|global)-headers)$/.test(
        part.type,
      ),
    );
    const letter = parsed.text ?? '';
    const text = letter.slice(0, MAX_LETTER);
    return {
      whole: whole && letter.length <= MAX_LETTER,
      mail: {
        headers: new Map(parsed.headers.toReversed().map(({ key, value }) => [key, value])),
        text: text.trim() === '' && parsed.html !== undefined ? withoutMarkup(parsed.html) : text,
        status: partOf(/^message\/(?:global-)?delivery-status$/),
        feedback: partOf(/^message\/feedback-report$/),
        body: () => bodyOf(bytes),
        returned: returned ? headersIn(decode(returned.content)) : new Map(),
        attached: parts.filter(mayHoldBounces).map(({ type, name, content }) => ({
          name: name ?? null,
          bytes: new Uint8Array(content),
          isMail: type === 'message/rfc822' || /\.(?:eml|msg)$/i.test(name ?? ''),
        })),
      },
    };
  } catch {
    return null;
  }
}

/** Attachments that are read elsewhere, or that show something and tell nothing. */
const PASSED_OVER =
  /^(?:image|audio|video|font)\/|^text\/(?:html|calendar|x-vcard|vcard|css|rfc822-headers|x-amp-html)|signature|pgp|^message\/(?:(?:global-)?delivery-status|feedback-report|(?:rfc822|global)-headers|partial|disposition-notification)/;

const mayHoldBounces = ({ type, name }: { readonly type: string; readonly name: string | null }): boolean =>
  !PASSED_OVER.test(type) || /\.(?:eml|msg|mbox|log|txt|csv|json|jsonl|ndjson|xml|gz|zip)$/i.test(name ?? '');

/** Parameters that a careless server broke off their header line without indenting them. */
const BROKEN_OFF =
  /^(content-type:[^\n]{3,200}?);?\n[ \t]*(?=(?:boundary|charset|name|type|report-type|format)\s?=)/gim;

function repaired(bytes: Uint8Array): Uint8Array {
  const front = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 32 * 1024)).toString(
    'latin1',
  );
  if (
    !/^(?:boundary|charset|name|type|report-type)\s?=/im.test(front) &&
    !/^content-type:[^;\n]{3,80}\n[ \t]/im.test(front)
  )
    return bytes;
  const mended = Buffer.from(front.replace(BROKEN_OFF, '$1;\n '), 'latin1');
  return Buffer.concat([mended, bytes.subarray(front.length)]);
}

/** How much of a broken mail is read as plain text, in bytes. */
const MAX_BODY = 64 * 1024;

function bodyOf(bytes: Uint8Array): string {
  const text = decode(bytes.subarray(0, MAX_BODY));
  const gap = text.indexOf('\n\n');
  return gap < 0 ? '' : text.slice(gap + 2);
}

/** Of these each may be of another server or signer: all count, one a line. */
const REPEATED: ReadonlySet<string> = new Set(['dkim-signature', 'authentication-results']);

/** @returns the header fields at the front of a text, by lower-case name; the first of most equal names counts */
export function headersIn(text: string): Headers {
  const headers = new Map<string, string>();
  let name: string | null = null;
  for (const line of text
    .slice(0, 60_000)
    .replace(/^\s+/, '')
    .split(/\r\n|\n|\r/)) {
    if (line.trim() === '') break;
    const field = /^([A-Za-z][\w-]{1,60})[ \t]?:[ \t]*(.*)$/.exec(line);
    if (/^[ \t]/.test(line) && name !== null) {
      headers.set(name, `${headers.get(name) ?? ''} ${line.trim()}`);
    } else if (field?.[1]) {
      const known = headers.get(field[1].toLowerCase());
      name = known === undefined || REPEATED.has(field[1].toLowerCase()) ? field[1].toLowerCase() : null;
      if (name !== null) headers.set(name, known === undefined ? (field[2] ?? '') : `${known}\n${field[2]}`);
    } else {
      name = null;
    }
  }
  return headers;
}

/** @returns bytes read as text: UTF-16 where they begin with its mark, else UTF-8, else Windows-1252 */
export function decode(bytes: ArrayBuffer | Uint8Array): string {
  const front = new Uint8Array(bytes.slice(0, 2));
  if (hasWideMark(front)) return (front[0] === 0xff ? UTF16 : UTF16_BIG).decode(bytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    return LATIN.decode(bytes);
  }
}
/** Windows writes text files as UTF-16 with a mark in front: PowerShell's exports, for one. */
export const hasWideMark = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const UTF16 = new TextDecoder('utf-16le');
const UTF16_BIG = new TextDecoder('utf-16be');
const LATIN = new TextDecoder('windows-1252');

const CR = 13;
const DASH = 45;
const LETTER_C = 99;

/** Line ends made LF, cut to what is read. */
function withinBudget(raw: Uint8Array): { bytes: Uint8Array; whole: boolean } {
  // Nearly always.
  if (raw.length < MAX_LINES.small && !raw.includes(CR)) return { bytes: raw, whole: true };
  const size = Math.min(raw.length, MAX_BYTES);
  const most = raw.length < LARGE ? MAX_LINES.small : MAX_LINES.large;
  const bytes = new Uint8Array(size);
  let length = 0;
  let lines = 0;
  let at = 0;
  let start = 0;
  let isBase64 = false;
  for (; at < size && lines < most; at++) {
    const byte = raw[at] as number;
    if (byte === 13 && raw[at + 1] === 10) continue;
    const isEnd = byte === 13 || byte === 10;
    if (isEnd) {
      const first = raw[start] as number;
      if (first === DASH && raw[start + 1] === DASH) isBase64 = false;
      else if ((first | 32) === LETTER_C && at - start < 80)
        isBase64 ||= IN_BASE64.test(String.fromCharCode(...raw.subarray(start, at)));
      lines += isBase64 ? CHEAP : 1;
      start = at + 1;
    }
    bytes[length++] = isEnd ? 10 : byte;
  }
  return { bytes: bytes.subarray(0, length), whole: at >= raw.length };
}

/** @returns the readable text of HTML; blocks become lines */
export function withoutMarkup(html: string): string {
  const text = withoutHidden(html.slice(0, 400_000)).replace(/\s+/g, ' ');
  return withoutTags(withoutTags(text, BLOCK, 2000, '\n'), TAG, 4000, '')
    .replace(/&(?:lt|gt|amp|quot|nbsp|#0?39|#x27);/gi, (entity) => ENTITIES[entity.toLowerCase()] ?? "'")
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim();
}

const BLOCK = /<(?:br|\/?p|\/?div|\/?tr|\/?table|\/?li|\/?ul|\/?h\d|\/?pre|hr)\b/iy;
const TAG = /<[a-z/!]/iy;

/**
 * @param begins how the tags begin that are looked for
 * @param longest characters between that beginning and `>`; what is longer stays
 * @returns the text with `instead` in place of each tag. Where no `>` is near, it is looked for once, not at each `<`
 */
function withoutTags(html: string, begins: RegExp, longest: number, instead: string): string {
  let shown = '';
  let at = 0;
  let close = -1;
  for (let open = html.indexOf('<'); open >= 0; open = html.indexOf('<', open + 1)) {
    begins.lastIndex = open;
    if (!begins.test(html)) continue;
    const inside = begins.lastIndex;
    if (close < inside) close = html.indexOf('>', inside);
    if (close < 0) break;
    if (close - inside > longest) continue;
    shown += html.slice(at, open) + instead;
    at = close + 1;
    open = close;
  }
  return shown + html.slice(at);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&nbsp;': ' ',
};

/** Drops what no reader of the page sees: style, script and head with all that is in them. */
function withoutHidden(html: string): string {
  const tag = /<(style|script|head)\b/gi;
  let shown = '';
  let at = 0;
  for (let found = tag.exec(html); found; found = tag.exec(html)) {
    const close = html.indexOf(`</${found[1]}`, found.index);
    if (close < 0) break;
    shown += html.slice(at, found.index);
    at = close;
    tag.lastIndex = close;
  }
  return shown + html.slice(at);
}
