/** What a file is: told by its name and type before it is fetched, and by its first bytes afterwards. */
import { hasWideMark } from '../mime/index.ts';
import { isTar } from './tar.ts';

export type Packed = 'gzip' | 'zip' | 'tar';

const startsWith = (bytes: Uint8Array, magic: readonly number[], at = 0): boolean =>
  magic.every((byte, i) => bytes[at + i] === byte);

/** @returns how the file is packed, where it is and we can open it (RFC 1952 §2.3.1, APPNOTE.TXT 4.3.7) */
export function packedAs(bytes: Uint8Array): Packed | null {
  if (startsWith(bytes, [0x1f, 0x8b])) return 'gzip';
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0x50, 0x4b, 5, 6])) return 'zip';
  return isTar(bytes) ? 'tar' : null;
}

/** @returns whether it is a compound file, as Outlook saves mails in ([MS-CFB] §2.2) */
export const isOutlook = (bytes: Uint8Array): boolean => startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);

/** Kinds that hold no text that we could read, each with what to do about it. */
type Unread = {
  /** Goes on after "was not read:". */
  readonly what: string;
  readonly names: RegExp;
  readonly types: RegExp;
  /** Where in the file, and which bytes. */
  readonly magic: readonly (readonly [at: number, bytes: readonly number[]])[];
};

const packedWith = (what: string): string => `it is an archive, packed with ${what}. Pack it as .zip or .gz`;
const NO_TYPE = /(?!)/;
const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0));

const UNREAD: readonly Unread[] = [
  {
    what: packedWith('7-Zip'),
    names: /\.7z$/i,
    types: /7z-compressed/,
    magic: [[0, [0x37, 0x7a, 0xbc, 0xaf]]],
  },
  { what: packedWith('RAR'), names: /\.rar$/i, types: /\brar$|vnd\.rar/, magic: [[0, ascii('Rar!')]] },
  {
    what: packedWith('xz'),
    names: /\.(?:xz|lzma)$/i,
    types: /x-xz/,
    magic: [[0, [0xfd, 0x37, 0x7a, 0x58]]],
  },
  { what: packedWith('bzip2'), names: /\.bz2$/i, types: /bzip/, magic: [[0, ascii('BZh')]] },
  {
    what: packedWith('zstd'),
    names: /\.zst$/i,
    types: /zstd/,
    magic: [[0, [0x28, 0xb5, 0x2f, 0xfd]]],
  },
  {
    what: "it is Outlook's winmail.dat. Paste the mail's text",
    names: /^winmail\.dat$/i,
    types: /ms-tnef/,
    magic: [[0, [0x78, 0x9f, 0x3e, 0x22]]],
  },
  { what: 'it is a PDF. Paste its text', names: /\.pdf$/i, types: /\/pdf$/, magic: [[0, ascii('%PDF')]] },
  {
    what: 'it is a picture. Paste the text that it shows',
    names: /\.(?:png|jpe?g|gif|webp|heic|heif|bmp|tiff?|svg|avif)$/i,
    types: /^image\//,
    magic: [
      [0, [0x89, 0x50, 0x4e, 0x47]],
      [0, [0xff, 0xd8, 0xff]],
      [0, ascii('GIF8')],
      [8, ascii('WEBP')],
      [4, ascii('ftyphei')],
      [4, ascii('ftypavif')],
    ],
  },
  {
    what: 'it is a video or a sound. Paste the text that the mail server wrote',
    names: /\.(?:mp4|mov|m4[av]|webm|avi|mkv|mp3|wav|ogg|flac)$/i,
    types: /^(?:video|audio)\//,
    magic: [[4, ascii('ftyp')]],
  },
  {
    what: 'it is a workbook. Save it as .csv',
    names: /\.(?:xlsx?|xlsm|ods|numbers)$/i,
    types: /spreadsheet|ms-excel/,
    magic: [],
  },
  {
    what: 'it is an Office document. Paste its text',
    names: /\.(?:docx?|docm|pptx?|odt|odp|pages|key|rtf)$/i,
    types: /wordprocessing|presentation|msword|powerpoint|opendocument|\/rtf$/,
    magic: [[0, ascii('{\\rtf')]],
  },
  {
    what: 'it is a program or an image of a disk',
    names: /\.(?:exe|dll|so|dmg|iso|msi|apk|jar|wasm)$/i,
    types: NO_TYPE,
    magic: [],
  },
];

