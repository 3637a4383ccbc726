/** A whole mail, taken apart: what people read, what machines read, and the message that came back. */
import { asBytes, decode, type Forms, takeApart } from './mime/index.ts';

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

/** How much of one mail is read. */
const MAX_BYTES = 24 * 1024 * 1024;
/** Characters of its own text that are read: the letter stands at its front. */
const MAX_LETTER = 512 * 1024;
const TOO_LONG = 'Only the front of this mail was read: it is too long.';
/** Characters of the returned message in which its header is looked for. */
const MAX_RETURNED = 60_000;

/** Header fields that a mail begins with; a pasted text is a raw mail only if it begins with some of them. */
const TELLING_FIELDS: ReadonlySet<string> = new Set(
  'return-path received from subject date message-id mime-version to content-type'.split(' '),
);
const FIRST_FIELDS: ReadonlySet<string> = new Set([
  ...TELLING_FIELDS,
  ...'delivered-to reply-to sender auto-submitted dkim-signature authentication-results envelope-to'.split(
    ' ',
  ),
  ...'delivery-date references in-reply-to errors-to precedence importance user-agent cc bcc'.split(' '),
  ...'apparently-to status'.split(' '),
]);
const FIRST_FIELDS_OF_A_KIND = /^(?:x|arc|list|thread|content|resent)-./;

/** Lines in a header that are no field, by broken folding or by a broken server. */
const MAX_ODD = 3;

const LINE = /([^\r\n]*)(?:\r\n|[\r\n]|$)/y;

/** Lines of a header that are looked at in any case. */
const SOME_LINES = 60;

/** @returns whether the text begins with a mail's header: a few known fields, then a blank line or the end */
export function looksLikeMail(text: string): boolean {
  if (!text.includes('\n') && !text.includes('\r')) return false;
  const head = text.trimStart();
  const first = /^(?:From |>From )\S/.test(head) ? 1 : 0;
  let telling = 0;
  let known = 0;
  let odd = 0;
  let fields = 0;
  LINE.lastIndex = 0;
  // Most texts are none by their first lines. A header may be as long as it likes: by its lines it is one all along.
  for (let at = 0; at < SOME_LINES || known < 3 || telling < 2; at++) {
    const line = LINE.exec(head)?.[1] ?? '';
    if (at < first) continue;
    if (line === '') break;
    if (at > SOME_LINES && known * 2 < fields) return false;
    if (/^[ \t]/.test(line)) {
      if (known === 0) return false;
      continue;
    }
    const name = /^([A-Za-z][\w-]{1,60})[ \t]?:/.exec(line)?.[1]?.toLowerCase();
    if (name === undefined && ++odd > MAX_ODD) return false;
    if (name === undefined) continue;
    fields += 1;
    if (FIRST_FIELDS.has(name) || FIRST_FIELDS_OF_A_KIND.test(name)) known += 1;
    if (TELLING_FIELDS.has(name)) telling += 1;
  }
  return known >= 3 && telling >= 2;
}

/**
 * @param input a mail, as bytes or as pasted; any line ends
 * @returns the mail taken apart, and in plain words what of it was left unread
 */
export function parseMail(input: string | Uint8Array): { mail: Mail; left: readonly string[] } {
  const front = input.length > MAX_BYTES ? input.slice(0, MAX_BYTES) : input;
  const raw = withLineFeeds(typeof front === 'string' ? asBytes(front) : fromBytes(front)).replace(
    /^\s+/,
    '',
  );
  const { headers, texts, attached, left } = takeApart(raw);
  const letter = texts.map(lettersOf).join('\n');
  const text = letter.slice(0, MAX_LETTER);
  const partOf = (...types: readonly string[]): string | null => {
    const found = attached.filter((part) => types.includes(part.type));
    return found.length === 0 ? null : found.map((part) => part.text()).join('\n\n');
  };
  const html = text.trim() === '' ? texts.flatMap((forms) => forms.html).join('\n') : '';
  return {
    left: input.length <= MAX_BYTES && letter.length <= MAX_LETTER ? left : [TOO_LONG, ...left],
    mail: {
      headers,
      text: html === '' ? text : withoutMarkup(html),
      status: partOf('message/delivery-status', 'message/global-delivery-status'),
      feedback: partOf('message/feedback-report'),
      body: () => bodyOf(raw),
      returned: headersIn(attached.find(({ type }) => RETURNED.test(type))?.text(MAX_RETURNED) ?? ''),
      attached: attached.filter(mayHoldBounces).map((part) => ({
        name: part.name,
        get bytes() {
          return part.bytes();
        },
        isMail: part.type === 'message/rfc822' || /\.(?:eml|msg)$/i.test(part.name ?? ''),
      })),
    },
  };
}

