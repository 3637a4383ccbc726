/** Files of a tar archive (POSIX.1-1988 ustar, with the long names of GNU tar and of POSIX.1-2001). */

export type TarFile = {
  readonly name: string;
  /** A view on the archive's own bytes: what a cut archive still has of the file. */
  readonly bytes: Uint8Array;
};

export type Tar = {
  readonly files: readonly TarFile[];
  /** The archive ends within a file, or goes on with what is no header. */
  readonly isBroken: boolean;
};

const BLOCK = 512;
/** Where in a header a field stands, and how long it is. */
const NAME = [0, 100] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPE = 156;
const MAGIC = [257, 8] as const;
const PREFIX = [345, 155] as const;
/** A file is `0`, or NUL of old; `7` is one as well where nothing else is known of it. */
const FILE = new Set(['0', '\0', '7']);
/** The next entry's name, by GNU tar; … and its fields, by POSIX. */
const [LONG_NAME, FIELDS] = ['L', 'x'];

/** @returns whether it begins with a header of an archive; those of old have no mark but their sum */
export const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= BLOCK && hasChecksum(bytes.subarray(0, BLOCK));

/** @returns its files in their order; folders, links and devices are passed over */
export function filesOfTar(bytes: Uint8Array): Tar {
  const files: TarFile[] = [];
  let longName: string | null = null;
  let at = 0;
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return { files, isBroken: false };
    const size = numberAt(header, SIZE);
    if (size === null || !hasChecksum(header)) return { files, isBroken: true };
    const start = at + BLOCK;
    const content = bytes.subarray(start, start + size);
    const type = String.fromCharCode(header[TYPE] as number);
    if (type === LONG_NAME) longName = textOf(content);
    else if (type === FIELDS) longName = pathIn(textOf(content)) ?? longName;
    else {
      if (FILE.has(type)) files.push({ name: longName ?? nameOf(header), bytes: content });
      longName = null;
    }
    if (content.length < size) return { files, isBroken: true };
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return { files, isBroken: false };
}

const textOf = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
};

const textAt = (bytes: Uint8Array, [at, length]: readonly [number, number]): string =>
  textOf(bytes.subarray(at, at + length));

function nameOf(header: Uint8Array): string {
  const prefix = textAt(header, PREFIX);
  // GNU tar has times there.
  const isPrefixed = prefix !== '' && textAt(header, MAGIC) === 'ustar';
  return isPrefixed ? `${prefix}/${textAt(header, NAME)}` : textAt(header, NAME);
}

/** Octal digits; GNU tar writes what is larger in bytes, behind a bit that no digit has. @returns null where it is no number */
function numberAt(header: Uint8Array, place: readonly [number, number]): number | null {
  const [at, length] = place;
  const first = header[at] as number;
  if ((first & 0x80) !== 0) {
    let number = first & 0x7f;
    for (const byte of header.subarray(at + 1, at + length)) number = number * 256 + byte;
    return Number.isSafeInteger(number) ? number : null;
  }
  let i = at;
  while (header[i] === BLANK) i++;
  const start = i;
  let number = 0;
  while (i < at + length && isOctal(header[i] as number))
    number = number * 8 + (header[i++] as number) - ZERO;
  if (i === start) return null;
  while (i < at + length && header[i] === BLANK) i++;
  return i === at + length || header[i] === 0 ? number : null;
}

const [BLANK, ZERO] = [32, 48];
const isOctal = (byte: number): boolean => byte >= ZERO && byte < ZERO + 8;

/** The sum of a header's bytes, its own field taken for blanks. */
function hasChecksum(header: Uint8Array): boolean {
  const told = numberAt(header, CHECKSUM);
  if (told === null) return false;
  const [at, length] = CHECKSUM;
  let sum = 0;
  for (const [i, byte] of header.entries()) sum += i >= at && i < at + length ? 32 : byte;
  return told === sum;
}

/** `27 path=logs/mail.log`: each field has its length before it; a name may hold line ends. */
function pathIn(fields: string): string | null {
  return /(?:^|\n)\d{1,5} path=([^\n]{1,4000})/.exec(fields)?.[1] ?? null;
}
