/** What a file is, told by its first bytes, whatever its name says. */

export type Packed = 'gzip' | 'zip';

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

/** @returns how the file is packed, where it is and we can open it (RFC 1952 §2.3.1, APPNOTE.TXT 4.3.7) */
export function packedAs(bytes: Uint8Array): Packed | null {
  if (startsWith(bytes, 0x1f, 0x8b)) return 'gzip';
  return startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0x50, 0x4b, 5, 6) ? 'zip' : null;
}

/** Kinds that hold no text that we could read, each with what to do about it. */
const UNREAD: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: 'it is packed with 7-Zip. Pack it as .zip or .gz' },
  { magic: [0x52, 0x61, 0x72, 0x21], what: 'it is packed with RAR. Pack it as .zip or .gz' },
  { magic: [0xfd, 0x37, 0x7a, 0x58], what: 'it is packed with xz. Pack it as .zip or .gz' },
  { magic: [0x42, 0x5a, 0x68], what: 'it is packed with bzip2. Pack it as .zip or .gz' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'it is packed with zstd. Pack it as .zip or .gz' },
  { magic: [0x78, 0x9f, 0x3e, 0x22], what: "it is Outlook's winmail.dat. Paste the mail's text" },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'it is a PDF. Paste its text' },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: 'it is a picture. Paste the text that it shows' },
  { magic: [0xff, 0xd8, 0xff], what: 'it is a picture. Paste the text that it shows' },
  { magic: [0x47, 0x49, 0x46, 0x38], what: 'it is a picture. Paste the text that it shows' },
];

/** @returns whether it is a compound file, as Outlook saves mails in ([MS-CFB] §2.2) */
export const isOutlook = (bytes: Uint8Array): boolean => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

/** Where the header of a tar archive has its mark (POSIX.1-1988). */
const TAR_MARK_AT = 257;
const TAR_MARK = [0x75, 0x73, 0x74, 0x61, 0x72] as const;

/** @returns why the file can't be read, to go on after "was not read:", or null where it may be text */
export function unreadableBecause(bytes: Uint8Array): string | null {
  const known = UNREAD.find(({ magic }) => startsWith(bytes, ...magic));
  if (known) return known.what;
  if (startsWith(bytes.subarray(TAR_MARK_AT, TAR_MARK_AT + 5), ...TAR_MARK))
    return 'it is a tar archive. Pack its files as .zip';
  return null;
}