/** @returns one form of a text: what it says without markup, where it says so itself */
const lettersOf = ({ plain, html }: Forms): string =>
  plain.length > 0 ? plain.join('\n') : html.map(withoutMarkup).join('\n');

const RETURNED =
  /^(?:message\/(?:rfc822|global|partial)|text\/rfc822-headers|message\/(?:rfc822|global)-headers)$/;

const fromBytes = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const withLineFeeds = (raw: string): string => (raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw);

/** Attachments that are read elsewhere, or that show something and tell nothing. */
const PASSED_OVER =
  /^(?:image|audio|video|font)\/|^text\/(?:html|calendar|x-vcard|vcard|css|rfc822-headers|x-amp-html)|signature|pgp|^message\/(?:(?:global-)?delivery-status|feedback-report|(?:rfc822|global)-headers|partial|disposition-notification)/;

const mayHoldBounces = ({ type, name }: { readonly type: string; readonly name: string | null }): boolean =>
  type === 'message/rfc822' ||
  !PASSED_OVER.test(type) ||
  /\.(?:eml|msg|mbox|log|txt|csv|json|jsonl|ndjson|xml|gz|zip)$/i.test(name ?? '');

/** How much of a broken mail is read as plain text, in bytes. */
const MAX_BODY = 64 * 1024;

function bodyOf(raw: string): string {
  const gap = raw.indexOf('\n\n');
  return gap < 0 ? '' : decode(Buffer.from(raw.slice(gap + 2, gap + 2 + MAX_BODY), 'latin1'));
}

/** Of these each may be of another server or signer: all count, one a line. */
const REPEATED: ReadonlySet<string> = new Set(['dkim-signature', 'authentication-results']);

const FIELD = /^([A-Za-z][\w-]{1,60})[ \t]?:[ \t]*(.*)$/;

/** @returns the header fields at the front of a text, by lower-case name; the first of most equal names counts */
export function headersIn(text: string): Headers {
  const headers = new Map<string, string>();
  let name: string | null = null;
  LINE.lastIndex = text.search(/\S|$/);
  while (LINE.lastIndex < Math.min(text.length, MAX_RETURNED)) {
    const line = LINE.exec(text)?.[1] ?? '';
    if (line.trim() === '') break;
    const isFolded = line.startsWith(' ') || line.startsWith('\t');
    if (isFolded && name !== null) {
      headers.set(name, `${headers.get(name) ?? ''} ${line.trim()}`);
      continue;
    }
    const field = FIELD.exec(line);
    name = field?.[1]?.toLowerCase() ?? null;
    if (name === null) continue;
    const known = headers.get(name);
    if (known !== undefined && !REPEATED.has(name)) name = null;
    else headers.set(name, known === undefined ? (field?.[2] ?? '') : `${known}\n${field?.[2]}`);
  }
  return headers;
}

/** @returns the readable text of HTML; blocks become lines */
export function withoutMarkup(html: string): string {
  const text = withoutHidden(html.slice(0, 400_000)).replace(/\s+/g, ' ');
  return withoutTags(withoutTags(withoutTags(text, CELL_END, 2000, '\t'), BLOCK, 2000, '\n'), TAG, 4000, '')
    .replace(/&(?:lt|gt|amp|quot|nbsp|#0?39|#x27);/gi, (entity) => ENTITIES[entity.toLowerCase()] ?? "'")
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim();
}

/** … and cells stay apart. */
const CELL_END = /<\/(?:t[dh]|dt)\b/iy;
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