/** A `.zip` whose first files are an Office document's (ECMA-376 part 2, ODF 1.3 part 2 §3.3). */
const OFFICE_INSIDE: readonly (readonly [mark: string, name: string])[] = [
  ['xl/', 'a.xlsx'],
  ['word/', 'a.docx'],
  ['ppt/', 'a.pptx'],
  ['mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'a.ods'],
  ['mimetypeapplication/vnd.oasis.opendocument', 'a.odt'],
];
/** How far its marks are looked for, in bytes. */
const FRONT = 8192;

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, FRONT)).toString('latin1');

function officeInside(bytes: Uint8Array): string | null {
  const front = latin(bytes);
  const isOffice = front.includes('[Content_Types].xml') || front.startsWith('mimetype', 30);
  const name = isOffice ? OFFICE_INSIDE.find(([mark]) => front.includes(mark))?.[1] : undefined;
  return UNREAD.find(({ names }) => name !== undefined && names.test(name))?.what ?? null;
}

/** Of a text at most so many bytes in a hundred are none of its own; of anything else about eleven are. */
const MOST_ODD = 5;

/** Logs that were cut while somebody wrote them begin with a hole of zeros; PowerShell writes two bytes a letter. */
function isNoText(bytes: Uint8Array): boolean {
  if (hasWideMark(bytes)) return false;
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start++;
  if (start === bytes.length) return start > 0;
  const front = bytes.subarray(start, start + FRONT);
  let odd = 0;
  // Each file passes here: a count is quicker than the array's own iterator.
  for (let at = 0; at < front.length; at++) {
    const byte = front[at] as number;
    if (byte < 7 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) odd += 1;
  }
  return odd * 100 > front.length * MOST_ODD;
}

const NO_TEXT = 'it is no text. Paste what the mail server wrote';

/**
 * @param name tells what is no text and has no mark of its own
 * @returns why the file can't be read, to go on after "was not read:", or null where it may be text or is packed
 */
export function unreadableBecause(bytes: Uint8Array, name: string | null): string | null {
  const known = UNREAD.find(({ magic }) => magic.some(([at, mark]) => startsWith(bytes, mark, at)));
  if (known) return known.what;
  const packed = packedAs(bytes);
  if (packed !== null) return packed === 'zip' ? officeInside(bytes) : null;
  const byName = UNREAD.find(({ names }) => name !== null && names.test(name))?.what;
  if (isOutlook(bytes)) return byName ?? null;
  return isNoText(bytes) ? (byName ?? NO_TEXT) : null;
}

/** What a platform says of a file before anybody fetched it. */
export type ToldFile = { readonly name: string | null; readonly type: string | null };

const TEXT_NAMES =
  /\.(?:eml|msg|mbox|mbx|dsn|log|txt|text|out|err|json|jsonl|ndjson|csv|tsv|xml|ya?ml|md|gz|tgz|tar|zip)$|\.(?:log|out|txt)[.-]\d[\d.-]*$|^(?:mail|maillog|mainlog|rejectlog|syslog|mbox)(?:[.-]\d[\d.-]*)?$/i;
const TEXT_TYPES =
  /^(?:text\/(?!html|calendar|vcard|x-vcard|css)|message\/|application\/(?:json|x-ndjson|x-jsonlines|mbox|x-mbox|gzip|x-gzip|zip|x-zip-compressed|x-tar|x-gtar|x-compressed-tar|xml|vnd\.ms-outlook)\b)/i;

/**
 * @returns `text`: a mail, a log, a list, or those packed; `unknown`: its bytes tell; or why it can't be read, to go
 * on after "was not read:"
 */
export function expectedOf({ name, type }: ToldFile): 'text' | 'unknown' | { readonly why: string } {
  const called = name ?? '';
  const why = UNREAD.find(({ names }) => names.test(called))?.what;
  if (why !== undefined) return { why };
  if (TEXT_NAMES.test(called)) return 'text';
  const kind = (type ?? '').toLowerCase().split(';', 1)[0]?.trim() ?? '';
  const byType = UNREAD.find(({ types }) => types.test(kind))?.what;
  if (byType !== undefined) return { why: byType };
  return TEXT_TYPES.test(kind) ? 'text' : 'unknown';
}
